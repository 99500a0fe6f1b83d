import { z } from 'zod';
import type { TimelineEntry } from '../../emulator';
import type { DemoCall } from './callback-report';

/** One turn, as the assistant logs it. Times in milliseconds, money in millionths of a US dollar. */
export const turnLedger = z.object({
  turn: z.number(),
  input: z.string(),
  phase: z.string(),
  then: z.string(),
  sttMs: z.number().optional(),
  modelFirstTokenMs: z.number().optional(),
  modelMs: z.number(),
  toolsMs: z.number(),
  totalMs: z.number(),
  models: z.array(z.string()),
  tools: z.array(z.object({ name: z.string(), ms: z.number(), outcome: z.string() })),
  tokensIn: z.number(),
  tokensOut: z.number(),
  cacheRead: z.number(),
  cacheWrite: z.number(),
  costMicroUsd: z.number(),
});
export type LedgerLine = z.infer<typeof turnLedger>;

/** What the task tells the agent, of all that is in its attributes. */
export const assistedTask = z.looseObject({
  call_sid: z.string(),
  name: z.string(),
  topic: z.string(),
  assistant: z.looseObject({
    summary: z.string(),
    wants: z.array(z.string()),
    done: z.array(z.string()),
    unsure: z.array(z.string()),
    verified: z.union([z.literal(false), z.looseObject({ accountId: z.string(), name: z.string().optional() })]),
    language: z.string(),
    sentiment: z.string(),
    reason: z.string(),
    transcript: z.array(z.string()),
    leftOut: z.number(),
    turns: z.number(),
    costMicroUsd: z.number(),
  }),
});
export type AssistedTask = z.infer<typeof assistedTask>;

/** The agent's task. */
export interface AssistedView {
  readonly sid: string;
  readonly status: string;
  readonly priority: number;
  readonly queue: string | null;
  readonly attributes: AssistedTask;
}

/** Everything that `npx linekit demo assistant --json` prints. */
export interface AssistantReport {
  readonly client: string;
  /** The client's, IANA name. */
  readonly timeZone: string;
  /** Who thought: the scripted double, or the real model. */
  readonly model: 'scripted' | 'live';
  readonly call: DemoCall;
  readonly ledger: readonly LedgerLine[];
  readonly task: AssistedView | null;
  /** Events in the calendar, as iCalendar text. */
  readonly appointments: readonly string[];
  /** Absolute paths, by what lies there. */
  readonly files: Readonly<Record<string, string>>;
  /** Real milliseconds a phase. */
  readonly timings: Readonly<Record<string, number>>;
}

/** What is wrong with a report: nothing, when the caller was known, booked once and reached a person with the whole story. */
export function assistantFaults({ task, appointments, ledger, call }: AssistantReport, pin: string): string[] {
  const faults = modelFaults(call.timeline);
  if (appointments.length !== 1) faults.push(`${appointments.length} appointments instead of one`);
  if (!task) return [...faults, 'no task of the call'];
  const { assistant } = task.attributes;
  if (assistant.verified === false) faults.push('the task does not know who called');
  if (!assistant.done.some(each => each.startsWith('booked'))) faults.push('the task does not tell of the booking');
  if (assistant.summary === '' || assistant.transcript.length === 0) faults.push('the task has no story');
  if (!['accepted', 'assigned', 'wrapping', 'completed'].includes(task.status))
    faults.push(`nobody took the task: it is ${task.status}`);
  if (ledger.length === 0) faults.push('no ledger was logged');
  const told = JSON.stringify([
    task.attributes,
    call.timeline.filter(({ kind }) => kind === 'log' || kind === 'request'),
  ]);
  if (new RegExp(`(?<!\\d)${pin}(?!\\d)`).test(told)) faults.push('the PIN stands in a log, a URL or the task');
  return faults;
}

const modelFailed = z.looseObject({ message: z.literal('assistant: the model failed'), reason: z.string() });

/** Why the model did not answer, each reason once: with a real key, most often the key or the network. */
function modelFaults(timeline: readonly TimelineEntry[]): string[] {
  const reasons = timeline.flatMap(({ kind, text }) => {
    if (kind !== 'log' || !text.includes('the model failed')) return [];
    const line: unknown = JSON.parse(text);
    return modelFailed.safeParse(line).data?.reason ?? [];
  });
  return [...new Set(reasons)].map(reason => `the model failed: ${reason}`);
}
