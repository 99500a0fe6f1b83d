import { AppError } from '../errors';
import type { Scripted } from './model.fake';
import { scene, type Scene } from './scene.fake';

const slot = '2026-11-24T10:00:00-08:00';
const book: Scripted = { calls: [{ name: 'bookAppointment', input: { start: slot, what: 'a check-up' } }] };
const identify: Scripted = { calls: [{ name: 'identifyCaller' }] };
const done = { text: 'It is booked. Anything else?' };

/** A talk that waits for the caller's yes to a booking. */
async function asked(): Promise<Scene> {
  const talk = await scene({ script: [identify, book, done] });
  await talk.start();
  await talk.say('I want to book a check-up');
  await talk.press('4829#');
  return talk;
}

/** The process that answers dies before it can write what came of it: each write after the first fails. */
async function dieWhileBooking(talk: Scene): Promise<void> {
  const real = talk.store.write.bind(talk.store);
  let writes = 0;
  talk.store.write = async (id, state, revision) => {
    if ((writes += 1) > 1) throw new AppError('VENDOR_UNAVAILABLE', 'the process died');
    return real(id, state, revision);
  };
  await expect(talk.say('yes')).rejects.toMatchObject({ code: 'VENDOR_UNAVAILABLE' });
  talk.store.write = real;
}

test('the rest of what the call cost is booked once, told twice at once and once more later', async () => {
  const talk = await asked();
  expect(talk.stateNow().spent.microUsd).toBeGreaterThan(talk.spend.total);
  const replies = await Promise.all([talk.hangUp(), talk.hangUp()]);
  expect(replies.map(({ then }) => then)).toEqual(['done', 'done']);
  expect(talk.spend.total).toBe(talk.stateNow().spent.microUsd);
  talk.store.requests.splice(0);
  const asks = talk.spend.asked;
  await talk.hangUp();
  expect(talk.store.requests).toEqual(['read']);
  expect(talk.spend.asked).toBe(asks);
});

test('a booking of money that fails is made by the next one that is told', async () => {
  const talk = await asked();
  const add = talk.spend.add.bind(talk.spend);
  talk.spend.add = async () => Promise.reject(new AppError('VENDOR_UNREACHABLE', 'no answer'));
  await talk.hangUp();
  talk.spend.add = add;
  await talk.hangUp();
  expect(talk.spend.total).toBe(talk.stateNow().spent.microUsd);
});

test('what the model had cost when the caller hung up under it is booked, too', async () => {
  const hangUp: { now?: () => Promise<unknown> } = {};
  const gone: Promise<unknown>[] = [];
  const talk = await scene({
    script: (_request, count) => {
      if (count === 2 && hangUp.now) gone.push(hangUp.now());
      return { text: 'We are open until five.', ms: 10 };
    },
  });
  await talk.start();
  await talk.say('Are you open?');
  const first = talk.stateNow().spent.microUsd;
  hangUp.now = talk.hangUp;
  await talk.say('And tomorrow?');
  await Promise.all(gone);
  expect(talk.model.requests).toHaveLength(2);
  expect(talk.stateNow()).toMatchObject({ phase: 'closed', spent: { microUsd: 2 * first } });
  expect(talk.spend.total).toBe(2 * first);
});

test('a story is left without asking the model again', async () => {
  const talk = await asked();
  const requests = talk.model.requests.length;
  const { handOver } = await talk.hangUp();
  expect(handOver).toMatchObject({
    summary: expect.stringContaining('Rosa Diaz. Wants: I want to book a check-up.') as unknown,
    reason: 'the caller hung up',
    done: [],
    unsure: [],
  });
  expect(talk.stateNow().summary?.text).toBe(handOver?.summary);
  expect(talk.model.requests).toHaveLength(requests);
});

test('a request that died inside a booking: told to ask again while its time lasts, then looked for and known', async () => {
  const talk = await asked();
  await dieWhileBooking(talk);
  await expect(talk.hangUp()).resolves.toMatchObject({ then: 'wait' });
  talk.clock.advance(9_000);
  await expect(talk.hangUp()).resolves.toMatchObject({ then: 'done', handOver: { unsure: [] } });
  expect(talk.stateNow().done).toEqual([`booked: a check-up, ${slot}`]);
  expect(talk.ports.called.filter(call => call === 'calendar.book')).toHaveLength(1);
});

test('what nobody can find out is said to be unsure', async () => {
  const talk = await asked();
  await dieWhileBooking(talk);
  talk.clock.advance(9_000);
  talk.ports.fail('calendar.find', { times: 9, code: 'VENDOR_UNAVAILABLE' });
  await expect(talk.hangUp()).resolves.toMatchObject({ then: 'done', handOver: { unsure: ['bookAppointment'] } });
});

test('of a call that never came to the assistant nothing is kept', async () => {
  const talk = await scene();
  await expect(talk.hangUp()).resolves.toMatchObject({ then: 'done', say: [] });
  expect(talk.store.requests).toEqual(['read']);
});
