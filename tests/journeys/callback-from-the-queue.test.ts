import type { CallerStep, Fault } from '../../emulator';
import { lineOptions } from '../../lib/config';
import { expectExactly, numberToCall, openCallbacks } from '../support/left-behind';
import { CALLER, client, leaveMessage, moments, openLine, type TestLine } from '../support/line';
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
const { asksForCallback, toOwnNumber, toAnother, enters, confirms } = callerSteps(prompts);
const BOOKED = opening(prompts.callbackBooked);
const OTHER = '+12025550177';

let line: TestLine;
beforeAll(async () => {
  line = await openLine(moments.open, LONG_WAIT);
});
afterAll(() => line.close());
beforeEach(() => nobodyAnswers(line));
afterEach(() => line.reset());

const calls = (...steps: readonly CallerStep[]) => line.call(steps, TO_OPTIONS);

describe('a caller who waits asks for a callback', () => {
  test('at the own number: the place in line is kept', async () => {
    const report = await calls(...toOwnNumber, WAITS);
    expect(wordsHeard(report)).toContain('We will call you at 2 0 2, 5 5 5, 0 1 1 1');
    await expectExactly(line, 'callback', report.call.sid);
    expect(await numberToCall(line)).toBe(CALLER);
    const waited = (await line.tasks()).filter(({ attributes }) => attributes.taskType === undefined);
    expect(waited).toEqual([
      expect.objectContaining({ status: 'canceled', reason: 'The caller asked for a callback' }),
    ]);
    expect(waited[0]?.attributes.conversations).toMatchObject({ abandoned: 'Follow-Up' });
  });

  test('at another number', async () => {
    const report = await calls(...toAnother, ...enters('2025550177'), ...confirms, WAITS);
    expect(wordsHeard(report)).toContain('We will call you at 2 0 2, 5 5 5, 0 1 7 7');
    await expectExactly(line, 'callback', report.call.sid);
    expect(await numberToCall(line)).toBe(OTHER);
  });

  test('typed wrong, entered again', async () => {
    const wrong = [hears(opening(prompts.confirmNumber)), presses('2')];
    const report = await calls(
      ...toAnother,
      ...enters('2025550188'),
      ...wrong,
      ...enters('2025550177'),
      ...confirms,
      WAITS,
    );
    await expectExactly(line, 'callback', report.call.sid);
    expect(await numberToCall(line)).toBe(OTHER);
  });

  test.each([
    ['too short', '5550177', prompts.numberInvalid],
    ['premium', '9005550177', prompts.numberRefused],
    ['foreign', '01134612345678', prompts.numberForeign],
  ])('%s, then corrected', async (_name, digits, reason) => {
    const report = await calls(
      ...toAnother,
      ...enters(digits),
      hears(reason),
      ...enters('2025550177'),
      ...confirms,
      WAITS,
    );
    await expectExactly(line, 'callback', report.call.sid);
    expect(await numberToCall(line)).toBe(OTHER);
  });

  test('three numbers in vain: back in line, and the caller is still there', async () => {
    const vain = [...enters('1'), ...enters('12'), ...enters('123')];
    const report = await calls(
      ...toAnother,
      ...vain,
      hears(prompts.callbackFailed),
      hears(prompts.offerCallback),
      HANGS_UP,
    );
    await expectExactly(line, 'nothing', report.call.sid);
  });

  test('with the number withheld: straight to entering one', async () => {
    const steps = [...asksForCallback, ...enters('2025550177'), ...confirms, WAITS];
    const report = await line.call(steps, { ...TO_OPTIONS, from: 'anonymous' });
    expect(wordsHeard(report)).not.toContain(opening(prompts.askNumber));
    await expectExactly(line, 'callback', report.call.sid);
    expect(await numberToCall(line)).toBe(OTHER);
  });

  test('and again in a second call: the first one stands', async () => {
    await calls(...toOwnNumber, WAITS);
    const again = await calls(...toOwnNumber, WAITS);
    expect(wordsHeard(again)).toContain(opening(prompts.callbackStands));
    expect(await openCallbacks(line)).toHaveLength(1);
    await expectExactly(line, 'callback');
  });

  test('and goes back with the star key, then leaves a message', async () => {
    const back = [hears(opening(prompts.askNumber)), presses('*')];
    const report = await calls(
      ...asksForCallback,
      ...back,
      hears(prompts.offerVoicemail),
      presses('2'),
      ...leaveMessage,
    );
    await expectExactly(line, 'voicemail', report.call.sid);
  });
});

describe('hanging up', () => {
  test.each<[string, readonly CallerStep[]]>([
    ['while waiting', [hears(prompts.offerVoicemail)]],
    ['after the offer was taken', [...asksForCallback, hears(opening(prompts.askNumber))]],
    ['after asking for another number', [...toAnother, hears(prompts.enterNumber)]],
    ['half-way through a number', [...toAnother, hears(prompts.enterNumber), presses('20255')]],
    ['before saying yes', [...toAnother, ...enters('2025550177'), hears(opening(prompts.confirmNumber))]],
  ])('%s: nothing is left', async (_name, steps) => {
    const report = await calls(...steps, HANGS_UP);
    await expectExactly(line, 'nothing', report.call.sid);
  });

  test.each<[string, readonly CallerStep[]]>([
    ['right after the key for the own number', toOwnNumber],
    ['right after saying yes', [...toAnother, ...enters('2025550177'), ...confirms]],
    ['while hearing that it is booked', [...toOwnNumber, hears(BOOKED)]],
  ])('%s: one thing at most, and never a call that waits', async (_name, steps) => {
    const report = await calls(...steps, HANGS_UP);
    await line.emulator.advance(30_000);
    const booked = await openCallbacks(line);
    await expectExactly(line, booked.length === 0 ? 'nothing' : 'callback', report.call.sid);
  });
});

describe('what breaks', () => {
  const api = (fault: Omit<Extract<Fault, { on: 'api' }>, 'on' | 'host'>): Fault => ({
    on: 'api',
    host: 'taskrouter.twilio.com',
    ...fault,
  });

  test('the task can not be made: the caller hears so, and still waits', async () => {
    await line.control.inject(api({ method: 'POST', match: '/Tasks', effect: 'fail', status: 400, times: 1 }));
    const report = await calls(...toOwnNumber, hears(prompts.callbackFailed), hears(prompts.offerCallback), HANGS_UP);
    expect(wordsHeard(report)).not.toContain(BOOKED);
    await expectExactly(line, 'nothing', report.call.sid);
  });

  test('the answer to making it is lost: it is found, not made twice', async () => {
    await line.control.inject(api({ method: 'POST', match: '/Tasks', effect: 'fail-after', status: 500, times: 1 }));
    const report = await calls(...toOwnNumber, WAITS);
    expect(wordsHeard(report)).toContain(BOOKED);
    await expectExactly(line, 'callback', report.call.sid);
  });

  test('the cancel fails: the hang-up cancels', async () => {
    await line.control.inject(api({ method: 'POST', match: '/Tasks/WT', effect: 'fail', status: 400, times: 9 }));
    const report = await calls(...toOwnNumber, WAITS);
    expect(wordsHeard(report)).toContain(BOOKED);
    await expectExactly(line, 'callback', report.call.sid);
  });

  test('every webhook of the dialogue comes twice: one callback', async () => {
    await line.control.inject({ on: 'webhook', match: '/callback/', effect: 'duplicate', times: 20 });
    const report = await calls(...toAnother, ...enters('2025550177'), ...confirms, WAITS);
    await expectExactly(line, 'callback', report.call.sid);
  });

  test('the function dies while booking: the sweep finishes what the caller asked for', async () => {
    await line.control.inject({ on: 'function', match: '/callback/confirmed', effect: 'kill', afterRequests: 5 });
    const report = await calls(...toOwnNumber, { do: 'listen', until: { ms: 60_000 } }, HANGS_UP);
    expect(wordsHeard(report)).not.toContain(BOOKED);
    for (let run = 0; run < 2; run += 1)
      expect(await line.post('/callback/release', {})).toMatchObject({ status: 200 });
    await expectExactly(line, 'callback', report.call.sid);
  });
});

test.each([2, 12, 18, 22, 26, 36])(
  'an agent accepts %s s after the call came: answered or called back, never both',
  async seconds => {
    await line.reset();
    await line.hire(({ attributes }) =>
      attributes['taskType'] === 'callback'
        ? { do: 'ignore' }
        : { do: 'accept', afterMs: seconds * 1000, talkMs: 20_000 },
    );
    const report = await calls(...toOwnNumber, WAITS);
    const answered = report.timeline.some(({ text }) => text.startsWith('talks with'));
    expect(wordsHeard(report).includes(BOOKED)).toBe(!answered);
    await expectExactly(line, answered ? 'answered' : 'callback', report.call.sid);
  },
);
