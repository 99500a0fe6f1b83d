import type { CallReport } from '../voice';
import { testLine, type TestLine } from '../voice/testing/test-line';

const WORDS = 'please call me back about my order, the number is on the invoice';

async function message(attributes: string, words = WORDS): Promise<{ line: TestLine; report: CallReport }> {
  const line = await testLine({
    '/voice': `<Record timeout="2" ${attributes}/>`,
    '/transcribed': '',
  });
  const report = await line.call([
    { do: 'listen', until: 'beep' },
    { do: 'say', words },
  ]);
  return { line, report };
}

test('a message is transcribed, told of, read and deleted', async () => {
  const { line, report } = await message('transcribeCallback="/transcribed"');
  const { body } = await line.api('GET', '/Transcriptions.json');
  const [made] = (body as { transcriptions: Record<string, string>[] }).transcriptions;
  expect(made).toMatchObject({ status: 'completed', transcription_text: WORDS, type: 'fast' });
  const { sid = '', recording_sid: recording = '' } = made ?? {};
  expect(line.sentTo('/transcribed')).toMatchObject([
    {
      kind: 'transcription-status',
      parameters: {
        CallSid: report.call.sid,
        RecordingSid: recording,
        TranscriptionSid: sid,
        TranscriptionStatus: 'completed',
        TranscriptionText: WORDS,
      },
    },
  ]);
  const ofRecording = `/Recordings/${recording}/Transcriptions`;
  expect(await line.api('GET', `${ofRecording}.json`)).toMatchObject({ body: { transcriptions: [made] } });
  expect(await line.api('GET', `${ofRecording}/${sid}.json`)).toMatchObject({ body: made });
  expect(await line.api('GET', `/Recordings/RE${'0'.repeat(32)}/Transcriptions.json`)).toMatchObject({ status: 404 });
  expect(await line.api('DELETE', `/Transcriptions/${sid}.json`)).toMatchObject({ status: 204 });
  expect(await line.api('GET', `${ofRecording}/${sid}.json`)).toMatchObject({ status: 404 });
});

test.each([
  ['one that nobody wants transcribed', '', WORDS, []],
  ['an empty one', 'transcribe="true"', '', []],
  ['one that is too short', 'transcribe="true"', 'hi', ['failed']],
  ['one that is too long', 'transcribe="true"', 'word '.repeat(500), ['failed']],
])('%s', async (_name, attributes, words, statuses) => {
  const { line } = await message(attributes, words);
  const { body } = await line.api('GET', '/Transcriptions.json');
  const { transcriptions } = body as { transcriptions: { status: string }[] };
  expect(transcriptions.map(({ status }) => status)).toEqual(statuses);
});
