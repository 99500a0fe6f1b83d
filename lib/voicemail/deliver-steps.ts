import type { Client } from '../config';
import { chainOf } from '../desk';
import { AppError, retry, toAppError, untilAborted, type RetryPlan } from '../errors';
import { taskTranscript, VOICEMAIL_STORY_BYTES, voicemailAttributes, withStory, type TalkStory } from '../tasks';
import type { Delivery } from './deliver';
import { isSettled } from './ledger';
import { listenLink } from './listen-link';
import { messageIdOf, voicemailMail, type MailParts, type TranscriptNote } from './mail';
import type { Message, TaskVersion } from './ports';
import { isCertain, type Entries } from './step-runner';

/** One delivery at work: what to deliver, and where each step stood before and stands now. */
export interface Work extends Entries {
  readonly delivery: Delivery;
  /** The client as callers of the number meet it that was called. */
  readonly line: Client;
  readonly message: Message;
}

/** Time that the mail leaves the transcript to be made, of the 10 s that a Function has. */
const WORDS_BUDGET_MS = 5_000;

/** Mailgun's event list lags behind what it accepted; a mail that is not in it so long after the try was not accepted. */
const MAIL_SETTLE_MS = 5 * 60_000;

const DAY_MS = 86_400_000;

/** The mp3, fetched once for transcript and mail. The media may lag behind the webhook that announces it. Rejects when no step needs it. */
export function fetchAudio({ delivery, message, now }: Work): Promise<Buffer> {
  const wanted = !isSettled(now.steps.mail) || (!isSettled(now.steps.transcript) && now.words === undefined);
  if (!wanted) return unneeded();
  const fetching = retry(() => delivery.ports.recordings.media(message.recordingSid), {
    attempts: 6,
    baseMs: 300,
    untilMs: delivery.deadlineMs - WORDS_BUDGET_MS,
    clock: delivery.clock,
    when: error => error.retryable || error.code === 'NOT_FOUND',
  });
  return watched(untilAborted(fetching, delivery.signal));
}

/** The transcript: from the ledger, or made now. Rejects when it can't be made in time, or nobody needs it. */
export function fetchWords({ delivery, line, now }: Work, audio: Promise<Buffer>): Promise<string> {
  if (now.words !== undefined) return Promise.resolve(now.words);
  if (isSettled(now.steps.transcript)) return unneeded();
  const signal = AbortSignal.any([delivery.signal, AbortSignal.timeout(WORDS_BUDGET_MS)]);
  const making = audio.then(data => delivery.ports.speech.transcribe(data, { language: line.language, signal }));
  return watched(untilAborted(making, signal));
}

/** The task of this message: the one that is there, or a new one. */
export function takeTask(work: Work): Promise<TaskVersion> {
  const { delivery, line, message, now } = work;
  const { tasks } = delivery.ports;
  const { ref } = now.steps.task;
  if (ref !== undefined) return Promise.resolve({ taskSid: ref, version: undefined });
  const { priority } = delivery.client.voicemail;
  const take = async (): Promise<TaskVersion> => {
    const existing = isCertain('task', work) ? undefined : await tasks.find(message.recordingSid);
    if (existing) return existing;
    const attributes = withStory(voicemailAttributes(line, message), await storyOf(work));
    return retry(() => tasks.create({ attributes, priority }), repeats(delivery));
  };
  return watched(untilAborted(take(), delivery.signal));
}

/** The talk before the message. One that can't be read must not cost the task. */
async function storyOf({ delivery: { ports, log }, message }: Work): Promise<TalkStory | undefined> {
  if (!ports.story?.leads(message.call.to)) return undefined;
  try {
    return await ports.story.tell(message.callSid, VOICEMAIL_STORY_BYTES);
  } catch (thrown) {
    log.warn('voicemail without the story of its talk', { code: toAppError(thrown).code });
    return undefined;
  }
}

/** Writes the words on the task, as soon as both are there: on the newest of the conversation, when an agent has tried it again meanwhile. */
export async function noteWords(work: Work, words: Promise<string>, task: Promise<TaskVersion>): Promise<string> {
  const { signal, ports } = work.delivery;
  // Room for the story, told or not: whoever made the task may have been another request.
  const text = taskTranscript(await words, ports.story?.leads(work.message.call.to) ? VOICEMAIL_STORY_BYTES : 0);
  const noting = async (): Promise<void> => {
    const first = await task;
    const newest = chainOf(await ports.desk.read(work.message.callSid), first.taskSid).at(-1);
    const shown = newest === undefined || newest === first.taskSid ? first : { taskSid: newest, version: undefined };
    await ports.tasks.addTranscript(shown, text);
  };
  await untilAborted(retry(noting, repeats(work.delivery)), signal);
  return 'noted';
}

/** Sends the mail as soon as the words are there or are known not to come in time. */
export async function sendMail(work: Work, audio: Promise<Buffer>, words: Promise<string>): Promise<string> {
  const { delivery, line, message, before } = work;
  const { mailer } = delivery.ports;
  const { recipients, domain } = delivery.mailing();
  const messageId = messageIdOf(message.recordingSid, domain);
  if (!isCertain('mail', work)) {
    if (await untilAborted(mailer.wasSent(messageId), delivery.signal)) return messageId;
    const goneForMs = delivery.clock.now().getTime() - (before?.triedAtMs ?? 0);
    if (goneForMs < MAIL_SETTLE_MS) {
      throw new AppError(
        'VENDOR_UNAVAILABLE',
        'An earlier try may have sent this mail; it is sent again only when Mailgun surely has none.',
      );
    }
  }
  const transcript = await transcriptNote(work, words);
  // The desk reads its own language, and the clock on the wall of the number that was called.
  const mail = voicemailMail(
    { ...delivery.client, timeZone: line.timeZone },
    {
      message,
      transcript,
      audio: await mailAudio(work, audio),
      recipients,
      domain,
    },
  );
  await untilAborted(
    retry(() => mailer.send(mail), repeats(delivery)),
    delivery.signal,
  );
  return messageId;
}

async function transcriptNote({ delivery }: Work, words: Promise<string>): Promise<TranscriptNote> {
  if (!delivery.client.voicemail.transcribe) return { kind: 'unwanted' };
  try {
    const text = (await words).trim();
    return text ? { kind: 'words', text } : { kind: 'none' };
  } catch (error) {
    delivery.log.warn('voicemail mail goes without transcript', { code: toAppError(error).code });
    return { kind: 'unavailable' };
  }
}

async function mailAudio({ delivery, message }: Work, audio: Promise<Buffer>): Promise<MailParts['audio']> {
  const { attachmentLimitMb, linkDays } = delivery.client.email;
  const data = await audio.catch(() => undefined);
  if (data && data.length <= attachmentLimitMb * 1024 * 1024) return { kind: 'attached', data };
  const expiresAt = new Date(delivery.clock.now().getTime() + linkDays * DAY_MS);
  return { kind: 'link', url: listenLink(delivery.link, message.recordingSid, expiresAt), expiresAt };
}

/** How a request that was refused for there being too many is repeated. */
export function repeats({ clock, deadlineMs }: Delivery): RetryPlan {
  return { attempts: 4, baseMs: 250, untilMs: deadlineMs, clock };
}

function unneeded(): Promise<never> {
  return watched(Promise.reject(new AppError('NOT_FOUND', 'No step needs this.')));
}

/** Several steps may or may not wait for the same promise: its failure is theirs to report, never an unhandled rejection. */
function watched<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => {});
  return promise;
}
