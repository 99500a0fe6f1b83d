import { validateRequest } from 'twilio';
import type { CallerStep } from '../../contract';
import { TEST_ACCOUNT_SID, TEST_AUTH_TOKEN } from '../../testing/world';
import { socketServer, type Message, type SocketServer } from '../testing/socket-server';
import { CALLER_NUMBER, heardIn, LINE_NUMBER, testLine, untilDone } from '../testing/test-line';

let server: SocketServer;
afterEach(() => server.close());

const events = (got: readonly Message[], name: string): Message[] =>
  got.filter(message => (message['event'] ?? message['type']) === name);

describe('<Start><Stream>', () => {
  test('connected, start, media of both tracks every 20 ms, stop; signed and told of', async () => {
    server = await socketServer();
    const line = await testLine({
      '/voice':
        `<Start><Stream url="${server.url}?lost=1" name="copy" track="both_tracks" statusCallback="/stream">` +
        '<Parameter name="a" value="1"/></Stream></Start><Pause length="1"/><Stop><Stream name="copy"/></Stop><Pause/>',
      '/stream': '',
    });
    const report = await line.call([{ do: 'say', words: 'hello' }]);
    expect(server.got[0]).toEqual({ event: 'connected', protocol: 'Call', version: '1.0.0' });
    const streamSid = server.got[1]?.['streamSid'];
    expect(server.got[1]).toEqual({
      event: 'start',
      sequenceNumber: '1',
      streamSid,
      start: {
        accountSid: TEST_ACCOUNT_SID,
        callSid: report.call.sid,
        streamSid,
        tracks: ['inbound', 'outbound'],
        mediaFormat: { encoding: 'audio/x-mulaw', sampleRate: 8000, channels: 1 },
        customParameters: { a: '1' },
      },
    });
    const media = events(server.got, 'media');
    expect(media.length).toBeGreaterThan(90);
    expect(media[0]).toMatchObject({
      sequenceNumber: '2',
      streamSid,
      media: { track: 'inbound', chunk: '1', timestamp: '0', payload: expect.any(String) as unknown },
    });
    expect(media[3]).toMatchObject({ media: { track: 'outbound', chunk: '2', timestamp: '20' } });
    const bytes = Buffer.from((media[0]?.['media'] as { payload: string }).payload, 'base64');
    expect(bytes).toHaveLength(160);
    const spoken = media.some(frame =>
      Buffer.from((frame['media'] as { payload: string }).payload, 'base64').some(byte => byte !== 0xff),
    );
    expect(spoken).toBe(true);
    expect(server.got.at(-1)).toMatchObject({
      event: 'stop',
      streamSid,
      stop: { accountSid: TEST_ACCOUNT_SID, callSid: report.call.sid },
    });
    expect(
      line
        .sentTo('/stream')
        .map(({ kind, parameters: { StreamEvent, StreamName } }) => [kind, StreamEvent, StreamName]),
    ).toEqual([
      ['stream-status', 'stream-started', 'copy'],
      ['stream-status', 'stream-stopped', 'copy'],
    ]);
    const signature = server.requests[0]?.headers['x-twilio-signature'];
    expect(validateRequest(TEST_AUTH_TOKEN, String(signature), server.url, {})).toBe(true);
  });

  test('a server that is not there: the call goes on, the callback hears of it', async () => {
    server = await socketServer();
    const line = await testLine({
      '/voice': '<Start><Stream url="ws://127.0.0.1:1/" statusCallback="/stream"/></Start><Say>on</Say>',
      '/stream': '',
    });
    expect(heardIn(await line.call([]))).toEqual(['on']);
    expect(line.sentTo('/stream')[0]?.parameters).toMatchObject({ StreamEvent: 'stream-error' });
  });

  test('nothing leaves this machine', async () => {
    server = await socketServer();
    const line = await testLine({
      '/voice': '<Connect><Stream url="wss://app.example/media"/></Connect><Say>without it</Say>',
    });
    const report = await line.call([]);
    expect(heardIn(report)).toEqual(['without it']);
    expect(report.timeline).toContainEqual(expect.objectContaining({ detail: { code: 31904 } }) as unknown);
  });

  test('over REST: begun, and stopped by name', async () => {
    server = await socketServer();
    const line = await testLine({ '/voice': '<Pause length="60"/>' });
    const { callSid } = line.voice.placeCall({ from: CALLER_NUMBER, to: LINE_NUMBER, caller: [] });
    await line.world.controls.advance(1000);
    const path = `/Calls/${callSid}/Streams`;
    const made = await line.api('POST', `${path}.json`, {
      form: { Url: server.url, Name: 'copy', 'Parameter1.Name': 'a', 'Parameter1.Value': '1' },
    });
    expect(made).toMatchObject({ body: { name: 'copy', status: 'in-progress', call_sid: callSid } });
    await line.world.controls.advance(200);
    expect(await line.api('POST', `${path}/copy.json`, { form: { Status: 'stopped' } })).toMatchObject({
      body: { status: 'stopped' },
    });
    expect(events(server.got, 'start')[0]).toMatchObject({
      start: { tracks: ['inbound'], customParameters: { a: '1' } },
    });
    expect(await line.api('POST', `${path}.json`, { form: { Url: 'nonsense' } })).toMatchObject({ status: 400 });
    expect(await line.api('POST', `${path}/gone.json`, { form: { Status: 'stopped' } })).toMatchObject({ status: 404 });
  });
});

describe('<Connect><Stream>', () => {
  test('audio from the server is heard, marks come back when it was, clear brings them back at once', async () => {
    server = await socketServer((message, reply) => {
      const streamSid = message['streamSid'];
      if (message['event'] === 'start') {
        reply({ event: 'media', streamSid, media: { payload: Buffer.alloc(8000, 0xff).toString('base64') } });
        reply({ event: 'mark', streamSid, mark: { name: 'one' } });
        reply({ event: 'media', streamSid, media: { payload: Buffer.alloc(80_000, 0xff).toString('base64') } });
        reply({ event: 'mark', streamSid, mark: { name: 'two' } });
      }
      if (message['event'] === 'dtmf') reply({ event: 'clear', streamSid });
    });
    const line = await testLine({ '/voice': `<Connect><Stream url="${server.url}"/></Connect><Say>after</Say>` });
    const { ended } = line.voice.placeCall({
      from: CALLER_NUMBER,
      to: LINE_NUMBER,
      caller: [
        { do: 'listen', until: { ms: 3000 } },
        { do: 'press', digits: '5' },
      ],
    });
    await line.world.controls.advance(4000);
    expect(events(server.got, 'dtmf')[0]).toMatchObject({ dtmf: { track: 'inbound_track', digit: '5' } });
    const marks = server.got.flatMap((message, index) => (message['event'] === 'mark' ? [{ message, index }] : []));
    expect(marks.map(({ message }) => message['mark'])).toEqual([{ name: 'one' }, { name: 'two' }]);
    // One after a second of audio, two when the key cleared the buffer.
    expect(marks[0]?.index).toBeGreaterThan(45);
    expect(marks[1]?.index).toBeGreaterThan(145);
    expect(marks[1]?.index).toBeLessThan(160);
    server.sockets[0]?.close();
    await new Promise<void>(resolve => server.sockets[0]?.once('close', () => resolve()));
    await line.world.controls.settle();
    expect(heardIn(await untilDone(line.world, ended)).at(-1)).toBe('after');
  });
});

test('what a server does wrong is told by Twilio’s codes: messages, too much audio, a connection that breaks', async () => {
  server = await socketServer((message, reply) => {
    if (message['event'] !== 'start') return;
    const media = { payload: Buffer.alloc(8000 * 601).toString('base64') };
    server.sockets[0]?.send('no JSON');
    reply({ event: 'what' });
    for (let count = 0; count < 3; count += 1) reply({ event: 'media', media });
  });
  const line = await testLine({ '/voice': `<Connect><Stream url="${server.url}"/></Connect><Say>after</Say>` });
  const { ended } = line.voice.placeCall({ from: CALLER_NUMBER, to: LINE_NUMBER, caller: [] });
  await line.world.controls.advance(100);
  const closed = new Promise<void>(resolve => server.sockets[0]?.once('close', () => resolve()));
  server.sockets[0]?.terminate();
  await closed;
  await line.world.controls.settle();
  const report = await untilDone(line.world, ended);
  expect(report.timeline.flatMap(({ detail }) => detail?.['code'] ?? [])).toEqual([31950, 31951, 31931, 31921]);
  expect(heardIn(report).at(-1)).toBe('after');
});

test('more than four tracks of a call: 31960, in TwiML and over REST', async () => {
  server = await socketServer();
  const both = `<Stream url="${server.url}" track="both_tracks"/>`;
  const line = await testLine({ '/voice': `<Start>${both}${both}${both}</Start><Pause length="1"/>` });
  const { callSid, ended } = line.voice.placeCall({ from: CALLER_NUMBER, to: LINE_NUMBER, caller: [] });
  await line.world.controls.advance(100);
  const more = await line.api('POST', `/Calls/${callSid}/Streams.json`, { form: { Url: server.url } });
  expect(more).toMatchObject({ status: 400, body: { code: 31960 } });
  const report = await untilDone(line.world, ended);
  expect(report.timeline.flatMap(({ detail }) => detail?.['code'] ?? [])).toEqual([31960]);
});

describe('<Connect><ConversationRelay>', () => {
  const relay = (attributes: string, inside = ''): string =>
    `<Connect action="/action"><ConversationRelay url="${server.url}" ${attributes}>${inside}</ConversationRelay></Connect>`;

  async function talk(options: {
    attributes?: string;
    caller: readonly CallerStep[];
    answer: (message: Message, reply: (message: object) => void) => void;
  }): Promise<{ heard: string[]; action: Readonly<Record<string, string>> | undefined; status: string }> {
    server = await socketServer(options.answer);
    const line = await testLine({
      '/voice': relay(options.attributes ?? '', '<Parameter name="a" value="1"/>'),
      '/action': '<Say>after</Say>',
    });
    const report = await line.call(options.caller);
    return { heard: heardIn(report), action: line.sentTo('/action')[0]?.parameters, status: report.call.status };
  }

  test('setup, prompt, text, end: the conversation, and what the action is told', async () => {
    const { heard, action } = await talk({
      attributes: 'welcomeGreeting="Welcome"',
      caller: [
        { do: 'listen', until: 'prompt-end' },
        { do: 'say', words: 'what are your hours' },
        { do: 'listen', until: { text: 'nine to five' } },
        { do: 'say', words: 'thank you' },
      ],
      answer(message, reply) {
        if (message['voicePrompt'] === 'what are your hours') {
          reply({ type: 'text', token: 'We are open ', last: false });
          reply({ type: 'text', token: 'nine to five', last: true });
        }
        if (message['voicePrompt'] === 'thank you') reply({ type: 'end', handoffData: '{"reason":"done"}' });
      },
    });
    expect(heard).toEqual(['Welcome', 'We are open nine to five', 'after']);
    expect(server.got[0]).toMatchObject({
      type: 'setup',
      sessionId: expect.stringMatching(/^VX[0-9a-f]{32}$/) as unknown,
      accountSid: TEST_ACCOUNT_SID,
      from: CALLER_NUMBER,
      to: LINE_NUMBER,
      callType: 'PSTN',
      direction: 'inbound',
      customParameters: { a: '1' },
    });
    expect(server.got[1]).toEqual({ type: 'prompt', voicePrompt: 'what are your hours', lang: 'en-US', last: true });
    expect(action).toMatchObject({
      SessionStatus: 'ended',
      HandoffData: '{"reason":"done"}',
      SessionId: server.got[0]?.['sessionId'],
    });
  });

  test('the caller interrupts: the rest is not said, and the server hears how far it came', async () => {
    const { heard } = await talk({
      attributes: 'welcomeGreeting="one two three four five six seven eight nine ten"',
      caller: [{ do: 'listen', until: { text: 'three' } }, { do: 'say', words: 'stop' }, { do: 'hang-up' }],
      answer: () => undefined,
    });
    const [interrupt] = events(server.got, 'interrupt');
    expect(String(interrupt?.['utteranceUntilInterrupt'])).toMatch(/^one two three/);
    expect(interrupt?.['durationUntilInterruptMs']).toBeLessThan(2500);
    expect(heard).toHaveLength(1);
  });

  test('not interruptible: it is heard out', async () => {
    await talk({
      attributes: 'welcomeGreeting="one two three four five" welcomeGreetingInterruptible="none" dtmfDetection="true"',
      caller: [{ do: 'listen', until: { text: 'two' } }, { do: 'press', digits: '7' }, { do: 'hang-up' }],
      answer: () => undefined,
    });
    expect(events(server.got, 'interrupt')).toEqual([]);
    expect(events(server.got, 'dtmf')).toEqual([{ type: 'dtmf', digit: '7' }]);
  });

  test('partial prompts, tones, audio and languages', async () => {
    const { heard } = await talk({
      attributes: 'partialPrompts="true"',
      caller: [
        { do: 'say', words: 'one two three four' },
        { do: 'listen', until: 'prompt-end' },
        { do: 'say', words: 'oui' },
      ],
      answer(message, reply) {
        if (message['last'] !== true) return;
        if (message['voicePrompt'] === 'oui') return reply({ type: 'end' });
        reply({ type: 'language', transcriptionLanguage: 'fr-FR' });
        reply({ type: 'sendDigits', digits: '12#' });
        reply({ type: 'play', source: 'https://app.example/a.mp3' });
      },
    });
    expect(heard).toEqual(['tones 12#', 'audio https://app.example/a.mp3', 'after']);
    expect(events(server.got, 'prompt').map(({ voicePrompt, lang, last }) => [voicePrompt, lang, last])).toEqual([
      ['one two', 'en-US', false],
      ['one two three four', 'en-US', true],
      ['oui', 'fr-FR', true],
    ]);
  });

  test('a bad message is told; ten in a row end the session', async () => {
    const { action } = await talk({
      caller: [],
      answer(message, reply) {
        if (message['type'] === 'setup' || message['type'] === 'error') reply({ type: 'gibberish' });
      },
    });
    expect(events(server.got, 'error')).toHaveLength(10);
    expect(action).toMatchObject({ SessionStatus: 'failed', ErrorCode: '64105' });
  });

  test('the caller hangs up: completed', async () => {
    const { action } = await talk({
      caller: [{ do: 'listen', until: { ms: 2000 } }, { do: 'hang-up' }],
      answer: () => undefined,
    });
    expect(action).toMatchObject({ SessionStatus: 'completed', SessionDuration: '2', CallStatus: 'completed' });
  });

  test('nobody there and no action: the call fails', async () => {
    server = await socketServer();
    const line = await testLine({ '/voice': '<Connect><ConversationRelay url="ws://127.0.0.1:1/"/></Connect>' });
    expect((await line.call([])).call.status).toBe('failed');
  });
});

test('Start and Stop of a recording by TwiML; Sms and Refer as records', async () => {
  server = await socketServer();
  const line = await testLine({
    '/voice':
      '<Start><Recording recordingStatusCallback="/recorded"/></Start><Pause length="3"/><Stop><Recording/></Stop>' +
      '<Sms to="+15550142222" action="/sms">see you</Sms>',
    '/sms': '<Refer action="/referred"><Sip>sip:desk@example.com</Sip></Refer>',
    '/recorded': '',
    '/referred': '',
  });
  await line.call([], 'sip:ann@example.com');
  expect(line.sentTo('/recorded')[0]?.parameters).toMatchObject({
    RecordingSource: 'StartCallRecordingTwiML',
    RecordingDuration: '3',
    RecordingChannels: '2',
  });
  expect(line.sentTo('/sms')[0]?.parameters).toMatchObject({ SmsStatus: 'sent' });
  expect(line.sentTo('/referred')[0]?.parameters).toMatchObject({ ReferCallStatus: 'completed' });
});
