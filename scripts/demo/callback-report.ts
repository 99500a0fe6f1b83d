import type { TimelineEntry } from '../../emulator';
import type { DeskTask } from '../desk/agent-desk';

/** A call of the demo: the caller's own, or the agent's to the caller. */
export interface DemoCall {
  readonly sid: string;
  readonly from: string;
  readonly to: string;
  readonly status: string;
  /** On the emulated clock, ISO 8601. */
  readonly startedAt: string;
  /** On the emulated clock, whole seconds. */
  readonly seconds: number;
  readonly timeline: readonly TimelineEntry[];
}

/** What an agent's screen shows of a task at one moment. */
export interface Screen {
  readonly sid: string;
  /** "assigned", or "completed: try later: voicemail". */
  readonly status: string;
  readonly priority: number;
  readonly queue: string | null;
  readonly numberToCall: string;
  readonly numberToCallFrom: string;
  readonly timeZone: string;
  /** ISO 8601. */
  readonly receivedAt: string;
  /** Calls made before this one. */
  readonly attempts: number;
  /** Why it is held back: the outcome of the last try. */
  readonly retry: string | null;
  /** How the agent's call went, as the task says. */
  readonly result: string | null;
}

/** One thing that is shown, in the order in which it happens. */
export type Stage =
  | { readonly kind: 'call'; readonly title: string; readonly call: DemoCall }
  | { readonly kind: 'screen'; readonly title: string; readonly at: string; readonly screen: Screen };

/** Everything that `npx linekit demo callback --json` prints. */
export interface CallbackReport {
  readonly client: string;
  readonly stages: readonly Stage[];
  readonly wait: {
    /** What the caller heard in the queue, in order. */
    readonly heard: readonly string[];
    readonly seconds: number;
    /** To Twilio's REST APIs, for each minute that a caller waits. */
    readonly requestsPerMinute: number;
  };
  /** Absolute paths, by what lies there. */
  readonly files: Readonly<Record<string, string>>;
  /** Real milliseconds a phase. */
  readonly timings: Readonly<Record<string, number>>;
}

/** A task as an agent sees it. */
export function screenOf({ sid, status, reason, priority, queue, attributes }: DeskTask): Screen {
  const { callBackData = {}, linekit = {} } = attributes;
  const text = (name: string): string => (typeof callBackData[name] === 'string' ? callBackData[name] : '');
  const result = linekit['result'];
  return {
    sid,
    status: reason === null ? status : `${status}: ${reason}`,
    priority,
    queue,
    numberToCall: text('numberToCall'),
    numberToCallFrom: text('numberToCallFrom'),
    timeZone: text('mainTimeZone'),
    receivedAt: text('utcDateTimeReceived'),
    attempts: Number(callBackData['attempts'] ?? 0),
    retry: typeof callBackData['retry'] === 'string' ? callBackData['retry'] : null,
    result: typeof result === 'object' && result !== null && 'outcome' in result ? String(result.outcome) : null,
  };
}

/** What is wrong with a report: nothing, when the callback went its whole way, once. */
export function callbackFaults({ stages }: Pick<CallbackReport, 'stages'>, otherNumber: string): string[] {
  const screens = stages.flatMap(stage => (stage.kind === 'screen' ? [stage.screen] : []));
  const faults = screens
    .filter(({ numberToCall }) => numberToCall !== otherNumber)
    .map(({ numberToCall }) => `a task calls ${numberToCall || 'nobody'} instead of ${otherNumber}`);
  const ends = screens.map(({ status }) => status).filter(status => status.startsWith('completed'));
  if (ends.length !== 2 || ends.at(-1) !== 'completed: reached') faults.push(`tasks ended as "${ends.join('", "')}"`);
  return faults;
}
