import { handler } from '../../../functions/callback/result';
import { openFlexRoom, refusesBadTokens, voicemail } from '../flex-room';
import { captureLog } from '../run-function';

captureLog();
refusesBadTokens(handler, { taskSid: `WT${'1'.repeat(32)}`, result: 'busy' });

test.each(['taskSid', 'parentTask'] as const)('writes how the call went on the task that %s names', async by => {
  const room = await openFlexRoom();
  const { workerSid, token } = await room.hire('Ana');
  const taskSid = await room.task(voicemail, workerSid);
  const [reservation] = await room.office.list(`/Tasks/${taskSid}/Reservations`);
  const named = by === 'taskSid' ? { taskSid } : { parentTask: String(reservation?.sid) };
  const callSid = `CA${'5'.repeat(32)}`;
  const answer = await room.call(handler, { Token: token, ...named, result: 'no-answer', callSid, seconds: '0' });
  expect(answer).toMatchObject({ status: 200, body: { success: true, taskSid, recorded: true } });
  expect(await room.attributesOf(taskSid)).toMatchObject({
    ...voicemail,
    linekit: { result: { outcome: 'no-answer', call_sid: callSid, seconds: 0 } },
  });
});

test('a request that names no callback is refused', async () => {
  const room = await openFlexRoom();
  const { token } = await room.hire('Ana');
  const answer = await room.call(handler, { Token: token, result: 'busy' });
  expect(answer).toMatchObject({ status: 400, body: { code: 'BAD_INPUT' } });
});
