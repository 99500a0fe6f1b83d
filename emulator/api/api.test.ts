import type { ApiReply, CallerStep } from '../contract';
import { createDispatcher } from '../gateway/dispatcher';
import { TEST_ACCOUNT_SID, TEST_AUTH_TOKEN } from '../testing/world';
import { CALLER_NUMBER, heardIn, LINE_NUMBER, testLine, untilDone, type TestLine } from '../voice/testing/test-line';

const MESSAGE: CallerStep[] = [
  { do: 'listen', until: 'beep' },
  { do: 'say', words: 'please call me back about my order' },
];
const RECORD = { '/voice': '<Record action="/action" timeout="2"/>', '/action': '<Hangup/>' };

async function withRecording(
  options: Parameters<typeof testLine>[1] = {},
): Promise<{ line: TestLine; sid: string; callSid: string }> {
  const line = await testLine(RECORD, options);
  const report = await line.call(MESSAGE);
  const sid = line.sentTo('/action')[0]?.parameters['RecordingSid'] ?? '';
  return { line, sid, callSid: report.call.sid };
}

function bytesOf({ body }: ApiReply): Buffer {
  if (!Buffer.isBuffer(body)) throw new Error('the answer is no file');
  return body;
}

describe('accounts', () => {
  test('an account reads itself, and no other', async () => {
    const line = await testLine({});
    expect(await line.api('GET', '.json')).toMatchObject({
      status: 200,
      body: {
        sid: TEST_ACCOUNT_SID,
        friendly_name: 'Test account',
        status: 'active',
        type: 'Full',
        uri: `/2010-04-01/Accounts/${TEST_ACCOUNT_SID}.json`,
        subresource_uris: { calls: `/2010-04-01/Accounts/${TEST_ACCOUNT_SID}/Calls.json` },
      },
    });
  });
});

describe('incoming phone numbers', () => {
  test.each([
    ['0300', 1],
    ['+1555*100300', 1],
    ['*00300', 1],
    ['+1556', 0],
    ['.*', 0],
  ])('the filter %s, where * is any digit, finds %i', async (pattern, found) => {
    const line = await testLine({});
    await line.api('POST', '/IncomingPhoneNumbers.json', { form: { PhoneNumber: '+15550100300' } });
    const query = new URLSearchParams({ PhoneNumber: pattern, FriendlyName: '0300' });
    const { body } = await line.api('GET', `/IncomingPhoneNumbers.json?${query.toString()}`);
    expect(body).toMatchObject({ incoming_phone_numbers: { length: found } });
  });

  test('a number is had, changed, found, given back', async () => {
    const line = await testLine({});
    const made = await line.api('POST', '/IncomingPhoneNumbers.json', { form: { PhoneNumber: '+15550100300' } });
    expect(made).toMatchObject({
      status: 201,
      body: {
        phone_number: '+15550100300',
        friendly_name: '(555) 010-0300',
        voice_url: '',
        voice_method: 'POST',
        capabilities: { voice: true, sms: true, mms: true, fax: false },
        address_sid: null,
      },
    });
    const { sid } = made.body as { sid: string };
    const path = `/IncomingPhoneNumbers/${sid}.json`;
    expect(await line.api('POST', path, { form: { VoiceUrl: 'https://app.example/new' } })).toMatchObject({
      status: 200,
      body: { voice_url: 'https://app.example/new', phone_number: '+15550100300' },
    });
    expect(await line.api('GET', '/IncomingPhoneNumbers.json?PhoneNumber=%2B15550100300')).toMatchObject({
      body: { incoming_phone_numbers: [{ sid }], next_page_uri: null },
    });
    expect(await line.api('DELETE', path)).toMatchObject({ status: 204 });
    expect(await line.api('GET', path)).toMatchObject({ status: 404, body: { code: 20404 } });
  });

  test.each([
    [{ PhoneNumber: LINE_NUMBER }, 21422],
    [{ PhoneNumber: '12' }, 21421],
    [{}, 21404],
    [{ AreaCode: '1' }, 21451],
    [{ PhoneNumber: '+15550100400', VoiceUrl: 'no url' }, 21402],
    [{ PhoneNumber: '+15550100400', StatusCallback: 'no url' }, 21502],
    [{ PhoneNumber: '+15550100400', FriendlyName: 'x'.repeat(65) }, 20002],
    [{ PhoneNumber: '+15550100400', VoiceApplicationSid: `AP${'0'.repeat(32)}` }, 21420],
  ])('%j is refused with %i', async (form, code) => {
    const line = await testLine({});
    expect(await line.api('POST', '/IncomingPhoneNumbers.json', { form })).toMatchObject({
      status: 400,
      body: { code },
    });
  });

  test('an area code gives a number in it', async () => {
    const line = await testLine({});
    const made = await line.api('POST', '/IncomingPhoneNumbers.json', { form: { AreaCode: '415' } });
    expect(made.body).toMatchObject({ phone_number: '+14155550100' });
  });
});

describe('calls', () => {
  test('a finished call is read, listed by filter and deleted', async () => {
    const { line, callSid } = await withRecording();
    expect(await line.api('GET', `/Calls/${callSid}.json`)).toMatchObject({
      status: 200,
      body: {
        sid: callSid,
        status: 'completed',
        direction: 'inbound',
        from_formatted: '(555) 014-2222',
        start_time: 'Mon, 02 Mar 2026 15:00:00 +0000',
        price_unit: 'USD',
      },
    });
    const count = async (query: string): Promise<number> => {
      const { body } = await line.api('GET', `/Calls.json?${query}`);
      return (body as { calls: unknown[] }).calls.length;
    };
    expect(await count(`From=${encodeURIComponent(CALLER_NUMBER)}&Status=completed&StartTime=2026-03-02`)).toBe(1);
    expect(await count('Status=busy')).toBe(0);
    expect(await count(`${encodeURIComponent('StartTime>')}=2026-03-03`)).toBe(0);
    expect(await count(`${encodeURIComponent('StartTime<')}=2026-03-02`)).toBe(1);
    expect(await line.api('DELETE', `/Calls/${callSid}.json`)).toMatchObject({ status: 204 });
    expect(await count('')).toBe(0);
  });

  test('a call is made: rings, is answered, runs the document and tells its callback', async () => {
    const line = await testLine({ '/out': '<Say>Hello out there</Say>', '/status': '' });
    const made = await line.api('POST', '/Calls.json', {
      form: {
        To: CALLER_NUMBER,
        From: LINE_NUMBER,
        Url: 'https://app.example/out',
        StatusCallback: 'https://app.example/status',
        StatusCallbackEvent: ['initiated', 'ringing', 'answered', 'completed'],
      },
    });
    expect(made).toMatchObject({
      status: 201,
      body: { direction: 'outbound-api', status: 'queued', start_time: null },
    });
    await line.world.controls.advance(60_000);
    expect(line.sentTo('/out')[0]?.parameters).toMatchObject({ CallStatus: 'in-progress', Direction: 'outbound-api' });
    const told = line
      .sentTo('/status')
      .map(({ parameters }) => [parameters['SequenceNumber'], parameters['CallStatus']]);
    expect(told).toEqual([
      ['0', 'initiated'],
      ['1', 'ringing'],
      ['2', 'in-progress'],
      ['3', 'completed'],
    ]);
  });

  test.each([
    [{ do: 'busy' }, 'busy'],
    [{ do: 'no-answer' }, 'no-answer'],
    [{ do: 'fail' }, 'failed'],
  ] as const)('a callee who does not answer: %j', async (callee, status) => {
    const line = await testLine({ '/out': '<Say>Hello</Say>' }, { callees: () => callee });
    const form = { To: CALLER_NUMBER, From: LINE_NUMBER, Url: 'https://app.example/out' };
    const { body } = await line.api('POST', '/Calls.json', { form });
    await line.world.controls.advance(120_000);
    expect(await line.api('GET', `/Calls/${(body as { sid: string }).sid}.json`)).toMatchObject({ body: { status } });
    expect(line.sentTo('/out')).toEqual([]);
  });

  const GOOD = { To: CALLER_NUMBER, From: LINE_NUMBER, Twiml: '<Response/>' };
  test.each([
    [{ ...GOOD, To: '' }, 400, 21201],
    [{ ...GOOD, From: '' }, 400, 21213],
    [{ ...GOOD, To: '123' }, 400, 21211],
    [{ ...GOOD, From: '+15550109999' }, 400, 21210],
    [{ ...GOOD, Twiml: '' }, 400, 21205],
    [{ ...GOOD, Twiml: '', Url: 'no url' }, 400, 21205],
    [{ ...GOOD, Byoc: `BY${'0'.repeat(32)}` }, 501, 501],
  ])('%j is refused with %i/%i', async (form, status, code) => {
    const line = await testLine({});
    expect(await line.api('POST', '/Calls.json', { form })).toMatchObject({ status, body: { code } });
    expect(await line.api('GET', '/Calls.json')).toMatchObject({ body: { calls: [] } });
  });

  test('a running call is redirected, then ended; after that nothing can be done to it', async () => {
    const line = await testLine({ '/voice': '<Pause length="60"/>', '/moved': '<Say>Moved</Say><Pause length="60"/>' });
    const { callSid, ended } = line.voice.placeCall({ from: CALLER_NUMBER, to: LINE_NUMBER, caller: [] });
    await line.world.controls.advance(5000);
    const path = `/Calls/${callSid}.json`;
    expect(await line.api('DELETE', path)).toMatchObject({ status: 409 });
    expect(await line.api('POST', path, { form: {} })).toMatchObject({ status: 400, body: { code: 20001 } });
    expect(await line.api('POST', path, { form: { Url: 'https://app.example/moved' } })).toMatchObject({
      status: 200,
      body: { status: 'in-progress' },
    });
    await line.world.controls.advance(5000);
    expect(await line.api('POST', path, { form: { Status: 'completed' } })).toMatchObject({
      body: { status: 'completed' },
    });
    expect(heardIn(await untilDone(line.world, ended))).toEqual(['Moved']);
    expect(await line.api('POST', path, { form: { Url: 'https://app.example/moved' } })).toMatchObject({
      status: 400,
      body: { code: 21220 },
    });
  });
});

describe('recordings', () => {
  test('are read, listed, listed by call, and deleted with their file', async () => {
    const { line, sid, callSid } = await withRecording();
    expect(await line.api('GET', `/Recordings/${sid}.json`)).toMatchObject({
      status: 200,
      body: {
        sid,
        call_sid: callSid,
        status: 'completed',
        duration: '3',
        channels: 1,
        source: 'RecordVerb',
        encryption_details: null,
        media_url: `https://api.twilio.com/2010-04-01/Accounts/${TEST_ACCOUNT_SID}/Recordings/${sid}`,
      },
    });
    expect(await line.api('GET', `/Recordings.json?CallSid=${callSid}`)).toMatchObject({
      body: { recordings: [{ sid }] },
    });
    expect(await line.api('GET', `/Recordings.json?CallSid=CA${'0'.repeat(32)}`)).toMatchObject({
      body: { recordings: [] },
    });
    const ofCall = await line.api('GET', `/Calls/${callSid}/Recordings.json`);
    expect(ofCall).toMatchObject({ body: { recordings: [{ sid, track: 'inbound' }] } });
    expect(await line.api('DELETE', `/Recordings/${sid}.json`)).toMatchObject({ status: 204 });
    expect(await line.api('GET', `/Recordings/${sid}.wav`)).toMatchObject({ status: 404 });
  });

  test('the file is WAV or MP3, and its words are known', async () => {
    const { line, sid } = await withRecording();
    const wav = await line.api('GET', `/Recordings/${sid}.wav`);
    expect(wav).toMatchObject({ status: 200, headers: { 'content-type': 'audio/x-wav' } });
    // 7 words of 0.4 s, 16,000 bytes a second, less the silence of the last syllable.
    expect(bytesOf(wav).length).toBeGreaterThan(40_000);
    expect(bytesOf(wav).length).toBeLessThan(45_000);
    expect(bytesOf(await line.api('GET', `/Recordings/${sid}`))).toEqual(bytesOf(wav));
    const mp3 = await line.api('GET', `/Recordings/${sid}.mp3`);
    expect(mp3.headers).toMatchObject({ 'content-type': 'audio/mpeg', 'content-length': String(bytesOf(mp3).length) });
    expect(line.voice.wordsIn(bytesOf(mp3))).toBe('please call me back about my order');
    expect(line.voice.wordsIn(bytesOf(wav))).toBe('please call me back about my order');
  });

  test('a part of the file can be asked for', async () => {
    const { line, sid } = await withRecording();
    const whole = bytesOf(await line.api('GET', `/Recordings/${sid}.wav`));
    const ask = (range: string): Promise<ApiReply> => line.api('GET', `/Recordings/${sid}.wav`, { headers: { range } });
    const part = await ask('bytes=0-43');
    expect(part).toMatchObject({
      status: 206,
      headers: { 'content-length': '44', 'content-range': `bytes 0-43/${whole.length}` },
    });
    expect(bytesOf(part)).toEqual(whole.subarray(0, 44));
    expect(bytesOf(await ask('bytes=-10'))).toEqual(whole.subarray(-10));
    expect(bytesOf(await ask('bytes=100-'))).toEqual(whole.subarray(100));
    expect(await ask(`bytes=${whole.length}-`)).toMatchObject({
      status: 416,
      headers: { 'content-range': `bytes */${whole.length}` },
    });
    expect((await ask('lines=1-2')).status).toBe(200);
  });

  test('two channels of one are refused', async () => {
    const { line, sid } = await withRecording();
    expect(await line.api('GET', `/Recordings/${sid}.wav?RequestedChannels=2`)).toMatchObject({ status: 400 });
    expect(await line.api('GET', `/Recordings/${sid}.wav?RequestedChannels=1`)).toMatchObject({ status: 200 });
  });

  test('without credentials the file is withheld, unless the account allows it', async () => {
    const ask = async ({ line, sid }: { line: TestLine; sid: string }, password: string): Promise<number> => {
      const dispatch = createDispatcher([line.voice.product], line.world);
      const url = `https://api.twilio.com/2010-04-01/Accounts/${TEST_ACCOUNT_SID}/Recordings/${sid}.wav`;
      const authorization = `Basic ${Buffer.from(`${TEST_ACCOUNT_SID}:${password}`).toString('base64')}`;
      return (await dispatch('GET', url, { headers: { authorization } })).status;
    };
    const closed = await withRecording();
    expect(await ask(closed, 'wrong')).toBe(401);
    expect(await ask(closed, TEST_AUTH_TOKEN)).toBe(200);
    expect(await ask(await withRecording({ mediaAuth: false }), 'wrong')).toBe(200);
  });

  test('the file can be late', async () => {
    const line = await testLine(RECORD, { mediaDelayMs: 5000 });
    const statuses: number[] = [];
    const { ended } = line.voice.placeCall({ from: CALLER_NUMBER, to: LINE_NUMBER, caller: MESSAGE });
    await untilDone(line.world, ended);
    const sid = line.sentTo('/action')[0]?.parameters['RecordingSid'] ?? '';
    for (const waitMs of [0, 5000]) {
      await line.world.controls.advance(waitMs);
      statuses.push((await line.api('GET', `/Recordings/${sid}.mp3`)).status);
    }
    expect(statuses).toEqual([404, 200]);
  });

  test('no such recording, no such account', async () => {
    const { line } = await withRecording();
    expect(await line.api('GET', `/Recordings/RE${'0'.repeat(32)}.wav`)).toMatchObject({ status: 404 });
    expect(await line.api('GET', `/Calls/CA${'0'.repeat(32)}/Recordings.json`)).toMatchObject({ status: 404 });
  });
});
