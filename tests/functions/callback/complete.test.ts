import { handler } from '../../../functions/callback/complete';
import { openFlexRoom, refusesBadTokens, voicemail } from '../flex-room';
import { captureLog } from '../run-function';

captureLog();
refusesBadTokens(handler, { taskSid: `WT${'1'.repeat(32)}`, disposition: 'reached' });

test('completes the task with its disposition; again is no error', async () => {
  const room = await openFlexRoom();
  const { workerSid, token } = await room.hire('Ana');
  const taskSid = await room.task(voicemail, workerSid);
  for (const disposition of ['message-left', 'other']) {
    const answer = await room.call(handler, { Token: token, taskSid, disposition, note: 'call on Friday' });
    expect(answer).toMatchObject({ status: 200, body: { success: true, taskSid, disposition: 'message-left' } });
  }
  expect(await room.office.get(`/Tasks/${taskSid}`)).toMatchObject({
    assignment_status: 'completed',
    reason: 'message-left',
  });
  expect(await room.attributesOf(taskSid)).toMatchObject({
    callBackData: voicemail.callBackData,
    conversations: { ...voicemail.conversations, outcome: 'message-left' },
    linekit: { disposition: { code: 'message-left', by: workerSid } },
  });
});

test('a disposition that is not on the list, and no task: both are named', async () => {
  const room = await openFlexRoom();
  const { token } = await room.hire('Ana');
  const answer = await room.call(handler, { Token: token, disposition: 'went fine' });
  expect(answer).toMatchObject({
    status: 400,
    body: {
      success: false,
      code: 'BAD_INPUT',
      message: expect.stringMatching(/taskSid is missing.*disposition is malformed/),
    },
  });
});

test('a task that the agent never had stays as it is', async () => {
  const room = await openFlexRoom();
  const ana = await room.hire('Ana');
  const bo = await room.hire('Bo');
  const taskSid = await room.task(voicemail, ana.workerSid);
  const answer = await room.call(handler, { Token: bo.token, taskSid, disposition: 'other' });
  expect(answer).toMatchObject({ status: 403, body: { code: 'TASK_NOT_HELD' } });
  expect(await room.office.get(`/Tasks/${taskSid}`)).toMatchObject({ assignment_status: 'assigned' });
});
