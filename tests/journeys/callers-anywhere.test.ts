import type { ClockMode } from '../../emulator';
import { lineOf, lineOptions, weekdays, type Client } from '../../lib/config';
import { expectExactly, numberToCall } from '../support/left-behind';
import { CALLER, client, moments, openLine, OPTIONS, type TestLine } from '../support/line';
import { callerSteps, nobodyAnswers, TO_OPTIONS, WAITS, wordsHeard } from '../support/waiting-caller';

const clocks: ClockMode[] = ['controlled', 'fast-forward', 'real'];

/** Words that are over in a moment: on the real clock a second is one. Open at all times: there the Functions' clock is that of the machine. */
const prompts = {
  ...lineOptions(client).prompts,
  offerCallback: 'One?',
  offerVoicemail: 'Two?',
  askNumber: 'Own?',
  callbackBooked: 'Booked.',
};
const { quietHours: _, ...callback } = lineOptions(client).callback;
const brieflyAndAlways: Partial<Client> = {
  prompts,
  greetings: { ...lineOf(client, OPTIONS).greetings, open: 'Hi.' },
  menu: undefined,
  callback,
  holidays: [],
  hours: Object.fromEntries(weekdays.map(day => [day, ['00:00-24:00']])) as Record<(typeof weekdays)[number], string[]>,
};
const { toOwnNumber } = callerSteps(prompts);

describe.each(clocks)('on the %s clock', clock => {
  let line: TestLine;
  beforeAll(async () => {
    line = await openLine(moments.open, brieflyAndAlways, clock);
  });
  afterAll(() => line.close());

  test('a caller waits, asks for a callback and hears that it is booked', async () => {
    await nobodyAnswers(line);
    const dialled = line.dial([...toOwnNumber, WAITS], TO_OPTIONS);
    if (clock === 'controlled') await line.until(dialled.isOver);
    const report = await dialled.ended;
    expect(wordsHeard(report)).toContain(prompts.callbackBooked);
    await expectExactly(line, 'callback', report.call.sid);
    expect(await numberToCall(line)).toBe(CALLER);
  });
});
