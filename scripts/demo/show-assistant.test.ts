import { createColors } from 'picocolors';
import type { TimelineEntry } from '../../emulator';
import { assistantFaults, type AssistantReport } from './assistant-report';
import { callerSteps, modelTurns, ROSA, type Offered } from './assistant-script';
import { showAssistant } from './show-assistant';
import { createTalkHighlights, ledgerIn } from './talk-highlights';

const line = {
  ...{
    turn: 3,
    input: 'speech',
    phase: 'converse',
    then: 'listen',
    modelFirstTokenMs: 400,
    modelMs: 900,
    toolsMs: 120,
  },
  ...{ totalMs: 1_050, models: ['claude-haiku-5-5'], tools: [{ name: 'findFreeSlots', ms: 120, outcome: 'done' }] },
  ...{ tokensIn: 40, tokensOut: 37, cacheRead: 1_800, cacheWrite: 60, costMicroUsd: 31 },
};
const entry = (kind: TimelineEntry['kind'], text: string): TimelineEntry => ({ atMs: 0, kind, text });
const turnLog = entry('log', JSON.stringify({ level: 'info', message: 'assistant: turn', ...line }));

const report: AssistantReport = {
  ...{ client: 'sample', timeZone: 'America/Los_Angeles', model: 'scripted' },
  call: {
    ...{ sid: 'CA1', from: ROSA.number, to: '+12025550145', status: 'completed', seconds: 90, timeline: [turnLog] },
    startedAt: '2026-11-23T17:12:00.000Z',
  },
  ledger: [line],
  task: {
    ...{ sid: 'WT1', status: 'wrapping', priority: 0, queue: 'Everyone' },
    attributes: {
      ...{ call_sid: 'CA1', name: ROSA.number, topic: 'anything' },
      assistant: {
        ...{ summary: 'Rosa booked a check-up.', wants: ['a check-up'], done: ['booked: a check-up'], unsure: [] },
        ...{ verified: { accountId: 'acc-rosa', name: 'Rosa Diaz' }, language: 'en-US', sentiment: 'positive' },
        ...{ reason: 'results', transcript: ['caller: Good morning'], leftOut: 0, turns: 9, costMicroUsd: 31 },
      },
    },
  },
  appointments: ['BEGIN:VEVENT\r\nDTSTART:20261124T173000Z\r\nSUMMARY:a check-up\r\nEND:VEVENT'],
  files: { report: '/somewhere/report.json' },
  timings: { call: 2_800, total: 9_000 },
};

test('the end of the demo: what the agent sees, the calendar on the client’s clock, and the ledger, within the width', () => {
  const text = showAssistant(report, { colours: createColors(false), width: 80 });
  expect(text).toMatch(/caller +Rosa Diaz \(acc-rosa\), by PIN/);
  expect(text).toMatch(/a check-up +Tue 24 Nov 2026, 09:30 PST/);
  expect(text).toMatch(/3 +speech +400 ms +900 ms +120 ms +1\.1 s +1900 \/ 1800 \/ 37 +\$0\.00003 +findFreeSlots/);
  expect(text).toContain('│ caller: Good morning');
});

test.each<[string, Partial<AssistantReport>, string]>([
  ['nothing booked', { appointments: [] }, '0 appointments instead of one'],
  ['no task', { task: null }, 'no task of the call'],
  ['no ledger', { ledger: [] }, 'no ledger was logged'],
  [
    'a model that failed',
    {
      call: {
        ...report.call,
        timeline: [entry('log', '{"message":"assistant: the model failed","reason":"invalid x-api-key"}')],
      },
    },
    'the model failed: invalid x-api-key',
  ],
  [
    'a PIN in a log',
    { call: { ...report.call, timeline: [entry('log', 'Digits=4829')] } },
    'the PIN stands in a log, a URL or the task',
  ],
])('a demo with %s fails', (_name, change, fault) => {
  expect(assistantFaults(report, ROSA.pin)).toEqual([]);
  expect(assistantFaults({ ...report, ...change }, ROSA.pin)).toContain(fault);
});

test('a turn is told by its model and tools, and what is said twice is shown twice', () => {
  const shown = createTalkHighlights();
  expect(ledgerIn(turnLog)).toEqual(line);
  expect(shown(turnLog)?.text).toBe('model 900 ms, first token 400 ms · findFreeSlots done in 120 ms');
  const silentTurn = entry('log', JSON.stringify({ message: 'assistant: turn' }));
  const again = [entry('heard', 'Sorry?'), silentTurn, entry('heard', 'Sorry?')];
  expect(again.map(shown).filter(each => each?.kind === 'heard')).toHaveLength(2);
});

test('caller and model speak of the same times', () => {
  const times = ['9:00 AM', '9:30 AM', '10:00 AM'].map(said => ({ iso: '2026-11-24T17:30:00.000Z', said }));
  const offered: Offered = { date: '2026-11-24', weekday: 'Tuesday', times };
  expect(JSON.stringify(callerSteps(offered, false))).toContain('9:30 AM, please');
  expect(modelTurns(offered).some(({ when }) => when === '9:30 AM, please')).toBe(true);
});
