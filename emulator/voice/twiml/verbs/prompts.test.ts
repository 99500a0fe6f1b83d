import type { CallReport } from '../..';
import { writeWav } from '../../audio/wav';
import { murmur } from '../../audio/tone';
import { heardIn, testLine, type Pages } from '../../testing/test-line';

async function callOf(pages: Pages): Promise<CallReport> {
  return (await testLine(pages)).call([]);
}

function durationsHeard({ timeline }: CallReport): (number | undefined)[] {
  return timeline.filter(entry => entry.kind === 'heard').map(entry => entry.durationMs);
}

test('Say speaks 150 words a minute, as often as it loops', async () => {
  const report = await callOf({ '/voice': '<Say loop="2">Good day to you</Say>' });
  expect(heardIn(report)).toEqual(['Good day to you', 'Good day to you']);
  expect(durationsHeard(report)).toEqual([1600, 1600]);
  expect(report.call).toMatchObject({ status: 'completed', duration: '4' });
});

test('SSML is spoken without its tags, and its breaks take time', async () => {
  const report = await callOf({ '/voice': '<Say>Wait<break time="2s"/> <prosody rate="slow">here</prosody></Say>' });
  expect(heardIn(report)).toEqual(['Wait here']);
  expect(durationsHeard(report)).toEqual([2800]);
});

test('an empty Say is passed over with warning 13520', async () => {
  const report = await callOf({ '/voice': '<Say> </Say><Say>next</Say>' });
  expect(heardIn(report)).toEqual(['next']);
  expect(report.timeline).toContainEqual(expect.objectContaining({ text: 'warning 13520: Say: Invalid text' }));
});

test('Play lasts as long as the WAV at its URL, relative to the document', async () => {
  const bytes = writeWav(murmur('greeting', 1234));
  const report = await callOf({
    '/voice': '<Play>/greeting.wav</Play>',
    '/greeting.wav': { bytes, body: bytes.toString('latin1'), headers: { 'content-type': 'audio/wav' } },
  });
  expect(heardIn(report)).toEqual(['audio https://app.example/greeting.wav']);
  expect(durationsHeard(report)).toEqual([1234]);
});

test.each([
  [{ status: 404, body: '' }, 11200],
  [{ body: '<html/>', headers: { 'content-type': 'text/html' } }, 13420],
])('Play of what is no audio is passed over: %j gives warning %i', async (file, code) => {
  const report = await callOf({ '/voice': '<Play>greeting.wav</Play><Say>next</Say>', '/greeting.wav': file });
  expect(heardIn(report)).toEqual(['next']);
  expect(report.timeline).toContainEqual(expect.objectContaining({ detail: { code } }));
});

test('Pause is silence of its length; a bad one lasts a second', async () => {
  expect((await callOf({ '/voice': '<Pause length="7"/>' })).call.duration).toBe('7');
  expect((await callOf({ '/voice': '<Pause length="x"/>' })).call.duration).toBe('1');
});

test('Hangup ends the call, Redirect goes on elsewhere with its method', async () => {
  const line = await testLine({
    '/voice': '<Redirect method="GET">next?page=2</Redirect><Say>never</Say>',
    '/next': '<Say>two</Say><Hangup/><Say>never</Say>',
  });
  expect(heardIn(await line.call([]))).toEqual(['two']);
  expect(line.sentTo('/next')).toEqual([
    expect.objectContaining({ method: 'GET', kind: 'twiml', url: 'https://app.example/next?page=2' }),
  ]);
});

test('a document that only leads to itself ends in an application error', async () => {
  const report = await callOf({ '/voice': '<Redirect/>' });
  expect(heardIn(report)).toEqual(['We are sorry, an application error has occurred. Goodbye.']);
});

test.each([
  ['<Reject/>', 'no-answer'],
  ['<Reject reason="busy"/>', 'busy'],
])('%s leaves the call unanswered: %s', async (twiml, status) => {
  const report = await callOf({ '/voice': twiml });
  expect(report.call).toMatchObject({ status, duration: '0' });
  expect(report.timeline.map(entry => entry.text)).not.toContain('answered');
});

test('Reject after the call was answered is ignored', async () => {
  const report = await callOf({ '/voice': '<Say>hello</Say><Reject/><Say>still here</Say>' });
  expect(heardIn(report)).toEqual(['hello', 'still here']);
});

test('an unknown verb is passed over with warning 12200', async () => {
  const report = await callOf({ '/voice': '<say>small</say><Say>next</Say>' });
  expect(heardIn(report)).toEqual(['next']);
  expect(report.timeline).toContainEqual(expect.objectContaining({ detail: { code: 12200 } }));
});

test('a verb that Twilio has and the local Twilio has not ends the call and says so', async () => {
  const report = await callOf({ '/voice': '<Echo/><Say>never</Say>' });
  expect(heardIn(report)).toEqual(['We are sorry, an application error has occurred. Goodbye.']);
  expect(report.timeline.map(entry => entry.text)).toContain('error 0: <Echo> is not emulated by the local Twilio');
});
