import { scene } from '../assistant/scene.fake';
import { AppError } from '../errors';
import { endCall, isOver, type AssistantDesk } from '.';

const slot = '2026-11-24T10:00:00-08:00';

/** A caller who said yes to a booking, and a process that died before it could write what came of it. */
async function diedWhileBooking() {
  const talk = await scene({
    script: [
      { calls: [{ name: 'identifyCaller' }] },
      { calls: [{ name: 'bookAppointment', input: { start: slot, what: 'a check-up' } }] },
    ],
  });
  await talk.start();
  await talk.say('I want to book a check-up');
  await talk.press('4829#');
  const write = talk.store.write.bind(talk.store);
  let writes = 0;
  talk.store.write = async (...words) => {
    if ((writes += 1) > 1) throw new AppError('VENDOR_UNAVAILABLE', 'the process died');
    return write(...words);
  };
  await expect(talk.say('yes')).rejects.toMatchObject({ code: 'VENDOR_UNAVAILABLE' });
  talk.store.write = write;
  // Of the desk nothing else is asked.
  const desk = () => ({ deps: talk.deps() }) as unknown as AssistantDesk;
  return { talk, desk };
}

const linesOf = ({ log }: Awaited<ReturnType<typeof scene>>) => log.lines.map(({ level, message }) => [level, message]);

test('what another request may be at is looked at again when its time is over', async () => {
  const { talk, desk } = await diedWhileBooking();
  await endCall(desk, talk.clock.now().getTime() + 20_000);
  expect(talk.stateNow()).toMatchObject({ phase: 'closed', done: [`booked: a check-up, ${slot}`], unsure: [] });
  expect(linesOf(talk).at(-1)).toEqual(['info', 'assistant: the caller hung up']);
});

test('where there is no time left somebody is told to look', async () => {
  const { talk, desk } = await diedWhileBooking();
  await endCall(desk, talk.clock.now().getTime() + 2_000);
  expect(linesOf(talk).at(-1)).toEqual([
    'error',
    'assistant: somebody must check what was done for a caller who hung up',
  ]);
});

test('told twice, it is said once', async () => {
  const { talk, desk } = await diedWhileBooking();
  for (const _ of [1, 2]) await endCall(desk, talk.clock.now().getTime() + 20_000);
  expect(linesOf(talk).filter(([, message]) => message === 'assistant: the caller hung up')).toHaveLength(1);
});

test('a call is over however it ended', () => {
  expect(['completed', 'no-answer', 'in-progress', 'ringing', ''].map(isOver)).toEqual([
    true,
    true,
    false,
    false,
    false,
  ]);
});
