import { watchGateway, isTwilioRest } from '../../bench/measure/gateway-requests';
import type { CallerStep } from '../../emulator';
import { lineOf, lineOptions, type Client } from '../../lib/config';
import { readClient } from '../../lib/config/read-client';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expectExactly, numberToCall } from '../support/left-behind';
import { CALLER, client, leaveMessage, moments, openLine, OPTIONS, type TestLine } from '../support/line';
import {
  callerSteps,
  HANGS_UP,
  hears,
  LONG_WAIT,
  nobodyAnswers,
  opening,
  presses,
  TO_OPTIONS,
  WAITS,
  wordsHeard,
} from '../support/waiting-caller';

const { prompts } = lineOptions(client);
const { greetings } = lineOf(client, OPTIONS);
const { asksForMessage, toOwnNumber } = callerSteps(prompts);

let line: TestLine;
/** One line for the tests of a block: each finds it as it was deployed. */
function onALine(at: string, change: Partial<Client> = LONG_WAIT): void {
  beforeAll(async () => {
    line = await openLine(at, change);
  });
  afterEach(() => line.reset());
  afterAll(() => line.close());
}
const calls = (...steps: readonly CallerStep[]) => line.call(steps, TO_OPTIONS);

describe('in opening hours', () => {
  onALine(moments.open);

  test('an agent answers while the caller waits', async () => {
    await line.hire({ do: 'accept', afterMs: 40_000, talkMs: 30_000 });
    const report = await calls(WAITS);
    expect(wordsHeard(report)).toContain(prompts.next);
    expect(wordsHeard(report)).not.toContain(greetings.unanswered);
    await expectExactly(line, 'answered', report.call.sid);
  });

  test('a key of the menu leads to the agents of its topic', async () => {
    const offers = await line.hire({ do: 'accept', afterMs: 1_000 }, { skills: ['pharmacy'] });
    const report = await calls(hears(prompts.menu), presses('2'), WAITS);
    expect(offers()).toBe(1);
    const [task] = (await line.tasks()).filter(({ attributes }) => attributes.taskType === undefined);
    expect(task?.attributes).toMatchObject({ topic: 'prescriptions' });
    await expectExactly(line, 'answered', report.call.sid);
  });

  test('a key that leads nowhere is asked for once more; then it is the queue', async () => {
    await line.hire({ do: 'accept', afterMs: 1_000 });
    const report = await calls(hears(prompts.menu), presses('7'), hears(prompts.unknownKey), presses('8'), WAITS);
    expect(wordsHeard(report).split(prompts.unknownKey)).toHaveLength(2);
    await expectExactly(line, 'answered', report.call.sid);
  });

  test('a key for a message: it is taken, with words that fit', async () => {
    await nobodyAnswers(line);
    const report = await calls(...asksForMessage, ...leaveMessage);
    expect(wordsHeard(report)).toContain(greetings.message);
    expect(wordsHeard(report)).not.toContain(greetings.unanswered);
    await expectExactly(line, 'voicemail', report.call.sid);
    const [task] = (await line.tasks()).filter(({ attributes }) => attributes.taskType === undefined);
    expect(task?.attributes.conversations).toMatchObject({ abandoned: 'Follow-Up' });
  });

  test('another key changes nothing', async () => {
    await line.hire({ do: 'accept', afterMs: 60_000 });
    const report = await calls(hears(prompts.offerVoicemail), presses('9'), WAITS);
    await expectExactly(line, 'answered', report.call.sid);
  });

  test('nobody is on shift: no wait, a callback is offered, or a message', async () => {
    const report = await calls(hears(prompts.offerCallback), WAITS);
    expect(wordsHeard(report)).not.toContain('hold-music');
    await expectExactly(line, 'nothing', report.call.sid);
    const message = await calls(hears(prompts.offerCallback), ...leaveMessage);
    expect(wordsHeard(message)).toContain(greetings.unanswered);
    await expectExactly(line, 'voicemail', message.call.sid);
  });

  test('nobody is on shift, and the caller wants a callback', async () => {
    const report = await calls(...toOwnNumber, WAITS);
    expect(wordsHeard(report)).toContain(opening(prompts.callbackBooked));
    await expectExactly(line, 'callback', report.call.sid);
    expect(await numberToCall(line)).toBe(CALLER);
  });

  test('the task ends in TaskRouter while the caller waits: a message is taken soon', async () => {
    await nobodyAnswers(line);
    const dialled = line.dial([hears(greetings.unanswered), ...leaveMessage], TO_OPTIONS);
    await line.emulator.advance(60_000);
    const [task] = await line.tasks();
    await line.rest('taskrouter.twilio.com', `/v1/Workspaces/${await line.workspaceSid()}/Tasks/${task?.sid}`, {
      AssignmentStatus: 'canceled',
      Reason: 'Task canceled on Workflow timeout',
    });
    await line.until(dialled.isOver);
    await line.emulator.advance(5_000);
    await expectExactly(line, 'voicemail', dialled.callSid);
  });
});

describe('with a short wait', () => {
  onALine(moments.open, { answer: { waitSeconds: 60 } });

  test("the client's limit is over: a message is taken", async () => {
    await nobodyAnswers(line);
    const report = await calls(hears(greetings.unanswered), ...leaveMessage);
    await expectExactly(line, 'voicemail', report.call.sid);
    const waitedMs = report.timeline.find(({ text }) => text.includes(greetings.unanswered))?.atMs ?? 0;
    expect(waitedMs - (report.timeline[0]?.atMs ?? 0)).toBeLessThan(130_000);
  });

  test.each(['/lines/choose', '/lines/after'])(
    '%s does not answer, nor does Sync: the caller is asked for a message',
    async path => {
      await nobodyAnswers(line);
      await line.control.inject({
        on: 'api',
        host: 'sync.twilio.com',
        match: '/Documents',
        effect: 'fail',
        status: 500,
        times: 99,
      });
      await line.control.inject({ on: 'function', match: path, effect: 'kill', times: 99 });
      const keys = path === '/lines/choose' ? [hears(prompts.menu), presses('1')] : [];
      const report = await calls(...keys, ...leaveMessage);
      await expectExactly(line, 'voicemail', report.call.sid);
    },
  );
});

describe('out of hours', () => {
  onALine(moments.night);

  test('a callback is for when the client opens', async () => {
    const report = await calls(
      hears(prompts.offerScheduled),
      presses('1'),
      hears(opening(prompts.askNumber)),
      presses('1'),
      WAITS,
    );
    expect(wordsHeard(report)).toMatch(
      /We will call you at 2 0 2, 5 5 5, 0 1 1 1, Tuesday, November 24(,| at) 9:00.AM/,
    );
    await expectExactly(line, 'callback', report.call.sid);
  });

  test.each<[string, readonly CallerStep[]]>([
    ['no key', []],
    ['the key for it', [hears(prompts.offerVoicemail), presses('2')]],
    [
      'back from the dialogue',
      [hears(prompts.offerScheduled), presses('1'), hears(opening(prompts.askNumber)), presses('*')],
    ],
  ])('a message, by %s', async (_name, steps) => {
    const report = await calls(...steps, ...leaveMessage);
    expect(wordsHeard(report)).toContain(greetings.closed);
    await expectExactly(line, 'voicemail', report.call.sid);
  });

  test('it can not be booked: a message is taken', async () => {
    await line.control.inject({
      on: 'api',
      host: 'taskrouter.twilio.com',
      method: 'POST',
      match: '/Tasks',
      effect: 'fail',
      status: 400,
    });
    const report = await calls(
      hears(prompts.offerScheduled),
      presses('1'),
      hears(opening(prompts.askNumber)),
      presses('1'),
      ...leaveMessage,
    );
    expect(wordsHeard(report)).toContain(prompts.callbackFailed);
    await expectExactly(line, 'voicemail', report.call.sid);
  });
});

describe('on a holiday, with nothing to ask for', () => {
  onALine(moments.thanksgiving, { afterHours: { callback: false, voicemail: false } });

  test('with neither, the line says that it is closed', async () => {
    const report = await calls(WAITS);
    expect(wordsHeard(report)).toContain('We are closed for Thanksgiving.');
    await expectExactly(line, 'nothing', report.call.sid);
  });
});

describe('in Spanish', () => {
  const { client: faro } = readClient(readFileSync(join(__dirname, '../../clients/faro-travel.yaml'), 'utf8'));
  if (!faro) throw new Error('clients/faro-travel.yaml is not good');
  const sanJuan = lineOf(faro, '+17875550129');
  const spanish = lineOptions(sanJuan);
  const { greetings: palabras, language, voice, timeZone, hours } = sanJuan;
  const change: Partial<Client> = {
    ...LONG_WAIT,
    prompts: spanish.prompts,
    greetings: palabras,
    language,
    voice,
    timeZone,
    hours,
    menu: undefined,
    callback: spanish.callback,
  };
  const steps = callerSteps(spanish.prompts);
  onALine(moments.open, change);

  test('a callback at another number, refused once', async () => {
    await nobodyAnswers(line);
    const report = await calls(
      ...steps.toAnother,
      ...steps.enters('911'),
      hears(spanish.prompts.numberRefused),
      ...steps.enters('7875550188'),
      ...steps.confirms,
      WAITS,
    );
    expect(wordsHeard(report)).toContain(opening(spanish.prompts.callbackBooked));
    expect(wordsHeard(report)).toContain('7 8 7, 5 5 5, 0 1 8 8');
    await expectExactly(line, 'callback', report.call.sid);
  });

  test('one for tomorrow, by the clock of the place', async () => {
    await line.emulator.advance(Math.max(0, Date.parse(moments.night) - line.emulator.clock.now()));
    const report = await calls(
      hears(spanish.prompts.offerScheduled),
      presses('1'),
      hears(opening(spanish.prompts.askNumber)),
      presses('1'),
      WAITS,
    );
    expect(wordsHeard(report)).toMatch(/martes, 24 de noviembre/);
    await expectExactly(line, 'callback', report.call.sid);
  });
});

describe('requests to Twilio', () => {
  onALine(moments.open, { answer: { waitSeconds: 900 } });

  test.each([1, 5])('at most four for each minute that one of %s callers waits, over ten minutes', async callers => {
    await nobodyAnswers(line);
    const watch = watchGateway();
    const dialled = Array.from({ length: callers }, (_each, index) =>
      line.dial([{ do: 'listen', until: { ms: 11 * 60_000 } }, HANGS_UP], {
        ...TO_OPTIONS,
        from: `+1202555018${index}`,
      }),
    );
    await line.emulator.advance(10 * 60_000);
    const requests = watch.stop().filter(isTwilioRest);
    await line.until(() => dialled.every(each => each.isOver()));
    expect(requests.length).toBeGreaterThan(callers * 10);
    expect(requests.length / callers / 10).toBeLessThanOrEqual(4);
    expect(
      dialled.map(each => line.emulator.timeline(each.callSid).filter(({ text }) => text.startsWith('Leave'))),
    ).toEqual(dialled.map(() => []));
  });

  test('a failing statistic disturbs nobody', async () => {
    await line.hire({ do: 'accept', afterMs: 60_000 });
    await line.control.inject({ on: 'api', match: '/Statistics', effect: 'fail', status: 501, times: 99 });
    const report = await calls(WAITS);
    expect(wordsHeard(report)).toContain(prompts.offerCallback);
    await expectExactly(line, 'answered', report.call.sid);
  });
});
