import fc from 'fast-check';
import { compact } from './compact';
import { handOverPackage, HAND_OVER_BYTES } from './hand-over';
import type { Scripted } from './model.fake';
import type { ModelMessage } from './model';
import { scene } from './scene.fake';
import { bytesOf } from './speech-text';
import { newConversation, STATE_BYTES, type ConversationState, type Entry } from './state';

const long = 'The appointment that I mean is the one in December, not the one in January. ';
const words =
  'Well, what I would like to know is whether the doctor is in on Thursday, and whether I should bring my papers. ';

/** A talk of so many turns, every third with tools. */
async function talkOf(turns: number) {
  const script = (_request: unknown, asked: number): Scripted =>
    asked % 3 === 0
      ? {
          text: 'Let me look.',
          calls: [
            { name: 'openingHours' },
            { name: 'findFreeSlots', input: { from: '2026-11-24', to: `2026-12-${10 + (asked % 18)}` } },
          ],
        }
      : { text: `${long.repeat(2)}${asked}` };
  const base = await scene();
  const limits = { ...base.settings.limits, callMicroUsd: 10_000_000, turns: 1_000 };
  const talk = await scene({ script, settings: { limits } });
  const sizes: number[] = [];
  await talk.start();
  for (let turn = 0; turn < turns; turn += 1) {
    await talk.say(`${words}${turn}`);
    sizes.push(bytesOf(talk.stateNow()));
  }
  return { talk, sizes };
}

test('a hundred turns: the state stays below 16 KB, and prompts seldom change but at their end', async () => {
  const { talk, sizes } = await talkOf(100);
  expect(Math.max(...sizes)).toBeLessThanOrEqual(STATE_BYTES);
  const prompts = talk.model.requests.map(({ messages }) => messages);
  const kept = prompts.slice(1).filter((messages, index) => begins(messages, prompts[index] ?? [])).length;
  // Each request but those after a summing-up begins with the one before it, byte for byte.
  expect(kept / (prompts.length - 1)).toBeGreaterThan(0.85);
  const sent = prompts.map(messages => bytesOf(messages));
  expect(Math.max(...sent.slice(-20))).toBeLessThan(12_000);
  const system = new Set(talk.model.requests.map(request => JSON.stringify([request.system, request.tools])));
  expect(system.size).toBe(1);
});

function begins(messages: readonly ModelMessage[], before: readonly ModelMessage[]): boolean {
  return JSON.stringify(messages.slice(0, before.length)) === JSON.stringify(before);
}

const text = fc.string({ unit: 'grapheme', maxLength: 700 });
const turnOf = (n: number): fc.Arbitrary<Entry[]> =>
  fc
    .tuple(
      text,
      text,
      fc.boolean(),
      fc.array(fc.record({ input: fc.string({ maxLength: 600 }), text: fc.string({ maxLength: 1_000 }) }), {
        minLength: 1,
        maxLength: 4,
      }),
    )
    .map(([said, answer, tools, calls]): Entry[] => [
      { n, t: 'caller', text: said },
      ...(tools
        ? ([
            {
              n,
              t: 'assistant',
              text: answer,
              calls: calls.map(({ input }, index) => ({ id: `t${n}r0c${index}`, name: 'findFreeSlots', input })),
            },
            {
              n,
              t: 'results',
              results: calls.map((call, index) => ({ id: `t${n}r0c${index}`, text: `<data>${call.text}</data>` })),
            },
          ] satisfies Entry[])
        : []),
      { n, t: 'assistant', text: answer },
    ]);

test('whatever is said, a state that grows turn by turn fits, and results stay beside their calls', () => {
  fc.assert(
    fc.property(fc.tuple(...Array.from({ length: 14 }, (_, n) => turnOf(n + 1))), turns => {
      let state: ConversationState = newConversation('en-US', 0);
      for (const [index, entries] of turns.entries()) {
        state = compact({ ...state, turn: index + 1, entries: [...state.entries, ...entries] });
        if (bytesOf(state) > STATE_BYTES || !isPaired(state.entries)) return false;
      }
      return JSON.stringify(compact(state)) === JSON.stringify(compact(structuredClone(state)));
    }),
    { numRuns: 25 },
  );
});

function isPaired(entries: readonly Entry[]): boolean {
  return entries.every((entry, index) => {
    if (entry.t !== 'results') return true;
    const before = entries[index - 1];
    const ids = before?.t === 'assistant' ? (before.calls ?? []).map(call => call.id) : [];
    return JSON.stringify(ids) === JSON.stringify(entry.results.map(result => result.id));
  });
}

test.each(['漢', '\u0001', '"', '😀', '\\', 'é'])(
  'results full of %j: each state that is kept fits, and the call that waits keeps its input',
  async wide => {
    const listed = [1, 2, 3, 4].map(round => ({
      calls: [1, 2, 3, 4].map(place => ({
        name: 'findFreeSlots',
        input: { from: `2026-11-${6 + round * 4 + place}`, to: '2026-12-24', what: wide.repeat(80).slice(0, 80) },
      })),
    }));
    const booking = { start: '2026-11-24T10:00:00-08:00', what: wide.repeat(80).slice(0, 80) };
    const script = [
      { calls: [{ name: 'identifyCaller' }] },
      ...listed,
      {
        text: 'So.',
        calls: [
          { name: 'findFreeSlots', input: { from: '2026-11-01', to: '2026-12-24' } },
          { name: 'findFreeSlots', input: { from: '2026-11-02', to: '2026-12-24' } },
          { name: 'addTodo', input: { text: 'x' } },
          { name: 'bookAppointment', input: booking },
        ],
      },
      { text: 'Done.' },
    ];
    const base = await scene();
    const talk = await scene({ script, settings: { limits: { ...base.settings.limits, toolRounds: 9 } } });
    talk.ports.calendar.freeSlots = async () => [{ start: booking.start, minutes: 30 }];
    const find = talk.tools.find(tool => tool.name === 'findFreeSlots');
    if (find) find.run = async () => ({ content: wide.repeat(4_000) });
    const sizes: number[] = [];
    const whole = { ...talk.store };
    talk.store.write = (id, state, revision) => {
      sizes.push(bytesOf(state));
      return whole.write(id, state, revision);
    };
    await talk.start();
    await talk.say('book me');
    const question = await talk.press('4829');
    expect(question).toMatchObject({ interruptible: false });
    await talk.say('yes');
    expect(talk.ports.appointments).toHaveLength(1);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(STATE_BYTES);
  },
);

test('the story for the agent fits a task, whatever was said and done', () => {
  const lines = fc.array(fc.string({ unit: 'grapheme', maxLength: 120 }), { maxLength: 12 });
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 9 }).chain(turnOf), { maxLength: 8 }),
      lines,
      lines,
      (turns, done, unsure) => {
        const state = {
          ...newConversation('en-US', 0),
          entries: turns.flat(),
          done,
          unsure,
          wants: done,
          older: unsure,
        };
        return bytesOf(handOverPackage(state)) <= HAND_OVER_BYTES;
      },
    ),
    { numRuns: 100 },
  );
});

test('the story keeps the newest words and says how many lines are missing', async () => {
  const { talk } = await talkOf(30);
  const reply = await talk.say('operator');
  expect(bytesOf(reply.handOver)).toBeLessThanOrEqual(HAND_OVER_BYTES);
  expect(reply.handOver?.transcript.at(-1)).toMatch(/^assistant: /);
  expect(reply.handOver?.leftOut).toBeGreaterThan(10);
});
