import type { ClockMode } from '../../emulator';
import { BOOKED_IN, bookCallback, openDesk } from '../support/desk';
import { CALLER, moments, openLine, type TestLine } from '../support/line';

const clocks: ClockMode[] = ['controlled', 'fast-forward', 'real'];

/** Calls that are over in a moment: on the real clock a second is one. */
describe.each(clocks)('on the %s clock', clock => {
  let line: TestLine;
  beforeAll(async () => {
    line = await openLine(moments.open, {}, clock);
  });
  afterAll(() => line.close());

  test('an agent finds the number busy and tries later; the next callback reaches its caller and is completed', async () => {
    const ana = await openDesk(line);
    const first = await bookCallback(line);
    expect(await ana.accept()).toBe(first);
    line.emulator.callees.set(CALLER, { do: 'busy' });
    const missed = await ana.callBack(first);
    expect(missed.status).toBe('busy');
    const noted = { parentTask: missed.parentTask, result: 'busy', callSid: missed.callSid };
    expect(await ana.ask('/callback/result', noted)).toMatchObject({ status: 200, body: { taskSid: first } });
    const asked = [1, 2].map(() => ana.ask('/callback/requeue', { taskSid: first }));
    const [later, again] = await Promise.all(asked);
    expect(later).toMatchObject({ status: 200, body: { success: true, attempts: 1, retryMinutes: 5 } });
    expect(again?.body['taskSid']).toBe(later?.body['taskSid']);
    expect(await ana.task(first)).toMatchObject({ status: 'completed', reason: 'try later: busy' });
    expect(await ana.task(String(later?.body['taskSid']))).toMatchObject({ status: 'pending' });

    const second = await bookCallback(line);
    expect(await ana.accept()).toBe(second);
    line.emulator.callees.set(CALLER, { do: 'answer', steps: [{ do: 'hang-up' }] });
    const reached = await ana.callBack(second);
    await ana.ask('/callback/result', { taskSid: second, result: 'reached', callSid: reached.callSid });
    await ana.ask('/callback/complete', { taskSid: second, disposition: 'reached' });
    expect(await ana.task(second)).toMatchObject({
      status: 'completed',
      reason: 'reached',
      attributes: { conversations: { conversation_id: BOOKED_IN, outcome: 'reached' } },
    });
  });
});
