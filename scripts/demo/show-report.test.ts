import { createColors } from 'picocolors';
import { shownWidth } from '../terminal/table';
import { faultsOf, pathOf, type DemoReport } from './demo-report';
import { localTime, showReport } from './show-report';

const words = 'Hello, this is Maria Lopez. '.repeat(8).trim();
const report: DemoReport = {
  client: 'sample',
  call: {
    sid: 'CA1',
    from: '+12025550147',
    to: '+12025550142',
    status: 'completed',
    startedAt: '2026-11-23T17:12:00.000Z',
    seconds: 61,
    timeline: [],
  },
  path: [],
  task: {
    sid: 'WT1',
    priority: 50,
    status: 'pending',
    queue: 'Everyone',
    workflow: 'linekit callbacks and voicemail',
    attributes: {
      taskType: 'voicemail',
      name: '+12025550147',
      call_sid: 'CA1',
      callBackData: {
        numberToCall: '+12025550147',
        numberToCallFrom: '+12025550142',
        utcDateTimeReceived: '2026-11-23T17:13:00.000Z',
        mainTimeZone: 'America/Los_Angeles',
        recordingSid: 'RE1',
        transcriptText: words,
      },
    },
  },
  mail: {
    from: 'Riverside voicemail <voicemail@mg.riverside-clinic.example>',
    to: ['desk@riverside-clinic.example'],
    subject: 'Voicemail',
    text: `Line one\n\n${words}`,
    attachments: [{ fileName: 'voicemail.mp3', contentType: 'audio/mpeg', sizeBytes: 40_960 }],
  },
  files: { report: '/x/report.json' },
  timings: { 'local Twilio': 300, call: 1500, total: 4200 },
};

test('the report shows what an agent and the desk see, in the columns there are', () => {
  for (const width of [60, 80]) {
    const shown = showReport(report, { colours: createColors(false), width });
    for (const line of shown.split('\n')) expect(shownWidth(line)).toBeLessThanOrEqual(width);
    expect(shown).toContain('received    Mon 23 Nov 2026, 09:13 PST');
    expect(shown).toContain('voicemail · pending · priority 50');
    expect(shown).toContain('voicemail.mp3, 41.0 kB');
    expect(shown).toContain('local Twilio 300 ms · call 1.5 s');
  }
});

test('local times name their zone, in summer and in winter', () => {
  expect(localTime('2026-07-01T16:00:00Z', 'America/Los_Angeles')).toBe('Wed 1 Jul 2026, 09:00 PDT');
  expect(localTime('2026-11-23T23:05:00Z', 'Europe/Berlin')).toBe('Tue 24 Nov 2026, 00:05 GMT+1');
});

test('a voicemail that did not arrive once, whole, is a fault', () => {
  expect(faultsOf(report, { tasks: 1, mails: 1 })).toEqual([]);
  expect(faultsOf(report, { tasks: 2, mails: 0 })).toEqual(['2 tasks instead of one', '0 mails instead of one']);
  expect(faultsOf({ ...report, call: { ...report.call, status: 'failed' } }, { tasks: 1, mails: 1 })).toEqual([
    'the call ended as "failed"',
  ]);
});

test('the path is the widgets and requests of the timeline, in order', () => {
  const path = pathOf([
    { atMs: 1, kind: 'call', text: 'rings' },
    { atMs: 2, kind: 'request', text: 'POST /lines/now', durationMs: 12 },
    { atMs: 3, kind: 'widget', text: 'ask_line → success' },
  ]);
  expect(path).toEqual([
    { kind: 'request', text: 'POST /lines/now', durationMs: 12 },
    { kind: 'widget', text: 'ask_line → success' },
  ]);
});
