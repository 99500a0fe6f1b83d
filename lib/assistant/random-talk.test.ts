import fc from 'fast-check';
import type { ModelRequest } from './model';
import type { Scripted } from './model.fake';
import { bytesOf } from './speech-text';
import { scene } from './scene.fake';
import { STATE_BYTES } from './state';

const start = '2026-11-24T10:00:00-08:00';
const answers: fc.Arbitrary<Scripted> = fc.oneof(
  { weight: 3, arbitrary: fc.constant({ text: 'Anything else?' }) },
  {
    weight: 3,
    arbitrary: fc.constant({
      calls: [{ name: 'bookAppointment', input: { start, what: 'teeth' } }, { name: 'listTodos' }],
    }),
  },
  { weight: 2, arbitrary: fc.constant({ text: 'Who are you?', calls: [{ name: 'identifyCaller' }] }) },
  fc.constant({
    calls: [
      { name: 'addTodo', input: { text: 'milk' } },
      { name: 'switchLanguage', input: { language: 'es-US' } },
      { name: 'openingHours' },
    ],
  }),
  fc.constant({ calls: [{ name: 'nothing' }, { name: 'findFreeSlots', input: '{' }] }),
  fc.constant({ calls: [{ name: 'transferToPerson', input: { topic: 'billing', reason: 'x' } }] }),
  fc.constant({ calls: [{ name: 'cancelCallback', input: { id: 'WT1' } }, { name: 'endCall' }] }),
  fc.constant({ text: 'Hm', late: true }),
  fc.constant<Scripted>({ error: 'VENDOR_UNAVAILABLE' }),
  fc.constant<Scripted>({ reason: 'refusal' }),
  fc.constant({}),
);
const inputs = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .constantFrom('yes', 'sí', 'I would like a check-up', 'no, at eleven', 'my PIN is four eight two nine', 'stop')
      .map(text => ({ kind: 'speech' as const, text })),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom('4829#', '1', '2', '0', '1111', '*').map(keys => ({ kind: 'keys' as const, keys })),
  },
  { weight: 2, arbitrary: fc.constant({ kind: 'continue' as const }) },
  fc.constant({ kind: 'silence' as const }),
  fc.constant({ kind: 'speech' as const, text: 'mumble', confidence: 0.1 }),
  fc.constant({ kind: 'returned' as const, from: 'handOver' as const, why: 'busy' as const }),
  fc.constant({ kind: 'hangUp' as const }),
);
const failures = fc.record({
  call: fc.constantFrom(
    'calendar.book',
    'calendar.find',
    'todos.add',
    'todos.list',
    'openWork.cancel',
    'openWork.list',
    'calendar.freeSlots',
  ),
  times: fc.integer({ min: 1, max: 2 }),
  after: fc.boolean(),
  hang: fc.boolean(),
});
const step = fc.record({ input: inputs, twice: fc.boolean() });

/** What a vendor's API refuses: two of a role in a row, results without calls, calls without results. */
function faultsOf({ messages }: ModelRequest): string[] {
  const ids = (at: number): string[] => {
    const message = messages[at];
    return message?.role === 'assistant' ? message.calls.map(call => call.id) : [];
  };
  // Words put into the model's mouth are refused.
  const prefilled = messages.at(-1)?.role === 'user' ? [] : ['the last words are its own'];
  const faults = messages.flatMap((message, index) => {
    if ((index % 2 === 0) !== (message.role === 'user')) return [`${index} is out of turn`];
    if (message.role === 'assistant')
      return message.text === '' && message.calls.length === 0 ? [`${index} is empty`] : [];
    const results = message.parts.flatMap(part => (part.type === 'result' ? [part.callId] : []));
    const first = message.parts.slice(0, results.length).every(part => part.type === 'result');
    return JSON.stringify(results) === JSON.stringify(ids(index - 1)) && first ? [] : [`${index} answers other calls`];
  });
  return [...prefilled, ...faults];
}

test('whatever model, caller and tools do: an answer, valid requests, no effect twice, no digit kept', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(answers, { minLength: 1, maxLength: 12 }),
      fc.array(step, { minLength: 3, maxLength: 14 }),
      fc.array(failures, { maxLength: 3 }),
      fc.boolean(),
      async (script, steps, faults, known) => {
        const talk = await scene({
          script: (_request, asked) =>
            asked === 1 ? { calls: [{ name: 'identifyCaller' }] } : (script[asked % script.length] ?? {}),
        });
        for (const { hang, ...failure } of faults)
          talk.ports.fail(failure.call, { ...failure, ...(hang && { hang: talk.timeIsUp }) });
        await talk.start();
        await talk.say('something personal');
        if (known) await talk.press('4829');
        for (const [index, { input, twice }] of steps.entries()) {
          const named = { ...input, id: `s${index}` };
          const replies = await Promise.all(twice ? [talk.send(named), talk.send(named)] : [talk.send(named)]);
          talk.clock.advance(9_000);
          for (const reply of replies) {
            expect(reply.say.every(text => text.trim() !== '')).toBe(true);
            if (reply.then === 'handOver') expect(reply.handOver).toBeDefined();
          }
          expect(bytesOf(talk.stateNow())).toBeLessThanOrEqual(STATE_BYTES);
        }
        expect(talk.model.requests.flatMap(faultsOf)).toEqual([]);
        const keys = [...talk.ports.appointments, ...talk.ports.todoItems].map(each => each.key);
        expect(new Set(keys).size).toBe(keys.length);
        expect(/4829|1111|four eight/.test(talk.traces())).toBe(false);
      },
    ),
    { numRuns: 40 },
  );
});
