import type { CallerStep, Emulator, TimelineEntry } from '../../emulator';
import { isTwilioRest, watchGateway } from '../../bench/measure/gateway-requests';
import type { Prompts } from '../../lib/config';
import { CommandError } from '../command-error';
import type { AgentDesk } from '../desk/agent-desk';
import type { DemoCall } from './callback-report';
import { CALLER } from './play-voicemail';

/** Whom the caller wants called, instead of the phone in the hand. 555-01XX is kept free for fiction. */
export const OTHER_NUMBER = '+12025550177';
const TYPED = '2025550177#';
/** Callers who are there before. */
const OTHERS = ['+12025550121', '+12025550122'];
/** How long the agent talks with the first of them, and with the second: the caller moves up once. */
const TALK_MS = { first: 85_000, then: 180_000 };
const ARRIVES_AFTER_MS = 4_000;

const MINUTE_MS = 60_000;
const LOOK_EVERY_MS = 15_000;
/** The longest that a client may hold a callback back for a next try is two weeks; a demo isn't shown of that. */
const LONGEST_HOLD_MS = 12 * 60 * MINUTE_MS;

/** The call of somebody who waits, and the traffic behind it. */
export interface PlayedWait {
  readonly call: DemoCall;
  readonly heard: readonly string[];
  readonly seconds: number;
  readonly requestsPerMinute: number;
}

/** Takes the calls of others, and leaves what is no call to whoever sits at the desk. */
export function busyWithOthers(emulator: Emulator, { workerSid }: AgentDesk): () => void {
  let calls = 0;
  const talk = (): number => {
    calls += 1;
    return calls === 1 ? TALK_MS.first : TALK_MS.then;
  };
  return emulator.agents.hire({
    workerSid,
    script: {
      on: ({ attributes }) =>
        attributes['taskType'] === undefined ? { do: 'accept', talkMs: talk() } : { do: 'ignore' },
    },
  });
}

/** Two callers are there before; the third hears the place in line, moves up, asks to be called at another number, and hangs up. */
export async function playWait(emulator: Emulator, to: string, prompts: Prompts): Promise<PlayedWait> {
  const watch = watchGateway();
  const others = OTHERS.map(from => emulator.placeCall({ from, to, caller: [{ do: 'wait' }] }));
  const startMs = await new Promise<number>(resolve => {
    emulator.clock.after(ARRIVES_AFTER_MS, () => resolve(emulator.clock.now()));
  });
  const { callSid, ended } = emulator.placeCall({ from: CALLER, to, caller: stepsOf(prompts) });
  let requests = 0;
  const unfollow = emulator.follow(entry => {
    if (entry.callSid === callSid && entry.kind === 'pressed' && requests === 0)
      requests = watch.stop().filter(isTwilioRest).length;
  });
  const { call } = await ended;
  unfollow();
  const timeline = ownEntries(emulator, callSid);
  await Promise.all(others.map(other => other.ended));
  const queuedMs = momentOf(timeline, ({ kind, text }) => kind === 'call' && text.startsWith('waits in a queue'));
  const askedMs = momentOf(timeline, ({ kind }) => kind === 'pressed');
  const waitedMs = [callSid, ...others.map(other => other.callSid)]
    .map(sid =>
      queuedMsOf(
        emulator.timeline(sid).filter(entry => entry.callSid === sid),
        askedMs,
      ),
    )
    .reduce((sum, each) => sum + each, 0);
  const waited = timeline.filter(({ atMs, kind }) => kind === 'heard' && atMs >= queuedMs && atMs <= askedMs);
  const seconds = Math.round((askedMs - queuedMs) / 1000);
  return {
    call: describe({ sid: callSid, from: CALLER, to, status: call.status, startMs }, timeline),
    heard: [...new Set(waited.map(({ text }) => text).filter(text => !text.startsWith('audio ')))],
    seconds,
    requestsPerMinute: requests / (waitedMs / MINUTE_MS),
  };
}

function stepsOf(prompts: Prompts): CallerStep[] {
  const hears = (prompt: string): CallerStep => ({ do: 'listen', until: { text: prompt.split('{')[0] ?? prompt } });
  const presses = (digits: string): CallerStep => ({ do: 'press', digits });
  return [
    { do: 'listen', until: { text: prompts.position.replace('{position}', '2') } },
    hears(prompts.next),
    ...[hears(prompts.offerCallback), presses('1')],
    ...[hears(prompts.askNumber), presses('2')],
    ...[hears(prompts.enterNumber), presses(TYPED)],
    ...[hears(prompts.confirmNumber), { do: 'listen', until: 'prompt-end' } as const, presses('1')],
    ...[hears(prompts.callbackBooked), { do: 'listen', until: 'prompt-end' } as const],
    { do: 'hang-up' },
  ];
}

/** What happened in one call, up to its end. */
function ownEntries(emulator: Emulator, callSid: string): readonly TimelineEntry[] {
  const entries = emulator.timeline(callSid).filter(entry => entry.callSid === callSid);
  const end = entries.findLastIndex(({ kind, text }) => kind === 'call' && text.startsWith('over: '));
  return end < 0 ? entries : entries.slice(0, end + 1);
}

function momentOf(timeline: readonly TimelineEntry[], isIt: (entry: TimelineEntry) => boolean): number {
  const entry = timeline.find(isIt);
  if (entry) return entry.atMs;
  throw new CommandError('DEMO_FAILED', 'The caller did not come as far as asking for a callback.');
}

function describe(
  { startMs, ...call }: { sid: string; from: string; to: string; status: string; startMs: number },
  timeline: readonly TimelineEntry[],
): DemoCall {
  const endMs = timeline.at(-1)?.atMs ?? startMs;
  const seconds = Math.round((endMs - startMs) / 1000);
  return { ...call, startedAt: new Date(startMs).toISOString(), seconds, timeline };
}

/** How long a call was in the queue by that moment. */
function queuedMsOf(timeline: readonly TimelineEntry[], untilMs: number): number {
  const entered = timeline.find(({ kind, text }) => kind === 'call' && text.startsWith('waits in a queue'));
  const taken = timeline.find(({ kind, text }) => kind === 'reservation' && text.startsWith('accepted by'));
  return entered ? Math.min(untilMs, taken?.atMs ?? untilMs) - entered.atMs : 0;
}

/** Time passes until something is offered to the agent, and the agent accepts it. Throws DEMO_FAILED when nothing comes. */
export async function acceptWhenOffered(emulator: Emulator, desk: AgentDesk): Promise<string> {
  for (let waitedMs = 0; (await desk.offers()).length === 0; waitedMs += LOOK_EVERY_MS) {
    if (waitedMs > LONGEST_HOLD_MS) throw new CommandError('DEMO_FAILED', 'The callback was not offered to the agent.');
    await emulator.advance(LOOK_EVERY_MS);
  }
  return desk.accept();
}

/** The agent calls whom the callback names, as Flex does. */
export async function playAttempt(
  emulator: Emulator,
  { desk, taskSid }: { desk: AgentDesk; taskSid: string },
): Promise<{ call: DemoCall; answeredBy: string | null; parentTask: string }> {
  const startMs = emulator.clock.now();
  const { callSid, status, answeredBy, parentTask } = await desk.callBack(taskSid);
  const { callBackData = {} } = (await desk.task(taskSid)).attributes;
  const [from, to] = [String(callBackData['numberToCallFrom']), String(callBackData['numberToCall'])];
  return {
    call: describe({ sid: callSid, from, to, status, startMs }, ownEntries(emulator, callSid)),
    answeredBy,
    parentTask,
  };
}
