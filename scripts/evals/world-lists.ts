import type { OpenItem, OpenWork, Todo, TodoList } from '../../lib/assistant';
import { AppError } from '../../lib/errors';
import type { Step } from './world';

/** A to-do, whose it is, and whether it is done. */
export type KeptTodo = Todo & { readonly accountId: string; readonly key: string; readonly done: boolean };

/** To-dos in memory; `todos` is changed in place. */
export function todosOf(todos: KeptTodo[], step: Step): TodoList {
  return {
    list: accountId => step('todos.list', () => todos.filter(each => each.accountId === accountId && !each.done)),
    add: (accountId, { text, remindAt, key }) =>
      step('todos.add', () => {
        const known = todos.find(each => each.key === key);
        if (known) return known;
        const id = `T${todos.length + 1}`;
        const todo = { id, text, accountId, key, done: false, ...(remindAt !== undefined && { remindAt }) };
        todos.push(todo);
        return todo;
      }),
    complete: (accountId, id) =>
      step('todos.complete', () => {
        const at = todos.findIndex(each => each.id === id && each.accountId === accountId);
        const todo = todos[at];
        if (!todo) throw new AppError('NOT_FOUND', 'no such to-do');
        const done = { ...todo, done: true };
        todos[at] = done;
        return done;
      }),
  };
}

/** Open callbacks and tasks in memory; `open` is changed in place. */
export function openWorkOf(open: (OpenItem & { readonly accountId: string })[], step: Step): OpenWork {
  return {
    list: ({ accountId }) => step('openWork.list', () => open.filter(each => each.accountId === accountId)),
    cancelCallback: id =>
      step('openWork.cancelCallback', () => {
        const at = open.findIndex(each => each.id === id);
        if (at >= 0) open.splice(at, 1);
      }),
  };
}
