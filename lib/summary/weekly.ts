import type { Clock } from '../clock';
import type { Client } from '../config';
import { isAppError, retry, toAppError, type AppError, type RetryPlan } from '../errors';
import type { Log } from '../log';
import { summaryMail, summaryMessageId } from './mail';
import type { SummaryEntry, SummaryLedger, SummaryMailer, TaskEvents, WaitingWork } from './ports';
import { count, figuresOf, NOTHING } from './tally';
import { weekDue, type Week } from './week';

export interface SummaryDesk {
  readonly client: Client;
  readonly clock: Clock;
  readonly log: Log;
  /** No page is begun that would end after it, milliseconds since 1970. */
  readonly deadlineMs: number;
  /** Who gets the mail, and the domain that sends it: the client's, or those of the environment. Throws CONFIG_MISSING. */
  readonly mailing: () => { readonly recipients: readonly string[]; readonly domain: string };
  readonly ports: {
    readonly events: TaskEvents;
    readonly work: WaitingWork;
    readonly ledger: SummaryLedger;
    readonly mailer: SummaryMailer;
  };
}

/**
 * off: the client wants none · not-due · counting: ask again, there is more to count · sent · already-sent · in-progress: another sweep is at it ·
 * unsure: it may have been sent; the next sweep looks.
 */
export interface SummaryOutcome {
  readonly outcome: 'off' | 'not-due' | 'counting' | 'sent' | 'already-sent' | 'in-progress' | 'unsure';
  /** Monday of the week: "2026-11-16". */
  readonly week?: string;
}

const HOUR_MS = 3_600_000;
/** Of a first look; halved where there is more than a page holds, doubled again where it went well. */
const WINDOW_MS = 24 * HOUR_MS;
const SHORTEST_WINDOW_MS = 1_000;
/** What a page and the saving after it may take. */
const PAGE_MS = 2_500;
/** A holder that runs in a Function is gone after 10 s, Twilio's limit; the rest is for clocks that differ. */
const LEASE_MS = 15_000;
/** Mailgun's event list lags behind what it accepted; a mail that is not in it so long after the try was not accepted. */
const MAIL_SETTLE_MS = 5 * 60_000;

/** Codes after which nobody knows whether the mail was sent. */
const UNSURE: ReadonlySet<string> = new Set(['VENDOR_UNAVAILABLE', 'DEADLINE_EXCEEDED', 'INTERNAL']);

/**
 * Counts the week that is due as far as time allows, and sends its mail when all is counted: once, however often and by how many sweeps it is
 * asked. Throws an AppError when events, ledger or mailer fail; what was counted stays counted.
 */
export async function weeklySummary(desk: SummaryDesk): Promise<SummaryOutcome> {
  const { client, clock, ports } = desk;
  if (!client.summary) return { outcome: 'off' };
  const week = weekDue(client, clock.now());
  if (!week) return { outcome: 'not-due' };
  const found = await retry(() => ports.ledger.read(week.monday), repeats(desk));
  const told = (outcome: SummaryOutcome['outcome']): SummaryOutcome => ({ outcome, week: week.monday });
  if (found?.entry.mail.state === 'done') return told('already-sent');
  const nowMs = clock.now().getTime();
  if (found && found.entry.leaseUntilMs > nowMs) return told('in-progress');
  const before: SummaryEntry = found?.entry ?? {
    leaseUntilMs: 0,
    countedToMs: week.from.getTime(),
    tally: NOTHING,
    mail: { state: 'none', triedAtMs: 0 },
  };
  const held = { ...before, leaseUntilMs: nowMs + LEASE_MS };
  try {
    const revision = await ports.ledger.write(week.monday, held, found?.revision);
    return told(await work({ desk, week, held, revision }));
  } catch (thrown) {
    if (isAppError(thrown) && thrown.code === 'CONFLICT') return told('in-progress');
    throw thrown;
  }
}

/** A week that this request holds. */
interface Held {
  readonly desk: SummaryDesk;
  readonly week: Week;
  readonly held: SummaryEntry;
  readonly revision: string;
}

async function work(all: Held): Promise<SummaryOutcome['outcome']> {
  const { desk, week } = all;
  const counted = await countOn(all);
  const save = (entry: SummaryEntry, revision: string): Promise<string> =>
    desk.ports.ledger.write(week.monday, entry, revision);
  if (counted.failure !== undefined || counted.entry.countedToMs < week.to.getTime()) {
    await save({ ...counted.entry, leaseUntilMs: 0 }, all.revision);
    if (counted.failure !== undefined) throw counted.failure;
    return 'counting';
  }
  return send({ ...all, held: counted.entry }, save);
}

/** Counts window after window, oldest first, while there is time. TaskRouter's events have no pages, so a window that is too full is halved. */
async function countOn({ desk, week, held }: Held): Promise<{ entry: SummaryEntry; failure?: AppError }> {
  const { clock, ports, deadlineMs } = desk;
  const endMs = week.to.getTime();
  let { tally, countedToMs } = held;
  let windowMs = WINDOW_MS;
  while (countedToMs < endMs && clock.now().getTime() + PAGE_MS < deadlineMs) {
    const [fromMs, toMs] = [countedToMs, Math.min(endMs, countedToMs + windowMs)];
    try {
      const events = await retry(() => ports.events.between(fromMs, toMs), repeats(desk));
      if (events === undefined && windowMs > SHORTEST_WINDOW_MS) {
        windowMs = Math.max(SHORTEST_WINDOW_MS, Math.floor(windowMs / 4));
        continue;
      }
      tally = (events ?? []).reduce(count, tally);
      countedToMs = toMs;
      windowMs = Math.min(WINDOW_MS, windowMs * 2);
    } catch (thrown) {
      return { entry: { ...held, tally, countedToMs }, failure: toAppError(thrown) };
    }
  }
  return { entry: { ...held, tally, countedToMs } };
}

async function send(
  { desk, week, held, revision }: Held,
  save: (entry: SummaryEntry, revision: string) => Promise<string>,
): Promise<SummaryOutcome['outcome']> {
  const { client, clock, ports } = desk;
  const { recipients, domain } = desk.mailing();
  const messageId = summaryMessageId(client, week, domain);
  const ended = (state: SummaryEntry['mail']['state'], triedAtMs: number): SummaryEntry => ({
    ...held,
    leaseUntilMs: 0,
    mail: { state, triedAtMs },
  });
  if (held.mail.state === 'unsure') {
    const isSent = await ports.mailer.wasSent(messageId);
    const isSettled = clock.now().getTime() - held.mail.triedAtMs >= MAIL_SETTLE_MS;
    if (isSent || !isSettled) {
      await save(ended(isSent ? 'done' : 'unsure', held.mail.triedAtMs), revision);
      return isSent ? 'sent' : 'unsure';
    }
  }
  const waiting = await retry(() => ports.work.count(), repeats(desk));
  const mail = summaryMail(client, { week, tally: held.tally, waiting, recipients, domain });
  const triedAtMs = clock.now().getTime();
  // Whoever finds this later, should this request end here, looks before it sends.
  const noted = await save({ ...held, mail: { state: 'unsure', triedAtMs } }, revision);
  try {
    await retry(() => ports.mailer.send(mail), repeats(desk));
  } catch (thrown) {
    const error = toAppError(thrown);
    await save(ended(UNSURE.has(error.code) ? 'unsure' : 'none', triedAtMs), noted);
    throw error;
  }
  await save(ended('done', triedAtMs), noted);
  desk.log.info('weekly summary sent', { week: week.monday, ...figuresOf(held.tally), waiting });
  return 'sent';
}

function repeats({ clock, deadlineMs }: SummaryDesk): RetryPlan {
  return { attempts: 4, baseMs: 250, untilMs: deadlineMs, clock };
}
