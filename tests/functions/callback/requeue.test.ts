import { handler } from '../../../functions/callback/requeue';
import { openFlexRoom, refusesBadTokens, voicemail } from '../flex-room';
import { captureLog } from '../run-function';

captureLog();
refusesBadTokens(handler, { taskSid: `WT${'1'.repeat(32)}` });

const callback = { ...voicemail, taskType: 'callback', callBackData: { ...voicemail.callBackData, recordingSid: '' } };

test('makes the task of the next attempt and completes this one; again is the same task', async () => {
  const room = await openFlexRoom();
  const { workerSid, token } = await room.hire('Ana');
  const taskSid = await room.task(callback, workerSid);
  const first = await room.call(handler, { Token: token, taskSid, outcome: 'busy' });
  expect(first).toMatchObject({
    status: 200,
    body: { success: true, attempts: 1, maxAttempts: 3, retryMinutes: 10, taskSid: expect.stringMatching(/^WT/) },
  });
  const second = await room.call(handler, { Token: token, taskSid, outcome: 'no-answer' });
  expect(second.body).toMatchObject({ taskSid: (first.body as { taskSid: string }).taskSid });
  const tasks = await room.office.list('/Tasks');
  expect(tasks.map(task => task.assignment_status).sort()).toEqual(['completed', 'reserved']);
});

test('two requests at once make one task', async () => {
  const room = await openFlexRoom();
  const { workerSid, token } = await room.hire('Ana');
  const taskSid = await room.task(callback, workerSid);
  const answers = await Promise.all([1, 2, 3].map(() => room.call(handler, { Token: token, taskSid })));
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  expect(new Set(answers.map(({ body }) => (body as { taskSid: string }).taskSid)).size).toBe(1);
  expect(await room.office.list('/Tasks')).toHaveLength(2);
});

test('an outcome that the workflow has no delay for is refused', async () => {
  const room = await openFlexRoom();
  const { workerSid, token } = await room.hire('Ana');
  const taskSid = await room.task(callback, workerSid);
  const answer = await room.call(handler, { Token: token, taskSid, outcome: 'reached' });
  expect(answer).toMatchObject({ status: 400, body: { success: false, code: 'BAD_INPUT' } });
  expect(await room.office.list('/Tasks')).toHaveLength(1);
});

test('after the last attempt: 409, and the task stays with the agent', async () => {
  const room = await openFlexRoom();
  const { workerSid, token } = await room.hire('Ana');
  const last = { ...callback, callBackData: { ...callback.callBackData, attempts: 2 } };
  const taskSid = await room.task(last, workerSid);
  const answer = await room.call(handler, { Token: token, taskSid });
  expect(answer).toMatchObject({ status: 409, body: { success: false, code: 'ATTEMPTS_EXHAUSTED' } });
  expect(await room.office.get(`/Tasks/${taskSid}`)).toMatchObject({ assignment_status: 'assigned' });
});
