import type { CallReport, Fault, ModelTurn, TimelineEntry } from '../../emulator';
import {
  enrolRosa,
  english,
  expectNoWarnings,
  GREETING,
  HANGS_UP,
  heard,
  hears,
  presses,
  ROSA,
  says,
  settings,
  syncOf,
  talk,
  TO_ASSISTANT,
  WAITS,
  when,
} from '../support/assistant';
import { client, moments, openLine, type TestLine } from '../support/line';

let line: TestLine;
beforeAll(async () => (line = await openLine(moments.open)));
beforeEach(async () => {
  await line.reset();
  await enrolRosa(line);
});
afterAll(() => line?.close());

const HOST = new URL(settings.calendar?.url ?? '').host;
const TEN = '2026-11-24T10:00:00-08:00';
const ELEVEN = '2026-11-24T11:00:00-08:00';
const day = { from: '2026-11-24', to: '2026-11-24' };
const find = { calls: [{ name: 'findFreeSlots', input: day }] };
const book = (start: string) => ({ calls: [{ name: 'bookAppointment', input: { start, what: 'a check-up' } }] });

/** What the model says on the way to a booking: whoever is not answered otherwise hears what the tool said. */
const script: ModelTurn[] = [
  when('come in', { calls: [{ name: 'identifyCaller' }] }),
  when('identified as Rosa', find),
  when('"start":"2026-11-24T09:00', { say: 'I have ten or eleven.' }),
  when('at ten', book(TEN)),
  when('"booked":"a check-up"', { say: 'It is booked.', times: 2 }),
  when('somebody else', find),
  when('not free', find),
  when('"start":"2026-11-24T09:00', { say: 'Ten is gone; eleven is free.' }),
  when('at eleven', book(ELEVEN)),
  { say: 'That did not work.', times: 5 },
];
const asked = [
  says('I would like to come in tomorrow'),
  hears(english.askPin),
  presses(`${ROSA.pin}#`),
  hears('ten or eleven'),
  says('Tomorrow at ten'),
  hears('November 24 at 10:00'),
];
const confirmed = [...asked, hears(english.yesOrNo), says('Yes')];

interface Event {
  readonly start: string;
  readonly summary: string;
}
const appointments = (): Event[] =>
  (line.emulator.calendar?.objects() ?? []).map(({ text }) => ({
    start: /DTSTART:(\S+)/.exec(text)?.[1] ?? '',
    summary: /SUMMARY:(.*)\r/.exec(text)?.[1] ?? '',
  }));
const AT_TEN = { start: '20261124T180000Z', summary: 'a check-up' };
const AT_ELEVEN = { start: '20261124T190000Z', summary: 'a check-up' };
type Api = Omit<Extract<Fault, { on: 'api' }>, 'on' | 'host'>;
const calendar = (fault: Api): void => line.emulator.faults.inject({ on: 'api', host: HOST, ...fault });
const story = async (callSid: string) => {
  const { done, unsure } = (await syncOf(line).conversation(callSid)) as { done: string[]; unsure: string[] };
  return { done, unsure };
};
/** How often the calendar was asked so and answered so, since the line was opened. */
const requests = (text: string): number =>
  line.emulator.timeline().filter(entry => entry.text.startsWith(`calendar ${text}`)).length;
/** Does something as soon as something happens after the caller's yes. */
function afterYes(happens: (entry: TimelineEntry) => boolean, act: () => void): () => void {
  let saidYes = false;
  let done = false;
  return line.emulator.follow(entry => {
    saidYes ||= entry.kind === 'said' && entry.text.startsWith('Yes');
    if (done || !saidYes || !happens(entry)) return;
    done = true;
    act();
  });
}
/** A call that a carrier ends when this happens after the yes, even in the middle of a request. */
async function hangsUpWhen(happens: (entry: TimelineEntry) => boolean): Promise<string> {
  line.emulator.model.script(script);
  const { callSid, isOver } = line.dial([hears(GREETING), ...confirmed, WAITS], TO_ASSISTANT);
  const path = `/2010-04-01/Accounts/${client.accountSid}/Calls/${callSid}.json`;
  let ended: Promise<unknown> | undefined;
  const stop = afterYes(happens, () => {
    ended = line.rest('api.twilio.com', path, { Status: 'completed' });
  });
  await line.until(isOver);
  stop();
  if (!ended) throw new Error('it never happened, so the caller stayed');
  await ended;
  await line.emulator.advance(60_000);
  return callSid;
}
/** A call in which somebody else's event comes into the calendar when this happens after the yes. */
async function bookedMeanwhile(happens: (entry: TimelineEntry) => boolean, name: string): Promise<CallReport> {
  const stop = afterYes(happens, () => line.emulator.calendar?.put(name, somebodyElse));
  const taken = [hears('eleven is free'), says('Then at eleven'), hears('11:00'), hears(english.yesOrNo), says('Yes')];
  const report = await talk(line, script, { steps: [...confirmed, ...taken, hears('is booked'), HANGS_UP] });
  stop();
  return report;
}

/** Each Tuesday at ten, by somebody else's program. */
const somebodyElse = [
  ...['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//desk//EN', 'BEGIN:VEVENT', 'UID:other', 'DTSTAMP:20261101T000000Z'],
  ...['DTSTART;TZID=America/Los_Angeles:20261027T100000', 'DURATION:PT30M', 'RRULE:FREQ=WEEKLY', 'SUMMARY:Team'],
  ...['END:VEVENT', 'END:VCALENDAR', ''],
].join('\r\n');

test('a slot is looked for, booked after the own yes, moved and cancelled', async () => {
  const listed = when('move it', { calls: [{ name: 'listAppointments', input: {} }] });
  const id = 'linekit-20261124T180000Z';
  const before = requests('PUT: 201');
  const report = await talk(
    line,
    [
      ...script.slice(0, -1),
      listed,
      when(`"id":"${id}"`, { calls: [{ name: 'moveAppointment', input: { id, start: ELEVEN } }] }),
      when('"moved":"a check-up"', { say: 'It is moved.' }),
      when('cancel it', {
        calls: [{ name: 'cancelAppointment', input: { id: 'linekit-20261124T190000Z' } }],
      }),
      when('Cancelled.', { say: 'It is gone.' }),
    ],
    {
      steps: [
        ...confirmed,
        hears('is booked'),
        says('Please move it to eleven'),
        hears('11:00'),
        hears(english.yesOrNo),
        says('Yes'),
        hears('is moved'),
        says('I think that I will cancel it'),
        hears('11:00'),
        hears(english.yesOrNo),
        says('Yes'),
        hears('is gone'),
        HANGS_UP,
      ],
    },
  );
  expectNoWarnings(report);
  expect(appointments()).toEqual([]);
  expect((await story(report.call.sid)).done).toHaveLength(3);
  expect(requests('PUT: 201') - before).toBe(2);
});

test('every webhook comes twice: there is one appointment, and one question', async () => {
  line.emulator.faults.inject({ on: 'webhook', match: '/assistant/', effect: 'duplicate', times: 40 });
  const report = await talk(line, script, { steps: [...confirmed, hears('is booked'), HANGS_UP] });
  expect(appointments()).toEqual([AT_TEN]);
  expect((await story(report.call.sid)).done).toHaveLength(1);
  expect(heard(report).split(english.yesOrNo)).toHaveLength(2);
});

describe('the caller hangs up', () => {
  test('when it is read back: nothing is booked', async () => {
    const report = await talk(line, script, { steps: [...asked, HANGS_UP] });
    await line.emulator.advance(60_000);
    expect(appointments()).toEqual([]);
    expect(await story(report.call.sid)).toEqual({ done: [], unsure: [] });
  });

  test.each<[string, Partial<Api>, (entry: TimelineEntry) => boolean]>([
    ['between the yes and the booking', { method: 'REPORT' }, ({ text }) => text === 'calendar REPORT: 207'],
    ['while the calendar works', { method: 'PUT' }, ({ text }) => text === 'calendar PUT: 201'],
  ])('%s: booked once, and the story says so', async (_name, slow, happens) => {
    const stop = afterYes(
      ({ kind }) => kind === 'said',
      () => calendar({ ...slow, effect: 'delay', delayMs: 300 }),
    );
    const callSid = await hangsUpWhen(happens);
    stop();
    const { done, unsure } = await story(callSid);
    expect(appointments()).toEqual([AT_TEN]);
    expect([done.length, unsure]).toEqual([1, []]);
  });
});

describe('somebody else has the time', () => {
  test.each([
    ['while it is read back', ({ kind }: TimelineEntry) => kind === 'said', 'team'],
    ['in the very moment', ({ text }: TimelineEntry) => text === 'calendar REPORT: 207', 'linekit-20261124T180000Z'],
  ])('%s: the caller hears so, and takes another', async (_name, happens, name) => {
    await bookedMeanwhile(happens, name);
    expect(appointments()).toEqual([{ start: expect.any(String) as string, summary: 'Team' }, AT_ELEVEN]);
  });

  test('since it was told: it is not even read back', async () => {
    const looked = line.emulator.follow(({ text }) => {
      if (text.includes('ten or eleven')) line.emulator.calendar?.put('team', somebodyElse);
    });
    const report = await talk(line, script, { steps: [...asked.slice(0, -1), hears('eleven is free'), HANGS_UP] });
    looked();
    expect(heard(report)).not.toContain('10:00');
  });
});

describe('the calendar', () => {
  test.each<[string, Api, string, boolean]>([
    ['fails', { method: 'PUT', effect: 'fail', status: 500 }, 'did not work', false],
    ['closes the connection', { method: 'PUT', effect: 'refuse' }, 'did not work', false],
    ['books, and its answer is lost', { method: 'PUT', effect: 'fail-after', status: 500 }, 'is booked', true],
  ])('%s: the caller hears what is so', async (_name, fault, words, isThere) => {
    const before = requests('PUT: 201');
    calendar(fault);
    const report = await talk(line, script, { steps: [...confirmed, hears(words), HANGS_UP] });
    expect(appointments()).toEqual(isThere ? [AT_TEN] : []);
    expect(requests('PUT: 201') - before).toBe(isThere ? 1 : 0);
    expect((await story(report.call.sid)).done).toHaveLength(isThere ? 1 : 0);
  });

  test('books, and can not be asked what it did: nobody says that it is so, and the agent is told', async () => {
    calendar({ method: 'PUT', effect: 'fail-after', status: 500 });
    const stop = afterYes(
      ({ text }) => text === 'calendar PUT: 201',
      () => calendar({ method: 'REPORT', effect: 'fail', status: 500, times: 9 }),
    );
    await talk(line, script, {
      steps: [...confirmed, hears('did not work'), says('Operator'), hears(english.connecting), HANGS_UP],
    });
    stop();
    expect(appointments()).toEqual([AT_TEN]);
    expect((await line.tasks())[0]?.attributes).toMatchObject({ assistant: { unsure: ['bookAppointment'] } });
  });

  test('books, and the Function dies: there is one appointment, and nobody is told that there is none', async () => {
    const stop = afterYes(
      ({ kind }) => kind === 'said',
      () =>
        line.emulator.faults.inject({ on: 'function', match: '/assistant/heard', effect: 'kill', afterRequests: 4 }),
    );
    const report = await talk(line, script, { steps: [...confirmed, WAITS] });
    stop();
    await line.emulator.advance(60_000);
    expect(appointments()).toEqual([AT_TEN]);
    expect(heard(report)).not.toContain('did not work');
    expect(await story(report.call.sid)).toEqual({ done: [expect.stringContaining('a check-up')], unsure: [] });
  });
});
