import type { CallReport, CallerStep } from '../../emulator';
import type { Callee } from '../../emulator/voice/callee';
import type { ConversationState } from '../../lib/assistant';
import { lineOptions } from '../../lib/config';
import {
  ASSISTANT,
  english,
  enrolRosa,
  expectNoWarnings,
  HANGS_UP,
  heard,
  hears,
  presses,
  ROSA,
  says,
  settings,
  syncOf,
  talk,
  WAITS,
  when,
} from '../support/assistant';
import { openCallbacks } from '../support/left-behind';
import { CALLER, client, leaveMessage, moments, openLine, type TaskSeen, type TestLine } from '../support/line';
import { opening } from '../support/waiting-caller';

let line: TestLine;
beforeAll(async () => (line = await openLine(moments.open)));
beforeEach(async () => {
  await line.reset();
  line.emulator.callees.clear();
});
afterAll(() => line?.close());

const SIP = settings.extensions?.[0]?.sip ?? '';
const SUMMARY = 'Rosa Diaz wants to know why her invoice — número 12 — was doubled. Nothing was done yet.';
const summed = when('A person takes over', {
  say: JSON.stringify({ summary: SUMMARY, sentiment: 'negative' }),
  times: 9,
});
const transfer = (topic: string) => ({
  calls: [{ name: 'transferToPerson', input: { topic, reason: 'an invoice was doubled' } }],
});
const script = (topic: string) => [
  summed,
  when('invoice', { calls: [{ name: 'identifyCaller' }] }),
  when('identified as Rosa', { say: 'What about it?' }),
  when('doubled', transfer(topic)),
];
const UNTIL_HANDED_OVER = [
  says('It is about my invoice, and I am angry'),
  hears(english.askPin),
  presses(`${ROSA.pin}#`),
  hears('What about it?'),
  says('It was doubled'),
  hears(english.connecting),
];

interface Assisted {
  readonly assistant: Record<string, unknown>;
  readonly topic: string;
}
const storyOf = (task: TaskSeen | undefined): Assisted => task?.attributes as unknown as Assisted;

describe('to an agent', () => {
  beforeEach(() => enrolRosa(line));

  test('the task has the whole story when the agent is offered it, even at once', async () => {
    const offered: Record<string, unknown>[] = [];
    await line.hire(
      ({ attributes }) => {
        offered.push(attributes);
        return { do: 'accept', afterMs: 1_000, talkMs: 20_000 };
      },
      { skills: ['pharmacy'] },
    );
    const report = await talk(line, script('prescriptions'), { steps: [...UNTIL_HANDED_OVER, WAITS] });
    expect(report.timeline.some(({ text }) => text.startsWith('talks with'))).toBe(true);
    expectNoWarnings(report);
    expect(offered[0]).toMatchObject({
      ...{ type: 'inbound', name: CALLER, topic: 'prescriptions', call_sid: report.call.sid },
      assistant: {
        summary: SUMMARY,
        wants: ['It is about my invoice, and I am angry'],
        verified: { accountId: ROSA.accountId, name: ROSA.name },
        language: 'en-US',
        sentiment: 'negative',
        reason: 'an invoice was doubled',
        transcript: expect.arrayContaining(['caller: It was doubled', 'assistant: What about it?']) as unknown,
      },
    });
    expect(Buffer.byteLength(JSON.stringify(offered[0]))).toBeLessThanOrEqual(4_096);
    expect(JSON.stringify(offered[0])).not.toContain(ROSA.pin);
  });

  test('a long talk fits into a task', async () => {
    const steps = Array.from({ length: 9 }, (_, turn) => [
      says(`${'The invoice is wrong in many ways, señora, as I have said more than once. '.repeat(4)} ${turn}`),
      hears(`I hear you ${turn}`),
    ]).flat();
    const turns = Array.from({ length: 9 }, (_, turn) =>
      when(`once.  ${turn}`, { say: `${'I understand that this is difficult. '.repeat(9)} I hear you ${turn}` }),
    );
    await talk(line, [summed, ...turns.map(each => ({ ...each, when: each.when?.replace('  ', ' ') ?? '' }))], {
      steps: [...steps, says('Operator'), hears(english.connecting), HANGS_UP],
    });
    const [task] = await line.tasks();
    const bytes = Buffer.byteLength(JSON.stringify(task?.attributes));
    expect(bytes).toBeLessThanOrEqual(4_096);
    expect(bytes).toBeGreaterThan(2_500);
    expect(storyOf(task).assistant['leftOut']).toBeGreaterThan(0);
    expect(storyOf(task).assistant['ledger']).toMatchObject({
      columns: expect.arrayContaining(['costMicroUsd']) as unknown,
    });
  });

  test('the story can not be told: the agent gets the call all the same', async () => {
    line.emulator.faults.inject({ on: 'function', match: '/assistant/story', effect: 'kill', afterRequests: 0 });
    await line.hire({ do: 'accept', afterMs: 1_000, talkMs: 5_000 });
    const report = await talk(line, [], { steps: [says('Operator'), hears(english.connecting), WAITS] });
    expect(report.timeline.some(({ text }) => text.startsWith('talks with'))).toBe(true);
    expect((await line.tasks())[0]?.attributes).toMatchObject({ type: 'inbound', name: CALLER });
  });

  test('nobody answers: a callback or a message, as on every line', async () => {
    const report = await talk(line, [], {
      steps: [says('Operator'), hears('Please leave your name'), ...leaveMessage],
    });
    await line.emulator.advance(30_000);
    expect(heard(report)).toContain(english.connecting);
    expect(await line.voicemailTasks()).toHaveLength(1);
  });
});

describe('to a phone of the PBX', () => {
  beforeEach(() => enrolRosa(line));
  const answers = (callee: Callee): void => line.emulator.callees.set(SIP, callee);
  /** The headers that the phone was rung with: the last one in this call's time. */
  const headersSeen = () =>
    line.emulator
      .timeline()
      .filter(({ text }) => text.startsWith('rings with'))
      .at(-1)?.detail?.['parameters'];
  const HEADERS = {
    'X-Linekit-From': CALLER,
    'X-Linekit-Topic': 'billing',
    'X-Linekit-Verified': 'yes',
    'X-Linekit-Language': 'en-US',
    'X-Linekit-Sentiment': 'negative',
    // What SIP can't carry is left out.
    'X-Linekit-Summary': 'Rosa Diaz wants to know why her invoice - numero 12 - was doubled. Nothing was done yet.',
  };

  test('answered: told what it is about in its headers; the call ends when they have talked', async () => {
    answers({ do: 'answer', afterMs: 3_000, talkMs: 30_000 });
    const report = await talk(line, script('billing'), { steps: [...UNTIL_HANDED_OVER, WAITS] });
    expectNoWarnings(report);
    const sip = report.timeline.find(({ kind, text }) => kind === 'verb' && text.startsWith('Dial'));
    expect(sip?.text).toMatch(/action="\/assistant\/transferred\?turn=\d+&flowSid=FW/);
    expect(headersSeen()).toEqual({ ...HEADERS, 'X-Linekit-Call': report.call.sid });
    expect(heard(report)).not.toContain(english.nobodyThere);
    expect(await line.tasks()).toEqual([]);
    expect(report.call.status).toBe('completed');
  });

  test.each<[string, Callee]>([
    ['busy', { do: 'busy' }],
    ['not answered', { do: 'no-answer' }],
    ['not reachable', { do: 'fail', sipResponseCode: '404' }],
  ])('%s: the caller is back, with what was said, and takes an agent', async (_name, callee) => {
    answers(callee);
    await line.hire({ do: 'accept', afterMs: 1_000, talkMs: 5_000 });
    const report = await talk(line, script('billing'), {
      steps: [...UNTIL_HANDED_OVER, hears(english.nobodyThere), presses('0'), hears(english.connecting), WAITS],
    });
    expectNoWarnings(report);
    expect(headersSeen()).toEqual({ ...HEADERS, 'X-Linekit-Call': report.call.sid });
    const [task] = await line.tasks();
    expect(storyOf(task).assistant).toMatchObject({
      verified: { name: ROSA.name },
      transcript: expect.arrayContaining(['caller: It was doubled']) as unknown,
    });
  });

  test('… or leaves a message', async () => {
    answers({ do: 'busy' });
    await talk(line, script('billing'), {
      steps: [
        ...UNTIL_HANDED_OVER,
        hears(english.nobodyThere),
        presses('2'),
        hears(english.leaveMessage),
        ...leaveMessage,
      ],
    });
    await line.emulator.advance(30_000);
    expect(await line.voicemailTasks()).toHaveLength(1);
  });

  test('the caller hangs up while it rings: nothing is left', async () => {
    answers({ do: 'no-answer' });
    const report = await talk(line, script('billing'), { steps: [...UNTIL_HANDED_OVER, HANGS_UP] });
    await line.emulator.advance(60_000);
    expect(report.call.status).toBe('completed');
    expect(await line.tasks()).toEqual([]);
  });
});

describe('the caller hangs up', () => {
  beforeEach(() => enrolRosa(line));
  const slot = '2026-11-24T10:00:00-08:00';
  const script = [
    when('check-up', { calls: [{ name: 'identifyCaller' }] }),
    when('identified as Rosa', { calls: [{ name: 'bookAppointment', input: { start: slot, what: 'a check-up' } }] }),
    when('prescription', { say: 'What about it?' }),
    when('call me', { calls: [{ name: 'requestCallback', input: { reason: 'a prescription' } }] }),
    when('other phone', {
      calls: [{ name: 'requestCallback', input: { reason: 'a prescription', otherNumber: true } }],
    }),
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
});
