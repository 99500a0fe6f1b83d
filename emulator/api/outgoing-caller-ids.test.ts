import { testLine, type TestLine } from '../voice/testing/test-line';

const NUMBER = '+15550107777';
const STATUS = 'https://app.example/verified';

/** Asks for a verification; who answers presses what `keys` makes of the code. */
async function verify(line: TestLine, keys: (code: string) => readonly string[]): Promise<Record<string, string>> {
  const form = {
    PhoneNumber: NUMBER,
    FriendlyName: 'Front desk',
    CallDelay: '10',
    Extension: '12',
    StatusCallback: STATUS,
  };
  const { status, body } = await line.api('POST', '/OutgoingCallerIds.json', { form });
  expect(status).toBe(200);
  const request = body as Record<string, string>;
  const steps = keys(request['validation_code'] ?? '').flatMap(
    digits =>
      [
        { do: 'listen', until: { text: 'verification code' } },
        { do: 'press', digits },
      ] as const,
  );
  line.voice.callees.set(NUMBER, { do: 'answer', steps });
  await line.world.controls.advance(120_000);
  return request;
}

const wrong = (code: string): string => (code === '000000' ? '111111' : '000000');

test('a number is verified by a call, and calls may come from it then', async () => {
  const line = await testLine({ '/verified': '' });
  const call = { To: '+15550108888', From: NUMBER, Twiml: '<Response><Say>Hello</Say></Response>' };
  expect(await line.api('POST', '/Calls.json', { form: call })).toMatchObject({ status: 400, body: { code: 21210 } });
  const request = await verify(line, code => [wrong(code), code]);
  expect(request).toMatchObject({ phone_number: NUMBER, friendly_name: 'Front desk', call_sid: expect.any(String) });
  const { body } = await line.api('GET', `/OutgoingCallerIds.json?PhoneNumber=${encodeURIComponent(NUMBER)}`);
  const [callerId] = (body as { outgoing_caller_ids: { sid: string }[] }).outgoing_caller_ids;
  expect(callerId).toMatchObject({ phone_number: NUMBER, friendly_name: 'Front desk' });
  expect(line.sentTo('/verified').map(({ parameters }) => parameters)).toMatchObject([
    { VerificationStatus: 'success', OutgoingCallerIdSid: callerId?.sid, CallSid: request['call_sid'], To: NUMBER },
  ]);
  expect(await line.api('POST', '/Calls.json', { form: call })).toMatchObject({ status: 201 });
  const again = await line.api('POST', '/OutgoingCallerIds.json', { form: { PhoneNumber: NUMBER } });
  expect(again).toMatchObject({ status: 400, body: { code: 21450 } });

  const own = `/OutgoingCallerIds/${callerId?.sid ?? ''}.json`;
  expect(await line.api('POST', own, { form: { FriendlyName: 'Desk' } })).toMatchObject({
    body: { friendly_name: 'Desk' },
  });
  expect(await line.api('DELETE', own)).toMatchObject({ status: 204 });
  expect(await line.api('POST', '/Calls.json', { form: call })).toMatchObject({ body: { code: 21210 } });
});

test('a Dial shows a verified number', async () => {
  const line = await testLine({ '/verified': '', '/voice': `<Dial callerId="${NUMBER}">+15550108888</Dial>` });
  await verify(line, code => [code]);
  line.voice.callees.set('+15550108888', { do: 'busy' });
  await line.call([]);
  const { body } = await line.api('GET', `/Calls.json?To=${encodeURIComponent('+15550108888')}`);
  expect(body).toMatchObject({ calls: [{ from: NUMBER, status: 'busy' }] });
});

test.each([
  ['three wrong codes', (code: string) => [wrong(code), wrong(code), wrong(code), code]],
  ['nothing', () => []],
])('%s: not verified', async (_name, keys) => {
  const line = await testLine({ '/verified': '' });
  await verify(line, keys);
  expect(line.sentTo('/verified')).toMatchObject([{ parameters: { VerificationStatus: 'failed' } }]);
  expect(line.sentTo('/verified')[0]?.parameters).not.toHaveProperty('OutgoingCallerIdSid');
  expect(await line.api('GET', '/OutgoingCallerIds.json')).toMatchObject({ body: { outgoing_caller_ids: [] } });
});

test.each([
  [{}, 20001],
  [{ PhoneNumber: 'none' }, 21401],
  [{ PhoneNumber: NUMBER, CallDelay: '61' }, 20001],
  [{ PhoneNumber: NUMBER, Extension: 'abc' }, 20001],
  [{ PhoneNumber: NUMBER, StatusCallback: 'none' }, 21502],
  [{ PhoneNumber: NUMBER, FriendlyName: 'x'.repeat(65) }, 20002],
])('%j is refused', async (form, code) => {
  const line = await testLine({});
  const reply = await line.api('POST', '/OutgoingCallerIds.json', { form: form as Record<string, string> });
  expect(reply).toMatchObject({ status: 400, body: { code } });
  expect(await line.api('GET', '/Calls.json')).toMatchObject({ body: { calls: [] } });
});

test('nothing is paid in or charged here', async () => {
  const line = await testLine({});
  expect(await line.api('GET', '/Balance.json')).toMatchObject({ body: { balance: '0.00', currency: 'USD' } });
});
