import type { CallerStep, CallReport } from '../../emulator';
import type { ConversationState } from '../../lib/assistant';
import { lineOptions } from '../../lib/config';
import {
  ASSISTANT,
  english,
  enrolRosa,
  HANGS_UP,
  hears,
  presses,
  ROSA,
  says,
  syncOf,
  talk,
  when,
} from '../support/assistant';
import { openCallbacks } from '../support/left-behind';
import { CALLER, client, leaveMessage, moments, openLine, type TestLine } from '../support/line';
import { opening } from '../support/waiting-caller';

let line: TestLine;
beforeAll(async () => (line = await openLine(moments.open)));
beforeEach(async () => {
  await line.reset();
  await enrolRosa(line);
});
afterAll(() => line?.close());

const slot = '2026-11-24T10:00:00-08:00';
const script = [
  when('check-up', { calls: [{ name: 'identifyCaller' }] }),
  when('identified as Rosa', { calls: [{ name: 'bookAppointment', input: { start: slot, what: 'a check-up' } }] }),
  when('prescription', { say: 'What about it?' }),
  when('call me', { calls: [{ name: 'requestCallback', input: { reason: 'a prescription' } }] }),
  when('other phone', { calls: [{ name: 'requestCallback', input: { reason: 'a prescription', otherNumber: true } }] }),
  when('a message', { calls: [{ name: 'leaveVoicemail', input: { reason: 'a prescription' } }] }),
  { say: 'All right.', times: 9 },
];
const call = (...steps: CallerStep[]): Promise<CallReport> => talk(line, script, { steps });

const stateOf = async ({ call: { sid } }: CallReport) =>
  (await syncOf(line).conversation(sid)) as unknown as ConversationState;
const booked = async (): Promise<number> => {
  const [day] = await syncOf(line).items('assistant-spend');
  return Number(day?.data['microUsd']);
};
const webhooks = ({ timeline }: CallReport): string[] =>
  timeline.filter(({ kind }) => kind === 'request').map(({ text }) => text);

test('before the yes: nothing is done, all that it cost is booked, once, the story is kept, and Studio is told', async () => {
  const report = await call(
    says('I need a check-up'),
    hears(english.askPin),
    presses(`${ROSA.pin}#`),
    hears('Shall I'),
    HANGS_UP,
  );
  const state = await stateOf(report);
  expect(state).toMatchObject({
    ...{ phase: 'closed', done: [], unsure: [], outcome: { reason: 'the caller hung up' } },
    summary: { text: expect.stringContaining('Rosa Diaz. Wants: I need a check-up') as unknown },
  });
  expect(state.spent.microUsd).toBeGreaterThan(0);
  expect(state.spent.reportedMicroUsd).toBe(state.spent.microUsd);
  expect(await booked()).toBe(state.spent.microUsd);
  expect(await line.tasks()).toEqual([]);
  expect(webhooks(report).at(-1)).toBe('POST /assistant/ended → 200');
  const { executions } = (await line.rest('studio.twilio.com', `/v2/Flows/${flowOf(report)}/Executions`)) as {
    executions: { status: string }[];
  };
  expect(executions.map(({ status }) => status)).toEqual(['ended']);

  const again = { CallSid: report.call.sid, CallStatus: 'completed', From: CALLER, To: ASSISTANT };
  const path = `/assistant/ended?flowSid=${flowOf(report)}`;
  const answers = await Promise.all([line.post(path, again), line.post(path, again)]);
  expect(answers.map(({ status }) => status)).toEqual([302, 302]);
  expect((await line.post(path, again, 'bm90IGEgc2lnbmF0dXJl')).status).toBe(403);
  expect(await booked()).toBe(state.spent.microUsd);
  expect(await stateOf(report)).toEqual(state);
});

test('after asking for a person: no agent is left with a call that is over', async () => {
  const offers = await line.hire({ do: 'accept', afterMs: 1_000, talkMs: 5_000 });
  await call(says('Operator'), HANGS_UP);
  await line.inTheEnd();
  expect((await line.tasks()).filter(({ status }) => status !== 'canceled')).toEqual([]);
  expect(offers()).toBe(0);
});

test('in the dialogue of callbacks, and before the tone: nothing is promised', async () => {
  const { askNumber } = lineOptions(client).prompts;
  await call(says('Ring my other phone'), hears(opening(askNumber)), HANGS_UP);
  await call(says('I leave a message'), hears(english.leaveMessage), HANGS_UP);
  await line.inTheEnd();
  expect(await line.tasks()).toEqual([]);
});

describe('what was asked for before stands, with the story', () => {
  const story = {
    summary: expect.stringContaining('My prescription') as unknown,
    wants: ['My prescription'],
    verified: false,
    language: 'en-US',
    transcript: expect.arrayContaining(['assistant: What about it?']) as unknown,
  };
  const begins = [says('My prescription'), hears('What about it?')];

  test('a callback, booked within the talk', async () => {
    await call(...begins, says('Please call me back'), hears('All right.'), HANGS_UP);
    const [task] = await openCallbacks(line);
    expect(task?.attributes).toMatchObject({ taskType: 'callback', assistant: story });
  });

  test('a message', async () => {
    await call(...begins, says('I leave a message'), hears(english.leaveMessage), ...leaveMessage);
    await line.emulator.advance(30_000);
    const [task] = await line.voicemailTasks();
    expect(task?.attributes).toMatchObject({
      taskType: 'voicemail',
      assistant: { ...story, reason: 'a prescription' },
    });
    expect(Buffer.byteLength(JSON.stringify(task?.attributes))).toBeLessThanOrEqual(4_096);
  });
});

function flowOf({ timeline }: CallReport): string {
  return timeline.map(({ text }) => /flowSid=(FW\w{32})/.exec(text)?.[1]).find(sid => sid !== undefined) ?? '';
}
