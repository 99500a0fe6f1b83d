import { AppError } from '../../errors';
import { objectOf } from '../json-schema';
import type { Tool, ToolContext } from '../tool';
import type { OpenItem, OpenWork, TodoList } from './ports';
import { accountOf, optionalText, textOf } from './read-input';

const TIMEOUT_MS = 4_000;
const id = { type: 'string', maxLength: 80, description: 'As it was listed.' } as const;
const MOST_LISTED = 8;

/** What is open for the caller, and taking back a callback of their own. */
export function openWorkTools(work: OpenWork): Tool[] {
  const mine = async (context: ToolContext): Promise<readonly OpenItem[]> =>
    work.list({ accountId: accountOf(context).accountId, caller: context.caller });
  const own = async (wanted: string, context: ToolContext): Promise<OpenItem> => {
    const found = (await mine(context)).find(each => each.id === wanted && each.kind === 'callback');
    if (!found) throw new AppError('NOT_FOUND', 'no such callback of this caller');
    return found;
  };
  return [
    {
      name: 'listOpenTasks',
      description: "The caller's open callbacks, messages and tasks.",
      input: objectOf({}),
      permission: 'identified',
      effect: 'none',
      timeoutMs: TIMEOUT_MS,
      run: async (_input, context) => ({
        content: (await mine(context))
          .slice(0, MOST_LISTED)
          .map(({ id, kind, about, createdAt }) => ({ id, kind, about, createdAt })),
      }),
    },
    {
      name: 'cancelCallback',
      description: "Cancels one of the caller's own callbacks.",
      input: objectOf({ id }),
      permission: 'identified',
      effect: 'irreversible',
      timeoutMs: TIMEOUT_MS,
      readBack: async (input, context) => {
        await own(textOf(input, 'id'), context);
        return context.words.say.cancelCallback;
      },
      run: async (input, context) => {
        const { id: callback, about } = await own(textOf(input, 'id'), context);
        await work.cancelCallback(callback, context.idempotencyKey);
        return { content: 'Cancelled.', done: `callback cancelled: ${about}` };
      },
      look: async (input, context) => {
        const still = (await mine(context)).some(each => each.id === textOf(input, 'id'));
        return still ? undefined : { content: 'Cancelled.', done: 'callback cancelled' };
      },
    },
  ];
}

/** The caller's to-dos and reminders. */
export function todoTools(todos: TodoList): Tool[] {
  return [
    {
      name: 'listTodos',
      description: "The caller's to-dos and reminders.",
      input: objectOf({}),
      permission: 'identified',
      effect: 'none',
      timeoutMs: TIMEOUT_MS,
      run: async (_input, context) => ({
        content: (await todos.list(accountOf(context).accountId))
          .slice(0, MOST_LISTED)
          .map(({ id, text, remindAt }) => ({ id, text, ...(remindAt !== undefined && { remindAt }) })),
      }),
    },
    {
      name: 'addTodo',
      description: 'Adds a to-do; with remindAt it is a reminder.',
      input: objectOf(
        { text: { type: 'string', minLength: 1, maxLength: 200 }, remindAt: { type: 'string', format: 'date-time' } },
        ['remindAt'],
      ),
      permission: 'identified',
      effect: 'idempotent',
      timeoutMs: TIMEOUT_MS,
      run: async (input, context) => {
        const text = textOf(input, 'text');
        const remindAt = optionalText(input, 'remindAt');
        const added = await todos.add(accountOf(context).accountId, { text, remindAt, key: context.idempotencyKey });
        return { content: { id: added.id, added: added.text }, done: `to-do added: ${added.text}` };
      },
    },
    {
      name: 'completeTodo',
      description: 'Marks a to-do as done.',
      input: objectOf({ id }),
      permission: 'identified',
      effect: 'idempotent',
      timeoutMs: TIMEOUT_MS,
      run: async (input, context) => {
        const { text } = await todos.complete(accountOf(context).accountId, textOf(input, 'id'));
        return { content: { completed: text }, done: `to-do completed: ${text}` };
      },
    },
  ];
}
