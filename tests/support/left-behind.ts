import type { TaskSeen, TestLine } from './line';

/** What a call left in the end: who has to do what about it. */
export type LeftBehind = 'answered' | 'callback' | 'voicemail' | 'nothing';

interface Attributes {
  readonly taskType?: string;
  readonly call_sid?: string;
  readonly callBackData?: { readonly numberToCall?: string };
  readonly conversations?: { readonly conversation_id?: string };
}

const OVER = new Set(['canceled', 'completed']);

const attributesOf = ({ attributes }: TaskSeen): Attributes => attributes;

/** Callback tasks that agents have still to do. */
export async function openCallbacks(line: TestLine): Promise<TaskSeen[]> {
  const tasks = await line.tasks();
  return tasks.filter(task => attributesOf(task).taskType === 'callback' && !OVER.has(task.status));
}

/**
 * Exactly one thing is left of a call, or nothing: an answered call, a callback, or a voicemail; and no task of a call that still waits. Each
 * voicemail has its mail.
 */
export async function expectExactly(line: TestLine, expected: LeftBehind, callSid?: string): Promise<void> {
  const tasks = await line.tasks();
  const ofCall = (task: TaskSeen): boolean => {
    const { call_sid, conversations } = attributesOf(task);
    return callSid === undefined || call_sid === callSid || conversations?.conversation_id === callSid;
  };
  const own = tasks.filter(ofCall);
  const waiting = own.filter(task => attributesOf(task).taskType === undefined);
  const left: LeftBehind[] = own
    .filter(task => !OVER.has(task.status))
    .flatMap(task => {
      const { taskType } = attributesOf(task);
      return taskType === 'callback' || taskType === 'voicemail' ? [taskType] : [];
    });
  const answered = waiting.filter(({ status }) => status === 'completed' || status === 'wrapping');
  expect([...left, ...answered.map(() => 'answered')]).toEqual(expected === 'nothing' ? [] : [expected]);
  expect(waiting.filter(({ status }) => /pending|reserved/.test(status))).toEqual([]);
  if (callSid === undefined) expect(line.mails()).toHaveLength(expected === 'voicemail' ? 1 : 0);
}

/** The number that the only open callback goes to. */
export async function numberToCall(line: TestLine): Promise<string | undefined> {
  const [callback] = await openCallbacks(line);
  return callback && attributesOf(callback).callBackData?.numberToCall;
}
