import { createHash } from 'node:crypto';
import type { Todo, TodoList } from '../assistant';
import { AppError, retry } from '../errors';
import type { TwilioAccess } from './client';
import { syncMap } from './sync-map';

/** The Sync map of callers' to-dos, one item an account. */
export const TODO_MAP = 'todos';

/** 50 of 200 characters, in any script, fit into the 16 KB that Sync gives an item. */
const MOST_OPEN = 50;
/** Done ones are kept so that completing twice is no fault. */
const MOST_DONE = 10;

interface KeptTodo extends Todo {
  readonly done: boolean;
}

/** To-dos and reminders in Twilio Sync. Nobody's list is changed on an old reading: whoever comes second reads again. */
export function syncTodos(access: TwilioAccess, serviceSid: () => string): TodoList {
  const map = syncMap(access, { serviceSid, map: TODO_MAP });
  const read = async (accountId: string) => {
    const item = await map.read(accountId);
    return { todos: todosIn(item?.data), revision: item?.revision };
  };
  const change = (accountId: string, next: (todos: readonly KeptTodo[]) => readonly KeptTodo[]): Promise<void> =>
    retry(
      async () => {
        const { todos, revision } = await read(accountId);
        const changed = next(todos);
        if (changed !== todos) await map.write(accountId, { todos: trimmed(changed) }, revision);
      },
      { attempts: 5, baseMs: 50, untilMs: Infinity, when: error => error.code === 'CONFLICT' },
    );
  return {
    list: async accountId => (await read(accountId)).todos.filter(each => !each.done).map(shown),
    add: async (accountId, { text, remindAt, key }) => {
      const todo = { id: idOf(key), text, ...(remindAt !== undefined && { remindAt }), done: false };
      await change(accountId, todos => {
        if (todos.some(each => each.id === todo.id)) return todos;
        if (todos.filter(each => !each.done).length >= MOST_OPEN)
          throw new AppError('BAD_INPUT', `There are ${MOST_OPEN} open to-dos: complete some first.`);
        return [...todos, todo];
      });
      return shown(todo);
    },
    complete: async (accountId, id) => {
      let completed: KeptTodo | undefined;
      await change(accountId, todos => {
        completed = todos.find(each => each.id === id);
        if (!completed) throw new AppError('NOT_FOUND', 'There is no such to-do.');
        return completed.done ? todos : todos.map(each => (each.id === id ? { ...each, done: true } : each));
      });
      if (!completed) throw new AppError('NOT_FOUND', 'There is no such to-do.');
      return shown(completed);
    },
  };
}

/** The same key gives the same id: added twice is there once. */
function idOf(key: string): string {
  return `td-${createHash('sha256').update(key).digest('hex').slice(0, 12)}`;
}

function shown({ id, text, remindAt }: KeptTodo): Todo {
  return { id, text, ...(remindAt !== undefined && { remindAt }) };
}

function trimmed(todos: readonly KeptTodo[]): KeptTodo[] {
  const done = todos.filter(each => each.done).slice(-MOST_DONE);
  return todos.filter(each => !each.done || done.includes(each));
}

function todosIn(data: unknown): readonly KeptTodo[] {
  if (data === undefined) return [];
  if (typeof data === 'object' && data !== null && 'todos' in data && Array.isArray(data.todos))
    return data.todos as readonly KeptTodo[];
  throw new AppError('INTERNAL', `The Sync map "${TODO_MAP}" holds an item that is no list of to-dos.`);
}
