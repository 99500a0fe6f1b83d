import { handler } from '../../../functions/voicemail/delete';
import { handler as play } from '../../../functions/voicemail/play';
import { openFlexRoom, RECORDING_SID, refusesBadTokens, voicemail } from '../flex-room';
import { captureLog } from '../run-function';

captureLog();
refusesBadTokens(handler, { taskSid: `WT${'1'.repeat(32)}` });

test('deletes recording and words; the player then says that they are gone', async () => {
  const room = await openFlexRoom();
  const { workerSid, token } = await room.hire('Ana');
  const taskSid = await room.task(voicemail, workerSid);
  await room.delivered(taskSid);
  const answer = await room.call(handler, { Token: token, taskSid });
  expect(answer).toMatchObject({ status: 200, body: { success: true, tasks: 1 } });
  expect(room.requests).toContainEqual(
    expect.stringMatching(new RegExp(`^DELETE .*/Recordings/${RECORDING_SID}.json$`)),
  );
  expect((await room.attributesOf(taskSid))['callBackData']).toMatchObject({ isDeleted: true, transcriptText: '' });
  await expect(room.call(play, { Token: token, taskSid })).resolves.toMatchObject({
    status: 410,
    body: { code: 'RECORDING_DELETED' },
  });
});

test('another agent deletes nothing; a supervisor may', async () => {
  const room = await openFlexRoom();
  const [ana, bo, lee] = [await room.hire('Ana'), await room.hire('Bo'), await room.hire('Lee', ['supervisor'])];
  await room.delivered(await room.task(voicemail, ana.workerSid));
  const refused = await room.call(handler, { Token: bo.token, recordingSid: RECORDING_SID });
  expect(refused).toMatchObject({ status: 403, body: { code: 'TASK_NOT_HELD' } });
  expect(room.requests.filter(request => request.startsWith('DELETE'))).toEqual([]);
  const answer = await room.call(handler, { Token: lee.token, recordingSid: RECORDING_SID });
  expect(answer).toMatchObject({ status: 200, body: { success: true, tasks: 1 } });
});
