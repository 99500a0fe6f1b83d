import { lineOf, missedOutcomes, type CallbackPolicy, type MissedOutcome } from '../config';
import { AppError, isAppError, retry, toAppError } from '../errors';
import { repeats, takeHeldTask, type Attempt, type Desk, type DeskRecord, type HeldTask } from '../desk';
import { mergeAttributes, type AttributeChange } from '../tasks';
import { movePromise, type PromiseDesk } from './move-promise';
import type { Holding } from './ports';
import { callbackDue, holding } from './schedule';

/** What "try later" needs beside the agent's desk. */
export interface RequeueDesk extends Desk, PromiseDesk {}

/** What became of "try later". */
export interface Requeued {
  /** The task of the next attempt. */
  readonly taskSid: string;
  /** Calls made so far. */
  readonly attempts: number;
  readonly maxAttempts: number;
  /** When the next one comes, ISO 8601, if it waits for the end of quiet hours or for opening time. */
  readonly dueAt?: string | undefined;
  readonly retryMinutes: number;
}

/** Where a client's file says nothing of callbacks: as many as Twilio's stock plugin has by default, at once. */
const POLICY_WITHOUT_ONE: Pick<CallbackPolicy, 'maxAttempts' | 'retryMinutes'> = {
  maxAttempts: 3,
  retryMinutes: { 'no-answer': 0, busy: 0, voicemail: 0, failed: 0 },
};

/** A Function is gone after 10 s, Twilio's limit; the rest is for clocks that differ. */
const LEASE_MS = 15_000;

/** Twilio's longest life of a task, seconds (https://www.twilio.com/docs/taskrouter/api/task, "Timeout"). */
const LONGEST_SECONDS = 1_209_600;

/**
 * "Try later": makes the task of the next attempt, then completes this one. Without an outcome the noted result counts. Asked twice, at once or later, there is one new task; asked again
 * after any failure, it goes on where it stood. Nothing is completed before the new task exists.
 * Throws TASK_NOT_HELD, ATTEMPTS_EXHAUSTED, TASK_NOT_ASSIGNED, TASK_COMPLETED, NOT_FOUND, BAD_INPUT; CONFLICT while another request is at it.
 */
export async function requeue(
  request: { readonly taskSid: string; readonly outcome?: MissedOutcome | undefined },
  desk: RequeueDesk,
): Promise<Requeued> {
  const { taskSid } = request;
  const held = await takeHeldTask(taskSid, desk);
  const outcome = request.outcome ?? notedOutcome(held);
  const plan = planNext(held, { outcome, desk });
  const claim = await claimAttempt(held, { outcome, desk });
  const next = claim.next ?? (await makeNext(held, { ...plan, looks: claim.repeated, desk }));
  await movePromise(held.parsed.linekit?.key, { taskSid, next, dueAt: plan.hold?.dueAt }, desk);
  await retry(() => desk.tasks.complete(taskSid, `try later: ${outcome}`), repeats(desk));
  const { attempts, policy, hold } = plan;
  desk.log.info('callback tried later', { taskSid, nextTaskSid: next, outcome, attempts, dueAt: hold?.dueAt });
  return {
    taskSid: next,
    attempts,
    maxAttempts: policy.maxAttempts,
    dueAt: hold?.dueAt,
    retryMinutes: policy.retryMinutes[outcome],
  };
}

/** How the call went, when the request doesn't say: as it was noted on the task, or not answered. */
function notedOutcome({ task }: HeldTask): MissedOutcome {
  const { linekit } = JSON.parse(task.attributes) as { linekit?: { result?: { outcome?: unknown } } };
  return missedOutcomes.find(outcome => outcome === linekit?.result?.outcome) ?? 'no-answer';
}

interface Plan {
  readonly attempts: number;
  readonly policy: Pick<CallbackPolicy, 'maxAttempts' | 'retryMinutes'>;
  readonly hold: Holding | undefined;
  readonly change: AttributeChange;
  readonly timeoutSeconds: number;
}

/** What the next attempt is like, by the client's policy. */
function planNext(
  { task, parsed, conversationId }: HeldTask,
  ask: { outcome: MissedOutcome; desk: RequeueDesk },
): Plan {
  const { outcome, desk } = ask;
  if (task.status === 'pending' || task.status === 'reserved' || task.status === 'canceled')
    throw new AppError('TASK_NOT_ASSIGNED', `Task ${task.taskSid} is ${task.status}: nobody can try it again.`);
  const line = lineOf(desk.client, parsed.to || parsed.callBackData.numberToCallFrom);
  const policy = line.callback ?? POLICY_WITHOUT_ONE;
  const attempts = parsed.callBackData.attempts + 1;
  if (attempts >= policy.maxAttempts)
    throw new AppError(
      'ATTEMPTS_EXHAUSTED',
      `This was call ${attempts} of at most ${policy.maxAttempts}. Complete the task with a disposition.`,
    );
  const now = desk.clock.now();
  const wanted = new Date(now.getTime() + policy.retryMinutes[outcome] * 60_000);
  const due = callbackDue(line, wanted) ?? wanted;
  // The workflow's time-out of this outcome leads to `wanted`; anything later is for the sweep.
  const hold = due > wanted ? holding(due, now) : undefined;
  const change: AttributeChange = {
    ...LEFT_BEHIND,
    // Flex would take a callback with the SID of a call for a call that waits.
    ...(parsed.kind === 'callback' && { call_sid: undefined }),
    callBackData: {
      ...parsed.callBackData,
      attempts,
      retry: hold ? undefined : outcome,
      dueAt: hold?.dueAt,
      holdHours: hold?.holdHours,
      released: undefined,
    },
    conversations: { ...SAID_OF_THIS_ATTEMPT, conversation_id: conversationId },
    linekit: { retryOf: task.taskSid, result: undefined, disposition: undefined },
  };
  // The hold is not taken off the time that agents have.
  const heldSeconds = (hold?.holdHours ?? 0) * 3_600;
  return {
    attempts,
    policy,
    hold,
    change,
    timeoutSeconds: Math.min(task.timeoutSeconds + heldSeconds, LONGEST_SECONDS),
  };
}

/** What Flex and the plugin wrote of this attempt alone; `undefined` takes it away. */
const LEFT_BEHIND = {
  conference: undefined,
  reservation_attributes: undefined,
  autoClose: undefined,
  parentTask: undefined,
};
const SAID_OF_THIS_ATTEMPT = {
  abandoned: undefined,
  abandoned_phase: undefined,
  hang_up_by: undefined,
  outcome: undefined,
};

/** Takes the lease and notes the attempt. `next` when it was made already; `repeated` when an earlier request may have made it. */
async function claimAttempt(
  { task: { taskSid }, conversationId }: HeldTask,
  { outcome, desk }: { outcome: MissedOutcome; desk: RequeueDesk },
): Promise<{ next: string | undefined; repeated: boolean }> {
  let known: Attempt | undefined;
  const claim = (record: DeskRecord): DeskRecord => {
    known = record.attempts.find(attempt => attempt.taskSid === taskSid);
    if (known?.completed)
      throw new AppError(
        'TASK_COMPLETED',
        `Task ${taskSid} was completed as "${known.outcome}": it is not tried again.`,
      );
    if (known?.next !== undefined) return record;
    const nowMs = desk.clock.now().getTime();
    if (record.lease && record.lease.taskSid === taskSid && record.lease.untilMs > nowMs)
      throw new AppError('CONFLICT', 'Another request is making the next attempt at this moment.');
    const attempt: Attempt = { taskSid, workerSid: desk.agent.workerSid, at: new Date(nowMs).toISOString(), outcome };
    const attempts = known ? record.attempts : [...record.attempts, attempt];
    return { ...record, attempts, lease: { taskSid, untilMs: nowMs + LEASE_MS } };
  };
  // Whoever asks twice at once waits for the first answer and gets the same.
  await retry(() => desk.ledger.change(conversationId, claim), {
    ...repeats(desk),
    attempts: 8,
    when: ({ code }) => code === 'CONFLICT' || code === 'RATE_LIMITED',
  });
  return { next: known?.next, repeated: known !== undefined };
}

/** Makes the task, unless an earlier request has; notes it and gives the lease back. */
async function makeNext(held: HeldTask, how: Plan & { looks: boolean; desk: RequeueDesk }): Promise<string> {
  const { task, conversationId } = held;
  const { desk, change, timeoutSeconds } = how;
  const { taskSid, workflowSid, channel, priority } = task;
  const attributes = fitting(task.attributes, change, held.parsed.callBackData.transcriptText);
  const create = (): Promise<string> =>
    desk.tasks.create({ attributes, workflowSid, channel, priority, timeoutSeconds });
  const look = (): Promise<string | undefined> => retry(() => desk.tasks.findRetry(taskSid), repeats(desk));
  try {
    const next = (how.looks ? await look() : undefined) ?? (await retry(create, repeats(desk)));
    await note(held, desk, attempt => ({ ...attempt, next }));
    return next;
  } catch (thrown) {
    // Surely nothing was made: the next request need not look. Otherwise the noted attempt makes it look.
    const nothingDone = NOTHING_DONE.has(toAppError(thrown).code) && !how.looks;
    await note(held, desk, attempt => (nothingDone ? undefined : attempt)).catch((failure: unknown) => {
      const { code } = toAppError(failure);
      desk.log.warn('lease of an attempt not given back; it ends by itself', { taskSid, conversationId, code });
    });
    throw thrown;
  }
}

const NOTHING_DONE: ReadonlySet<string> = new Set([
  'VENDOR_REJECTED',
  'RATE_LIMITED',
  'VENDOR_UNREACHABLE',
  'ATTRIBUTES_TOO_LARGE',
]);

/** Ends the lease and writes what became of the attempt; undefined takes it away. */
async function note(
  { task: { taskSid }, conversationId }: HeldTask,
  desk: RequeueDesk,
  what: (attempt: Attempt) => Attempt | undefined,
): Promise<void> {
  const write = (record: DeskRecord): DeskRecord => ({
    ...record,
    attempts: record.attempts.flatMap(attempt => (attempt.taskSid === taskSid ? (what(attempt) ?? []) : attempt)),
    lease: undefined,
  });
  await retry(() => desk.ledger.change(conversationId, write), repeats(desk));
}

/** The attributes of the next task; a transcript that no longer fits is shortened, then the story goes, since a task that can't be made is a caller lost. */
function fitting(json: string, change: AttributeChange, transcript: string): string {
  const { callBackData } = change;
  for (let text = transcript; ; text = text.slice(0, Math.floor(text.length * 0.8))) {
    try {
      const data = { ...(callBackData as object), transcriptText: text };
      return mergeAttributes(json, { ...change, callBackData: data });
    } catch (thrown) {
      if (!isAppError(thrown) || thrown.code !== 'ATTRIBUTES_TOO_LARGE') throw thrown;
      if (text === '' && 'assistant' in change) throw thrown;
      if (text === '') return fitting(json, { ...change, assistant: undefined }, text);
    }
  }
}
