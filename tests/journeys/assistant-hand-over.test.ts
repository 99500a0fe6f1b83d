import type { Callee } from '../../emulator/voice/callee';
import {
  enrolRosa,
  english,
  expectNoWarnings,
  HANGS_UP,
  heard,
  hears,
  presses,
  ROSA,
  says,
  settings,
  talk,
  WAITS,
  when,
} from '../support/assistant';
import { CALLER, leaveMessage, moments, openLine, type TaskSeen, type TestLine } from '../support/line';

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
