import { fixedClock } from '../clock';
import type { Client } from '../config';
import { sampleClient } from '../config/client.fake';
import { AppError } from '../errors';
import { createLog } from '../log';
import { fakeEvents, fakeMailer, fakeSummaryLedger } from './ports.fake';
import type { TaskEvent } from './ports';
import { count, figuresOf, NOTHING } from './tally';
import { addWait, medianWait, type Waits } from './waits';
import { weekDue } from './week';
import { weeklySummary, type SummaryDesk } from './weekly';

const client: Client = {
  ...sampleClient(),
  summary: { recipients: ['desk@riverside-clinic.example'], weekday: 'monday' },
};
/** A Monday, shortly after opening in Los Angeles. */
const DUE = '2026-11-23T09:05:00-08:00';

const event = (type: TaskEvent['type'], at: string, task: object, more: Partial<TaskEvent> = {}): TaskEvent => ({
  ...{ type, atMs: Date.parse(at), taskSid: 'WT1', ageSeconds: 0, isCall: 'call_sid' in task, reason: '' },
  attributes: JSON.stringify(task),
  ...more,
});
const call = (sid: string) => ({ call_sid: sid });
const asked = (taskType: string, sid: string, attempts = 0) => ({
  ...{ taskType, callBackData: { attempts } },
  conversations: { conversation_id: sid },
});
const at = (minute: number): string => `2026-11-17T10:${String(minute).padStart(2, '0')}:00-08:00`;
const never = { isCall: false };

/** One answered and handed on, one called back, one message, one who gave up, one message without a queue. */
const week: TaskEvent[] = [
  event('created', at(0), call('CA1')),
  event('accepted', at(1), call('CA1'), { ageSeconds: 62 }),
  event('accepted', at(5), call('CA1'), { ageSeconds: 300 }),
  event('completed', at(9), call('CA1')),
  event('created', at(10), call('CA2')),
  event('created', at(11), asked('callback', 'CA2'), never),
  event('canceled', at(11), call('CA2')),
  event('completed', at(20), asked('callback', 'CA2'), { ...never, reason: 'try later: voicemail' }),
  event('created', at(20), asked('callback', 'CA2', 1), never),
  event('completed', at(30), asked('callback', 'CA2', 1), { ...never, reason: 'reached' }),
  event('created', at(31), call('CA3')),
  event('canceled', at(32), call('CA3')),
  event('created', at(34), { ...asked('voicemail', 'CA3') }, never),
  event('created', at(35), call('CA4')),
  event('canceled', at(36), call('CA4'), { reason: 'hangup' }),
  event('created', at(40), { ...asked('voicemail', 'CA5') }, never),
];

function desk(change: Partial<SummaryDesk['ports']> = {}, options: { at?: string; client?: Client } = {}) {
  const clock = fixedClock(options.at ?? DUE);
  const [ledger, mailer] = [fakeSummaryLedger(), fakeMailer()];
  const made: SummaryDesk = {
    ...{ client: options.client ?? client, clock, log: createLog({ write: () => undefined }) },
    deadlineMs: clock.now().getTime() + 7_500,
    mailing: () => ({ recipients: ['desk@riverside-clinic.example'], domain: 'mg.example' }),
    ports: { events: fakeEvents(week), work: { count: async () => 3 }, ledger, mailer, ...change },
  };
  return { desk: made, clock, ledger, mailer };
}

describe('which week is due', () => {
  const mondayOf = (moment: string, change: Partial<Client> = {}): string | undefined =>
    weekDue({ ...client, ...change }, new Date(moment))?.monday;

  test('the last full one, on its day, once the doors are open', () => {
    expect(mondayOf('2026-11-23T08:59:00-08:00')).toBeUndefined();
    expect(mondayOf('2026-11-23T09:00:00-08:00')).toBe('2026-11-16');
    expect(mondayOf('2026-11-25T12:00:00-08:00')).toBe('2026-11-16');
    expect(mondayOf('2026-11-26T12:00:00-08:00')).toBeUndefined();
  });

  test('on a day without hours it is eight in the morning', () => {
    const summary = { recipients: [], weekday: 'saturday' } as const;
    expect(mondayOf('2026-11-28T07:59:00-08:00', { summary })).toBeUndefined();
    expect(mondayOf('2026-11-28T08:00:00-08:00', { summary })).toBe('2026-11-16');
  });

  test("begins and ends at the client's midnights, also when clocks change", () => {
    const found = weekDue(client, new Date('2026-11-02T09:30:00-08:00'));
    expect(found?.from.toISOString()).toBe('2026-10-26T07:00:00.000Z');
    expect(found?.to.toISOString()).toBe('2026-11-02T08:00:00.000Z');
  });
});

test('everybody is counted once, whatever came of them', () => {
  expect(figuresOf(week.reduce(count, NOTHING))).toEqual({
    ...{ received: 5, answered: 1, callbacks: 1, calledBack: 1, messages: 2, gaveUp: 1 },
  });
});

test('a callback that was taken back because an agent answered was never asked for', () => {
  const events = [
    event('created', at(0), call('CA1')),
    event('created', at(1), asked('callback', 'CA1'), never),
    event('accepted', at(1), call('CA1'), { ageSeconds: 60 }),
    event('canceled', at(1), asked('callback', 'CA1'), never),
  ];
  expect(figuresOf(events.reduce(count, NOTHING))).toMatchObject({ received: 1, answered: 1, callbacks: 0, gaveUp: 0 });
});

test('the median is that of the waits, to the mark; a tally of any week fits into Sync', () => {
  expect(medianWait({})).toBeUndefined();
  const few: Waits = [10, 20, 600].reduce(addWait, {});
  expect(medianWait(few)).toBe(20);
  expect(medianWait(addWait({}, 83))).toBe(80);
  let tally = NOTHING;
  for (let index = 0; index < 8_000; index += 1) {
    const sid = `CA${index}`;
    const type = index % 3 === 0 ? 'accepted' : 'canceled';
    tally = count(tally, event(type, at(1), call(sid), { ageSeconds: index }));
    tally = count(tally, event('created', at(1), asked('callback', `x${sid}`), never));
  }
  expect(Buffer.byteLength(JSON.stringify(tally))).toBeLessThan(12_000);
});

describe('the mail', () => {
  test('goes out once, with the figures', async () => {
    const { desk: one, mailer } = desk();
    expect(await weeklySummary(one)).toEqual({ outcome: 'sent', week: '2026-11-16' });
    expect(await weeklySummary(one)).toEqual({ outcome: 'already-sent', week: '2026-11-16' });
    expect(mailer.sent).toHaveLength(1);
    expect(mailer.sent[0]).toMatchObject({ messageId: '<sample.2026-11-16.summary@mg.example>' });
    expect(mailer.sent[0]?.subject).toBe('Your calls, November 16 – 22, 2026: Riverside Community Clinic');
    expect(mailer.sent[0]?.text.replace(/ {2,}/g, ' ')).toContain('Gave up 1\nWaiting now 3\nMedian wait 1 min 00 s\n');
  });

  test('of an empty week says so', async () => {
    const { desk: one, mailer } = desk({ events: fakeEvents([]) });
    await weeklySummary(one);
    expect(mailer.sent[0]?.text).toContain('Nobody called in this week.');
    expect(mailer.sent[0]?.html).toContain('Nobody called in this week.');
    expect(mailer.sent[0]?.text).toMatch(/Median wait +none/);
  });

  test('a client without summary gets none, and before its day nobody looks', async () => {
    const { desk: off } = desk({}, { client: { ...client, summary: undefined } });
    expect(await weeklySummary(off)).toEqual({ outcome: 'off' });
    const { desk: early } = desk({}, { at: '2026-11-22T12:00:00-08:00' });
    expect(await weeklySummary(early)).toEqual({ outcome: 'not-due' });
  });

  test('a name in the file stays text in the HTML', async () => {
    const { desk: one, mailer } = desk({}, { client: { ...client, name: 'Smith & <b>Sons</b>' } });
    await weeklySummary(one);
    expect(mailer.sent[0]?.html).toContain('Smith &amp; &lt;b&gt;Sons&lt;/b&gt;');
  });
});

describe('when things break', () => {
  test('more than a page holds: less time is asked for, and the sums are the same', async () => {
    const events = fakeEvents(week, 4);
    const { desk: one, mailer } = desk({ events });
    expect(await weeklySummary(one)).toMatchObject({ outcome: 'sent' });
    expect(Math.min(...events.asked)).toBeLessThan(3_600_000);
    expect(mailer.sent[0]?.text).toMatch(/Received +5\n/);
  });

  test('more pages than time: the next request goes on where this one stopped', async () => {
    const slow = fakeEvents(week);
    const made = desk();
    const events = {
      between: async (fromMs: number, toMs: number) => {
        made.clock.advance(2_000);
        return slow.between(fromMs, toMs);
      },
    };
    const outcomes: string[] = [];
    for (let request = 0; request < 4; request += 1) {
      const { outcome } = await weeklySummary({
        ...made.desk,
        deadlineMs: made.clock.now().getTime() + 7_500,
        ports: { ...made.desk.ports, events },
      });
      outcomes.push(outcome);
    }
    expect(outcomes).toEqual(['counting', 'counting', 'sent', 'already-sent']);
    expect(slow.asked).toHaveLength(7);
    expect(made.mailer.sent[0]?.text).toMatch(/Received +5\n/);
  });

  test('another sweep is at it: this one leaves it alone; after the lease somebody goes on', async () => {
    const made = desk();
    const two = await Promise.all([weeklySummary(made.desk), weeklySummary(made.desk)]);
    expect(two.map(({ outcome }) => outcome).sort()).toEqual(['in-progress', 'sent']);
    expect(made.mailer.sent).toHaveLength(1);
  });

  test.each([
    ['it went out all the same', true, 'sent', 1],
    ['it did not', false, 'sent', 1],
  ])('no answer of the mailer, and %s: one mail in the end', async (_name, after, outcome, mails) => {
    const error = new AppError('VENDOR_UNAVAILABLE', 'no answer');
    const mailer = fakeMailer([{ error, after }]);
    const made = desk({ mailer });
    await expect(weeklySummary(made.desk)).rejects.toThrow('no answer');
    made.clock.advance(after ? 60_000 : 6 * 60_000);
    const again = { ...made.desk, deadlineMs: made.clock.now().getTime() + 7_500 };
    expect(await weeklySummary(again)).toMatchObject({ outcome });
    expect(await weeklySummary(again)).toMatchObject({ outcome: 'already-sent' });
    expect(mailer.sent).toHaveLength(mails);
  });

  test('no answer, and too early to know: it waits', async () => {
    const mailer = fakeMailer([{ error: new AppError('VENDOR_UNAVAILABLE', 'no answer'), after: false }]);
    const made = desk({ mailer });
    await expect(weeklySummary(made.desk)).rejects.toThrow('no answer');
    expect(await weeklySummary(made.desk)).toMatchObject({ outcome: 'unsure' });
    expect(mailer.sent).toEqual([]);
  });
});
