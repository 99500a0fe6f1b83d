import { handler } from '../../../functions/voicemail/listen';
import { listenLink } from '../../../lib/voicemail/listen-link';
import { PART_BYTES } from '../../../lib/voicemail/listen';
import type { RecordingSid } from '../../../lib/sid';
import { accountSid, authToken, captureLog, runFunction } from '../run-function';

captureLog();
const recordingSid = `RE${'a'.repeat(32)}` as RecordingSid;
const key = { domain: 'linekit-1234-dev.twil.io', secret: authToken };
const context = { getTwilioClient: () => ({}) };

function open(expiresAt: Date, change: Record<string, string> = {}): Record<string, string> {
  return { ...Object.fromEntries(new URL(listenLink(key, recordingSid, expiresAt)).searchParams), ...change };
}
const tomorrow = new Date(Date.now() + 86_400_000);

function serve(audio: Buffer): jest.SpyInstance {
  return jest.spyOn(globalThis, 'fetch').mockResolvedValue(new Response(new Uint8Array(audio)));
}

test("plays the recording, fetched by its SID with the account's credentials", async () => {
  const fetched = serve(Buffer.from('mp3'));
  const answer = await runFunction(handler, open(tomorrow), { context });
  expect(answer).toMatchObject({ status: 200, headers: { 'content-type': 'audio/mpeg' }, body: Buffer.from('mp3') });
  expect(fetched).toHaveBeenCalledWith(
    `https://api.twilio.com/2010-04-01/Accounts/${accountSid}/Recordings/${recordingSid}.mp3`,
    {
      headers: { authorization: `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}` },
    },
  );
});

test('a player gets the part it asks for', async () => {
  serve(Buffer.from('0123456789'));
  const answer = await runFunction(handler, open(tomorrow), { context, headers: { range: 'bytes=2-4' } });
  expect(answer).toMatchObject({ status: 206, headers: { 'content-range': 'bytes 2-4/10' }, body: Buffer.from('234') });
});

test('a long recording comes in parts that a Function can answer', async () => {
  serve(Buffer.alloc(PART_BYTES + 10));
  const answer = await runFunction(handler, open(tomorrow), { context, headers: { range: 'bytes=0-' } });
  expect(answer).toMatchObject({
    status: 206,
    headers: { 'content-range': `bytes 0-${PART_BYTES - 1}/${PART_BYTES + 10}` },
  });
});

test.each([
  ['another recording', { recording: `RE${'c'.repeat(32)}` }, 403, 'LINK_INVALID'],
  ['a later end', { expires: '99999999999' }, 403, 'LINK_INVALID'],
  ['another signature', { signature: 'x' }, 403, 'LINK_INVALID'],
])('a link changed to %s opens nothing', async (_name, change, status, code) => {
  const fetched = serve(Buffer.from('mp3'));
  await expect(runFunction(handler, open(tomorrow, change), { context })).resolves.toMatchObject({
    status,
    body: { code },
  });
  expect(fetched).not.toHaveBeenCalled();
});

test('an expired link says so', async () => {
  const answer = await runFunction(handler, open(new Date(Date.now() - 2_000)), { context });
  expect(answer).toMatchObject({ status: 410, body: { code: 'LINK_EXPIRED' } });
});
