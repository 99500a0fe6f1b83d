import { createColors } from 'picocolors';
import { shownWidth } from '../terminal/table';
import { callbackFaults, screenOf, type DemoCall, type Stage } from './callback-report';
import { createStagePrinter, later, showCallbackEnd } from './show-callback';

const callBackData = {
  numberToCall: '+12025550177',
  numberToCallFrom: '+12025550144',
  mainTimeZone: 'America/Los_Angeles',
  utcDateTimeReceived: '2026-11-23T17:14:00.000Z',
  attempts: 1,
  retry: 'voicemail',
};
const screen = (status: string, reason: string | null = null) =>
  screenOf({
    ...{ sid: 'WT1', status, reason, priority: 20, queue: 'Everyone' },
    attributes: { callBackData, linekit: { result: { outcome: 'voicemail' } } },
  });
const seen = (at: string, status: string, reason?: string): Stage => ({
  ...{ kind: 'screen', title: 'Ana', at },
  screen: screen(status, reason),
});
const call: DemoCall = {
  ...{ sid: 'CA1', from: '+12025550147', to: '+12025550144', status: 'completed' },
  ...{ startedAt: '2026-11-23T17:12:00.000Z', seconds: 156 },
  timeline: [
    {
      atMs: Date.parse('2026-11-23T17:12:14.000Z'),
      kind: 'heard',
      text: 'You are number 2 in line.',
      durationMs: 2_400,
    },
  ],
};

test('stages stand in the columns there are, and say how much later it is', () => {
  for (const width of [60, 80]) {
    const options = { colours: createColors(false), width, timeZone: 'America/Los_Angeles', verbose: false };
    const printer = createStagePrinter(options);
    const stages: Stage[] = [
      { kind: 'call', title: 'THE CALL', call },
      seen('2026-11-23T17:15:00.000Z', 'assigned'),
      seen('2026-11-23T19:15:00.000Z', 'completed', 'reached'),
    ];
    const text = stages.map(stage => printer.print(stage)).join('');
    for (const line of text.split('\n')) expect(shownWidth(line)).toBeLessThanOrEqual(width);
    expect(text).toContain('THE CALL, to +12025550144, Mon 23 Nov 2026, 09:12 PST\n  0:14  ◀  line');
    expect([...text.matchAll(/… (.*) later/g)].map(([, jump]) => jump)).toEqual(['2 hours']);
    expect(text).toContain('tries       1 so far, the last one: voicemail');
    expect(text).toContain('callback · completed: reached · priority 20');
  }
});

test('what is later is said in minutes, then in hours, and not at all within a minute', () => {
  expect([0, 59_000, 60_000, 150_000, 7_200_000].map(later)).toEqual(['', '', '1 minute', '3 minutes', '2 hours']);
});

test('a callback that did not go its way is a fault', () => {
  const whole = [
    seen('2026-11-23T17:15:00Z', 'completed', 'try later: voicemail'),
    seen('2026-11-23T19:15:00Z', 'completed', 'reached'),
  ];
  expect(callbackFaults({ stages: whole }, '+12025550177')).toEqual([]);
  expect(callbackFaults({ stages: whole.slice(1) }, '+12025550177')).toEqual(['tasks ended as "completed: reached"']);
  expect(callbackFaults({ stages: whole }, '+12025550111')).toHaveLength(2);
});

test('below stands what the wait cost', () => {
  const wait = { heard: ['You are next in line.'], seconds: 111, requestsPerMinute: 6.21 };
  const report = {
    client: 'sample',
    stages: [],
    wait,
    files: { report: '/x/report.json' },
    timings: { wait: 1400, total: 4200 },
  };
  const text = showCallbackEnd(report, { colours: createColors(false), width: 80 });
  expect(text).toContain('waited      111 s until the key for a callback');
  expect(text).toContain('requests    6.2 to Twilio for each minute');
  expect(text).toContain('total       4.2 s');
});
