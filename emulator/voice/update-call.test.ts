import { CALLER_NUMBER, heardIn, LINE_NUMBER, testLine, untilDone, type TestLine } from './testing/test-line';
import type { PlacedCall } from './live-calls';

async function running(): Promise<{
  line: TestLine;
  call: PlacedCall;
  update: (form: Record<string, string>) => ReturnType<TestLine['api']>;
}> {
  const line = await testLine({
    '/voice': '<Pause length="30"/><Redirect>/broken</Redirect>',
    '/broken': { status: 500, body: '' },
    '/fallback': '<Say>We still take a message</Say>',
    '/status': '',
  });
  const call = line.voice.placeCall({ from: CALLER_NUMBER, to: LINE_NUMBER, caller: [] });
  await line.world.controls.advance(5000);
  return { line, call, update: form => line.api('POST', `/Calls/${call.callSid}.json`, { form }) };
}

test('StatusCallback of a running call hears of its end', async () => {
  const { line, call, update } = await running();
  const form = { StatusCallback: 'https://app.example/status', StatusCallbackMethod: 'GET' };
  expect((await update(form)).status).toBe(200);
  await untilDone(line.world, call.ended);
  expect(line.sentTo('/status')).toMatchObject([
    { method: 'GET', parameters: { CallStatus: 'completed', SequenceNumber: '0' } },
  ]);
});

test('FallbackUrl of a running call takes over when a document fails', async () => {
  const { line, call, update } = await running();
  await update({ FallbackUrl: 'https://app.example/fallback', FallbackMethod: 'GET' });
  const report = await untilDone(line.world, call.ended);
  expect(heardIn(report)).toEqual(['We still take a message']);
  expect(line.sentTo('/fallback')[0]).toMatchObject({
    method: 'GET',
    parameters: { ErrorCode: '11200', ErrorUrl: 'https://app.example/broken' },
  });
});

test('TimeLimit of a running call counts from its answer', async () => {
  const { line, call, update } = await running();
  await update({ TimeLimit: '20' });
  const report = await untilDone(line.world, call.ended);
  expect(report.call).toMatchObject({ status: 'completed', duration: '20' });
});

test('what is changed together with a new document holds for it', async () => {
  const { line, call, update } = await running();
  await update({
    Twiml: '<Response><Say>Elsewhere</Say><Pause length="60"/></Response>',
    TimeLimit: '10',
    StatusCallback: 'https://app.example/status',
  });
  const report = await untilDone(line.world, call.ended);
  expect(heardIn(report)).toEqual(['Elsewhere']);
  expect(report.call.duration).toBe('10');
  expect(line.sentTo('/status')).toHaveLength(1);
});

test.each<[Record<string, string>, number]>([
  [{}, 20001],
  [{ TimeLimit: '0' }, 20001],
  [{ StatusCallback: 'nowhere' }, 21609],
  [{ FallbackUrl: 'nowhere' }, 21205],
])('%j is refused with %i, and the call goes on as it was', async (form, code) => {
  const { line, call, update } = await running();
  expect(await update(form)).toMatchObject({ status: 400, body: { code } });
  const report = await untilDone(line.world, call.ended);
  expect(heardIn(report)).toEqual(['We are sorry, an application error has occurred. Goodbye.']);
});
