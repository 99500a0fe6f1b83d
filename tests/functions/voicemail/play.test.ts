import { handler } from '../../../functions/voicemail/play';
import { openFlexRoom, RECORDING_SID, refusesBadTokens, voicemail } from '../flex-room';
import { captureLog } from '../run-function';

const log = captureLog();
refusesBadTokens(handler, { taskSid: `WT${'1'.repeat(32)}` });

function serve(): jest.SpyInstance {
  return jest
    .spyOn(globalThis, 'fetch')
    .mockImplementation(async () => new Response(new Uint8Array(Buffer.from('0123456789'))));
}

test('streams the recording to whoever has the task, in the part that a player asks for, and says so in the log', async () => {
  const room = await openFlexRoom();
  const { workerSid, token } = await room.hire('Ana');
  const taskSid = await room.task(voicemail, workerSid);
  await room.delivered(taskSid);
  serve();
  await expect(room.call(handler, { Token: token, taskSid })).resolves.toMatchObject({
    status: 200,
    headers: { 'content-type': 'audio/mpeg', 'access-control-allow-origin': '*' },
    body: Buffer.from('0123456789'),
  });
  await expect(
    room.call(handler, { Token: token, recordingSid: RECORDING_SID }, { range: 'bytes=2-4' }),
  ).resolves.toMatchObject({ status: 206, headers: { 'content-range': 'bytes 2-4/10' }, body: Buffer.from('234') });
  expect(log.lines()).toContainEqual(
    expect.objectContaining({ message: 'voicemail played to an agent', recordingSid: RECORDING_SID, workerSid }),
  );
  expect(JSON.stringify(log.lines())).not.toContain(token);
});

test('another agent hears nothing', async () => {
  const room = await openFlexRoom();
  const [ana, bo] = [await room.hire('Ana'), await room.hire('Bo', ['agent', 'admin'])];
  await room.delivered(await room.task(voicemail, ana.workerSid));
  const fetched = serve();
  const answer = await room.call(handler, { Token: bo.token, recordingSid: RECORDING_SID });
  expect(answer).toMatchObject({ status: 403, body: { success: false, code: 'TASK_NOT_HELD' } });
  expect(fetched).not.toHaveBeenCalled();
});

test('a request that names nothing is refused', async () => {
  const room = await openFlexRoom();
  const { token } = await room.hire('Ana');
  await expect(room.call(handler, { Token: token })).resolves.toMatchObject({
    status: 400,
    body: { code: 'BAD_INPUT' },
  });
});
