import { CALLER_NUMBER, LINE_NUMBER, testLine, untilDone, type TestLine } from '../testing/test-line';

function toldOf(line: TestLine): unknown[] {
  return line
    .sentTo('/words')
    .map(({ parameters: { TranscriptionEvent, SequenceId, Track, TranscriptionData } }) => [
      SequenceId,
      TranscriptionEvent,
      ...(Track === undefined ? [] : [Track, TranscriptionData]),
    ]);
}

test('what is said and what is heard comes in words, until it is stopped', async () => {
  const line = await testLine({
    '/voice':
      '<Start><Transcription name="copy" statusCallbackUrl="/words" inboundTrackLabel="caller"/></Start>' +
      '<Say>Hello there</Say><Pause length="4"/><Stop><Transcription name="copy"/></Stop><Say>unheard</Say>',
    '/words': '',
  });
  const report = await line.call([
    { do: 'listen', until: 'prompt-end' },
    { do: 'say', words: 'good day', confidence: 0.7 },
  ]);
  expect(toldOf(line)).toEqual([
    ['1', 'transcription-started'],
    ['2', 'transcription-content', 'outbound_track', '{"transcript":"Hello there","confidence":0.95}'],
    ['3', 'transcription-content', 'inbound_track', '{"transcript":"good day","confidence":0.7}'],
    ['4', 'transcription-stopped'],
  ]);
  expect(line.sentTo('/words')[0]).toMatchObject({
    kind: 'transcription-status',
    parameters: {
      CallSid: report.call.sid,
      TranscriptionSid: expect.stringMatching(/^GT[0-9a-f]{32}$/) as unknown,
      LanguageCode: 'en-US',
      InboundTrackLabel: 'caller',
    },
  });
});

test('over REST: one track, stopped by name or by the end of the call', async () => {
  const line = await testLine({ '/voice': '<Say>Hello there</Say><Pause length="9"/>', '/words': '' });
  const { callSid, ended } = line.voice.placeCall({
    from: CALLER_NUMBER,
    to: LINE_NUMBER,
    caller: [
      { do: 'listen', until: { ms: 3000 } },
      { do: 'say', words: 'good day' },
    ],
  });
  await line.world.controls.advance(100);
  const path = `/Calls/${callSid}/Transcriptions`;
  const form = { Name: 'copy', Track: 'inbound_track', StatusCallbackUrl: 'https://app.example/words' };
  expect(await line.api('POST', `${path}.json`, { form })).toMatchObject({
    body: { name: 'copy', status: 'in-progress' },
  });
  expect(await line.api('POST', `${path}.json`, { form })).toMatchObject({ status: 400 });
  await line.api('POST', `${path}.json`, { form: { ...form, Name: 'other' } });
  const stop = { form: { Status: 'stopped' } };
  expect(await line.api('POST', `${path}/copy.json`, stop)).toMatchObject({ body: { status: 'stopped' } });
  expect(await line.api('POST', `${path}/copy.json`, stop)).toMatchObject({ status: 404 });
  await untilDone(line.world, ended);
  expect(toldOf(line)).toEqual([
    ['1', 'transcription-started'],
    ['1', 'transcription-started'],
    ['2', 'transcription-stopped'],
    ['2', 'transcription-content', 'inbound_track', '{"transcript":"good day","confidence":0.95}'],
    ['3', 'transcription-stopped'],
  ]);
});
