import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { LanguageModel, ModelEvent } from '../../lib/assistant';
import { readEval, type Eval } from './read-eval';
import { writeRecording } from './recordings';
import { reportOf } from './report';
import { liveModel, runEval, type EvalResult } from './run-eval';

const folder = mkdtempSync(join(tmpdir(), 'evals-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const rosa = { accountId: 'acc-rosa', name: 'Rosa', accountNumber: '700123', phones: ['+12025550111'], pin: '4829' };
const slot = '2026-11-24T10:00:00-08:00';
const booking = {
  about: 'A booking.',
  world: { accounts: [rosa], slots: [slot] },
  caller: [{ say: 'Book Tuesday at ten' }, { press: '4829#' }, { say: 'Yes' }],
  model: [
    { calls: [{ name: 'identifyCaller' }] },
    { calls: [{ name: 'bookAppointment', input: { start: slot, what: 'a visit' } }] },
    { say: 'It is booked.' },
  ],
  checks: { then: 'listen' },
};

function written(value: object, name = 'one'): Eval {
  const text = stringify(value);
  writeFileSync(join(folder, `${name}.yaml`), text);
  const read = readEval(name, folder);
  if (!read.value) throw new Error(read.faults.join('\n'));
  return read.value;
}

const failedOf = ({ checks }: EvalResult): string[] => checks.filter(each => !each.ok).map(each => each.name);
const withChecks = (checks: object, change: object = {}): Eval =>
  written({ ...booking, ...change, checks: { then: 'listen', ...checks } });

test('a talk that goes as it should passes', async () => {
  const result = await runEval(
    withChecks({
      verified: 'acc-rosa',
      ran: [{ tool: 'bookAppointment', with: { start: slot, what: '/visit/' } }],
      appointments: [{ accountId: 'acc-rosa' }],
      said: ['Shall I book'],
    }),
  );
  expect(failedOf(result)).toEqual([]);
  expect(result.talk.turns.map(each => each.caller.text)).toEqual(['', 'Book Tuesday at ten', '••••#', 'Yes']);
  expect(result.talk.turns.at(-1)?.ledger).toMatchObject({ toolsMs: 120, models: ['claude-haiku-5-5'] });
});

test.each<[string, object, object, string]>([
  ['how it ends', { then: 'handOver' }, {}, 'ends with handOver'],
  ['who it is', { verified: false }, {}, 'the caller is nobody known'],
  ['a tool that never ran', { ran: [{ tool: 'cancelAppointment' }] }, {}, 'cancelAppointment runs once'],
  [
    'a tool with other input',
    { ran: [{ tool: 'bookAppointment', with: { what: 'a test' } }] },
    {},
    'bookAppointment runs once with {"what":"a test"}',
  ],
  ['a tool that may not run', { neverRan: ['bookAppointment'] }, {}, 'bookAppointment never runs'],
  ['what is not said', { said: ['champagne'] }, {}, 'says /champagne/'],
  ['what is said', { neverSaid: ['it is booked'] }, {}, 'never says /it is booked/'],
  ['a trace', { nowhere: ['a visit'] }, {}, 'nowhere stands /a visit/'],
  ['what is left', { appointments: [] }, {}, '0 appointments are left as wanted'],
  ['the first token', { firstTokenMs: 400 }, {}, 'first token within 400 ms'],
  ['a slow turn', { turnMs: 300 }, {}, 'every turn within 300 ms'],
  ['the cost', { costUsd: 0.0001 }, {}, 'costs at most $0.0001'],
  ['the length', { mostTurns: 2 }, {}, 'at most 2 turns'],
  ['the language', { language: 'es-US' }, {}, 'speaks es-US'],
  ['the hand-over', { handOver: { reason: 'because' } }, {}, 'hand-over: reason is because'],
  ['what the caller hears', {}, { caller: [{ say: 'Book', hears: 'violins' }] }, 'the talk goes as it is written'],
  [
    'an answer that nobody asks for',
    {},
    { model: [...booking.model, { say: 'More?' }] },
    'the talk goes as it is written',
  ],
  ['a question without an answer', {}, { model: booking.model.slice(0, 2) }, 'the talk goes as it is written'],
])('a check fails that should: %s', async (_name, checks, change, failed) => {
  expect(failedOf(await runEval(withChecks(checks, change)))).toContain(failed);
});

test('a PIN that the model hears is found', async () => {
  const leaky = withChecks(
    {},
    {
      caller: [{ say: 'Book' }, { press: '4829#' }, { say: 'Yes' }, { say: 'Room 4829 please' }],
      model: [...booking.model, { say: 'Sure.' }],
    },
  );
  expect(failedOf(await runEval(leaky))).toEqual(['no PIN and no account number is kept, logged or told to the model']);
});

test('a system that hangs costs the time of a turn, the caller hears so, and the turn goes on', async () => {
  const world = { ...booking.world, failures: [{ call: 'calendar.freeSlots', how: 'hangs' }] };
  const model = [
    { calls: [{ name: 'findFreeSlots', input: { from: '2026-11-24', to: '2026-11-24' } }] },
    { say: 'At ten.' },
  ];
  const asked = { world, model, caller: [{ say: 'What is free?' }] };
  const result = await runEval(withChecks({ turnMs: 5_000, said: ['One moment', 'At ten'] }, asked));
  expect(failedOf(result)).toEqual([]);
  expect(result.talk.turns.map(each => each.answerMs)).toEqual([0, 5_000, expect.any(Number)]);
  expect(result.talk.turns.map(each => each.then)).toEqual(['listen', 'wait', 'listen']);
});

test.each([
  [{ ...booking, cheks: {} }, 'is not a key that linekit knows'],
  [{ ...booking, caller: [{ sing: 'la' }] }, 'one of: say, press'],
  [{ ...booking, model: undefined }, 'expected a script in caller and model, or a recording'],
  [{ ...booking, change: { limits: { turns: 'many' } } }, 'one.yaml:'],
  [{ ...booking, client: 'nobody' }, 'there is no clients/nobody.yaml'],
  [{ ...booking, checks: { then: 'listen', said: ['('] } }, 'expected a regular expression'],
])('faults of a file are told with their line', (value, words) => {
  writeFileSync(join(folder, 'one.yaml'), stringify(value));
  const faults = readEval('one', folder).faults?.join('\n') ?? '';
  expect(faults).toMatch(/evals\/one\.yaml:\d+ {2}/);
  expect(faults).toContain(words);
});

/** Stands in for the real model: it plays the caller as well. */
function realModel(): LanguageModel {
  const says = async function* (events: readonly ModelEvent[]): AsyncGenerator<ModelEvent> {
    yield* events;
    const reason = events.some(each => each.type === 'call') ? 'calls' : 'end';
    yield { type: 'stop', reason, usage: { input: 10, output: 5, cacheRead: 0, cacheWrite: 0 } };
  };
  const turns = [...booking.model];
  const acts: ModelEvent[] = [
    { type: 'call', id: 'c1', name: 'say', input: '{"words":"Book Tuesday at ten"}' },
    { type: 'call', id: 'c2', name: 'pressKeys', input: '{"keys":"4829#"}' },
    { type: 'call', id: 'c3', name: 'say', input: '{"words":"Yes"}' },
    { type: 'call', id: 'c4', name: 'hangUp', input: '{}' },
  ];
  return {
    answer: ({ system }) => {
      if (system.startsWith('You play')) return says(acts.splice(0, 1));
      const next = turns.shift();
      const calls = (next && 'calls' in next ? (next.calls ?? []) : []) as { name: string; input?: object }[];
      return says([
        ...(next && 'say' in next ? [{ type: 'text' as const, text: next.say ?? '' }] : []),
        ...calls.map(each => ({
          type: 'call' as const,
          id: each.name,
          name: each.name,
          input: JSON.stringify(each.input ?? {}),
        })),
      ]);
    },
  };
}

test('live, the model plays line and caller; what was said can be played again without it', async () => {
  const simulated = { persona: 'Rosa', goal: 'Book.', knows: { PIN: '4829' } };
  const { caller: _caller, model: _model, ...rest } = booking;
  const checks = { then: 'done', verified: 'acc-rosa', appointments: [{ what: 'a visit' }] };
  const one = written({ ...rest, simulated, recording: 'replayed', checks }, 'replayed');
  const live = await runEval(one, { model: realModel() });
  expect(failedOf(live)).toEqual([]);
  expect(live.by).toBe('live');
  writeRecording(join(folder, 'recordings', 'replayed.json'), live.recording);
  const again = await runEval(one);
  expect(failedOf(again)).toEqual([]);
  expect(again.by).toBe('recording');
  expect(again.talk.turns.map(each => each.say)).toEqual(live.talk.turns.map(each => each.say));
  const other = await runEval({ ...one, world: { ...one.world, slots: ['2026-11-24T12:00:00-08:00'] } });
  expect(failedOf(other)).toContain('the talk goes as it is written');
});

test('live, a caller whom nobody plays any more is a fault and no crash; after an ending nobody is asked', async () => {
  const simulated = { persona: 'Rosa', goal: 'Say goodbye.' };
  const { caller: _caller, model: _model, ...rest } = booking;
  const one = written({ ...rest, simulated, recording: 'none', checks: { then: 'done' } }, 'played');
  const asked: string[] = [];
  const playing = (events: ModelEvent[]): LanguageModel => ({
    async *answer({ system }) {
      asked.push(system.slice(0, 8));
      if (events.length === 0) throw new Error('overloaded');
      yield* events.splice(0, 1);
    },
  });
  const bye: ModelEvent = { type: 'call', id: 'c1', name: 'say', input: '{"words":"Goodbye"}' };
  const ended = await runEval(one, { model: playing([bye]) });
  expect([failedOf(ended), asked]).toEqual([[], ['You play']]);
  const broken = await runEval(one, { model: playing([]) });
  expect(broken.checks.find(each => each.name === 'the talk goes as it is written')?.found).toMatch(
    /could not be played/,
  );
});

test('live without a key says what is missing', () => {
  expect(() => liveModel({})).toThrow(/ANTHROPIC_API_KEY/);
});

test('the report is one file, escapes what was said, and shows talk, tools and checks', async () => {
  const nasty = withChecks(
    { said: ['never'] },
    { caller: [{ say: '<script>alert(1)</script> Book' }, ...booking.caller.slice(1)] },
  );
  const report = reportOf([await runEval(nasty)], '2026-11-21T13:00:00Z');
  expect(report).not.toMatch(/<script|src=|href="(?!#)|url\(|@import/);
  expect(report).toContain('&lt;script&gt;');
  expect(report).toMatch(/1 of 1 evals fail/);
  expect(report).toMatch(/<b>bookAppointment<\/b>/);
  expect(report).toMatch(/was not said/);
  expect(report).not.toContain('4829');
});
