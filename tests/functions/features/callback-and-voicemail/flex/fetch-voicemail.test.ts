import { handler } from '../../../../../functions/features/callback-and-voicemail/flex/fetch-voicemail';
import { openFlexRoom, RECORDING_SID, refusesBadTokens, voicemail } from '../../../flex-room';
import { captureLog } from '../../../run-function';

captureLog();
refusesBadTokens(handler, { recordingSid: RECORDING_SID });

test('the stock plugin gets type and base64', async () => {
  const room = await openFlexRoom();
  const { workerSid, token } = await room.hire('Ana');
  await room.delivered(await room.task(voicemail, workerSid));
  jest.spyOn(globalThis, 'fetch').mockResolvedValue(new Response(new Uint8Array(Buffer.from('mp3'))));
  const answer = await room.call(handler, { Token: token, recordingSid: RECORDING_SID });
  expect(answer).toMatchObject({
    status: 200,
    headers: { 'content-type': 'application/json', 'access-control-allow-origin': '*' },
    body: { type: 'audio/mpeg', recording: Buffer.from('mp3').toString('base64') },
  });
});

test('a page that asks first whether it may is told so', async () => {
  const room = await openFlexRoom();
  const answer = await room.call(handler, {}, { 'access-control-request-method': 'POST' });
  expect(answer).toMatchObject({
    status: 204,
    headers: {
      'access-control-allow-origin': '*',
      'access-control-allow-methods': 'GET, POST, OPTIONS',
      'access-control-allow-headers': 'Content-Type, Range',
    },
  });
  expect(room.requests).toEqual([]);
});
