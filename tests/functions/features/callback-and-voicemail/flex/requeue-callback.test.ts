import { handler } from '../../../../../functions/features/callback-and-voicemail/flex/requeue-callback';
import { openFlexRoom, refusesBadTokens, voicemail } from '../../../flex-room';
import { captureLog } from '../../../run-function';

captureLog();
refusesBadTokens(handler, { taskSid: `WT${'1'.repeat(32)}` });

test('the stock plugin tries later with nothing but the task', async () => {
  const room = await openFlexRoom();
  const { workerSid, token } = await room.hire('Ana');
  const taskSid = await room.task(voicemail, workerSid);
  const answer = await room.call(handler, { Token: token, taskSid });
  expect(answer).toMatchObject({ status: 200, body: { success: true, taskSid: expect.stringMatching(/^WT/) } });
  const made = (answer.body as { taskSid: string }).taskSid;
  expect(await room.attributesOf(made)).toMatchObject({
    ...voicemail,
    callBackData: { ...voicemail.callBackData, attempts: 1, retry: 'no-answer' },
    linekit: { retryOf: taskSid },
  });
});
