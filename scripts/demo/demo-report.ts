import type { ShownMail, TimelineEntry } from '../../emulator';
import type { TaskView } from './agents-view';

/** A mail without the markup, which lies on disk. */
export type MailView = Pick<ShownMail, 'from' | 'to' | 'subject' | 'text' | 'attachments'>;

/** Everything that `npx linekit demo voicemail --json` prints. */
export interface DemoReport {
  readonly client: string;
  readonly call: {
    readonly sid: string;
    readonly from: string;
    readonly to: string;
    readonly status: string;
    /** On the emulated clock, ISO 8601. */
    readonly startedAt: string;
    /** On the emulated clock, whole seconds. */
    readonly seconds: number;
    readonly timeline: readonly TimelineEntry[];
  };
  /** The way through the line: widgets and web requests in their order, with real milliseconds where it took any. */
  readonly path: readonly {
    readonly kind: 'widget' | 'request';
    readonly text: string;
    readonly durationMs?: number;
  }[];
  readonly task: TaskView | null;
  readonly mail: MailView | null;
  /** Absolute paths, by what lies there. */
  readonly files: Readonly<Record<string, string>>;
  /** Real milliseconds a phase. */
  readonly timings: Readonly<Record<string, number>>;
}

/** What is wrong with a report: nothing, when the voicemail arrived as it should, once. */
export function faultsOf(report: DemoReport, counts: { readonly tasks: number; readonly mails: number }): string[] {
  const faults: string[] = [];
  if (report.call.status !== 'completed') faults.push(`the call ended as "${report.call.status}"`);
  if (counts.tasks !== 1) faults.push(`${counts.tasks} tasks instead of one`);
  if (counts.mails !== 1) faults.push(`${counts.mails} mails instead of one`);
  if (report.task && report.task.attributes.callBackData.transcriptText === '')
    faults.push('a task without transcript');
  return faults;
}

/** The widgets and requests of a timeline. */
export function pathOf(timeline: readonly TimelineEntry[]): DemoReport['path'] {
  return timeline.flatMap(({ kind, text, durationMs }) =>
    kind === 'widget' || kind === 'request' ? [{ kind, text, ...(durationMs !== undefined && { durationMs }) }] : [],
  );
}
