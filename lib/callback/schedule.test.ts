import fc from 'fast-check';
import { fixedClock } from '../clock';
import { HOLD_HOURS, type Client } from '../config';
import { sampleClient } from '../config/client.fake';
import { openingAt } from '../lines';
import { memoryLog } from '../log';
import { fakePorts } from './ports.fake';
import { releaseDue } from './release';
import { callbackDue, holding } from './schedule';

const client = sampleClient();
const quiet = (quietHours: string, change: Partial<Client> = {}): Client => {
  if (!client.callback) throw new Error('the sample client calls back');
  return { ...client, ...change, callback: { ...client.callback, quietHours } };
};

test.each([
  ['in opening hours it is now', client, '2026-11-23T18:04:05Z', '2026-11-23T18:04:05Z'],
  ['at night it is the next opening', client, '2026-11-24T06:00:00Z', '2026-11-24T17:00:00Z'],
  ['open but quiet: the end of the quiet hours', quiet('10:00-11:30'), '2026-11-23T18:04:05Z', '2026-11-23T19:30:00Z'],
  ['quiet until after closing: the next opening', quiet('10:00-20:00'), '2026-11-23T18:04:05Z', '2026-11-24T17:00:00Z'],
  ['quiet over midnight and beyond opening', quiet('21:00-09:45'), '2026-11-24T06:00:00Z', '2026-11-24T17:45:00Z'],
])('%s', (_name, who, now, due) => {
  expect(callbackDue(who, new Date(now))).toEqual(new Date(due));
});

test('where all opening hours are quiet there is no hour for a callback', () => {
  expect(callbackDue(quiet('00:00-24:00'), new Date('2026-11-23T18:04:05Z'))).toBeUndefined();
});

test('whenever it is asked for, it is due in opening hours and never in quiet ones', () => {
  const span = fc.integer({ min: 12, max: 23 }).map(hour => `${String(hour).padStart(2, '0')}:30-07:00`);
  const moment = fc.integer({ min: Date.parse('2026-03-01'), max: Date.parse('2026-12-31') }).map(ms => new Date(ms));
  fc.assert(
    fc.property(span, moment, (quietHours, at) => {
      const who = quiet(quietHours);
      const due = callbackDue(who, at);
      if (!due) throw new Error(`no hour outside ${quietHours}`);
      expect(due.getTime()).toBeGreaterThanOrEqual(at.getTime());
      expect(openingAt(who, due).state).toBe('open');
      const time = due.toLocaleTimeString('en-GB', { timeZone: client.timeZone }).slice(0, 5);
      const [from = '', to = ''] = quietHours.split('-');
      expect(from < to ? time >= from && time < to : time >= from || time < to).toBe(false);
    }),
    { seed: 20261121, numRuns: 60 },
  );
});

test('a hold reaches the moment, and no shorter one does', () => {
  const now = new Date('2026-11-23T00:00:00Z');
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 336 * 3600 }), seconds => {
      const { dueAt, holdHours } = holding(new Date(now.getTime() + seconds * 1000), now);
      expect(Date.parse(dueAt) - now.getTime()).toBe(seconds * 1000);
      const enough = HOLD_HOURS.filter(hours => hours * 3600 >= seconds);
      expect(holdHours).toBe(enough[0]);
    }),
    { seed: 20261121, numRuns: 100 },
  );
});

describe('the sweep', () => {
  function held() {
    const clock = fixedClock('2026-11-24T06:00:00Z');
    const ports = fakePorts(clock);
    const put = (dueAt: string | undefined) =>
      ports.enqueue('', {
        taskType: 'callback',
        theirs: 1,
        callBackData: { numberToCall: '+12025550111', ...(dueAt && { dueAt, holdHours: 16 }) },
      });
    const tasks = [put('2026-11-24T17:00:00.000Z'), put('2026-11-25T17:00:00.000Z'), put(undefined), put('soon')];
    const sweep = () =>
      releaseDue({ ports, client, clock, log: memoryLog(), deadlineMs: clock.now().getTime() + 8_000 });
    const holds = () => tasks.map(({ attributes }) => attributes.includes('holdHours'));
    return { clock, ports, tasks, sweep, holds };
  }

  test('lets go what is due, and nothing else', async () => {
    const { clock, tasks, sweep, holds } = held();
    await expect(sweep()).resolves.toMatchObject({ held: 3, released: [tasks[3]?.taskSid], complete: true });
    clock.advance(11 * 3_600_000);
    await expect(sweep()).resolves.toMatchObject({ held: 2, released: [tasks[0]?.taskSid] });
    expect(holds()).toEqual([false, true, false, false]);
    expect(JSON.parse(tasks[0]?.attributes ?? '')).toMatchObject({
      theirs: 1,
      callBackData: { numberToCall: '+12025550111', released: true },
    });
    expect(tasks[2]?.attributes).not.toContain('released');
    await expect(sweep()).resolves.toMatchObject({ held: 1, released: [] });
  });

  test('says what failed, and does it the next time', async () => {
    const { ports, tasks, sweep, holds } = held();
    ports.fail('change', { code: 'VENDOR_UNAVAILABLE', times: 1 });
    const taskSid = tasks[3]?.taskSid;
    await expect(sweep()).resolves.toMatchObject({ failed: [{ taskSid, code: 'VENDOR_UNAVAILABLE' }] });
    await expect(sweep()).resolves.toMatchObject({ failed: [], released: [taskSid] });
    expect(holds()[3]).toBe(false);
  });
});
