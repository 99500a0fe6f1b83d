import { AppError } from '../errors';
import type { SummaryMail } from './mail';
import type { SummaryEntry, SummaryLedger, SummaryMailer, TaskEvent, TaskEvents } from './ports';

/** Events that were given; a window of more than `page` of them is refused. */
export function fakeEvents(events: readonly TaskEvent[], page = 1000): TaskEvents & { readonly asked: number[] } {
  const asked: number[] = [];
  return {
    asked,
    between: async (fromMs, toMs) => {
      asked.push(toMs - fromMs);
      const found = events.filter(({ atMs }) => atMs >= fromMs && atMs < toMs);
      return found.length >= page && toMs - fromMs > 1000 ? undefined : found;
    },
  };
}

/** Weeks in memory, with revisions. */
export function fakeSummaryLedger(): SummaryLedger & {
  readonly entries: Map<string, { entry: SummaryEntry; revision: string }>;
} {
  const entries = new Map<string, { entry: SummaryEntry; revision: string }>();
  return {
    entries,
    read: async week => entries.get(week),
    write: async (week, entry, revision) => {
      const known = entries.get(week)?.revision;
      if (known !== revision) throw new AppError('CONFLICT', 'somebody else wrote');
      const next = String(Number(known ?? 0) + 1);
      entries.set(week, { entry: structuredClone(entry), revision: next });
      return next;
    },
  };
}

/** A mailer that keeps what it sends; `fails` is thrown by the next sends, after the mail went out or before. */
export function fakeMailer(
  fails: { error: AppError; after: boolean }[] = [],
): SummaryMailer & { readonly sent: SummaryMail[] } {
  const sent: SummaryMail[] = [];
  return {
    sent,
    send: async mail => {
      const failure = fails.shift();
      if (failure?.after !== false) sent.push(mail);
      if (failure) throw failure.error;
    },
    wasSent: async messageId => sent.some(mail => mail.messageId === messageId),
  };
}
