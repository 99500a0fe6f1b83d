import { CALLER_NUMBER, LINE_NUMBER, testLine, type TestLine } from '../testing/test-line';

const CARD = '5555555555554444';

async function talking(): Promise<{
  line: TestLine;
  create: (form?: Record<string, string>) => ReturnType<TestLine['api']>;
  update: (sid: string, form: Record<string, string>) => ReturnType<TestLine['api']>;
}> {
  const line = await testLine({ '/voice': '<Dial>+15550107777</Dial>', '/told': '' });
  const { callSid } = line.voice.placeCall({
    from: CALLER_NUMBER,
    to: LINE_NUMBER,
    caller: [
      { do: 'listen', until: { ms: 10_000 } },
      { do: 'press', digits: `${CARD}#` },
      { do: 'listen', until: { ms: 10_000 } },
      { do: 'press', digits: '1230' },
    ],
  });
  await line.world.controls.advance(8000);
  const path = `/Calls/${callSid}/Payments`;
  const basic = { IdempotencyKey: 'one', StatusCallback: 'https://app.example/told' };
  return {
    line,
    create: form =>
      line.api('POST', `${path}.json`, { form: { ...basic, SecurityCode: 'false', PostalCode: 'false', ...form } }),
    update: (sid, form) => line.api('POST', `${path}/${sid}.json`, { form: { ...basic, ...form } }),
  };
}

const sidOf = ({ body }: Awaited<ReturnType<TestLine['api']>>): string => (body as { sid: string }).sid;

test('an agent leads a payment: captured while both talk, completed, told of, never in clear', async () => {
  const { line, create, update } = await talking();
  const made = await create({ ChargeAmount: '20.45' });
  expect(made).toMatchObject({ status: 201, body: { sid: expect.stringMatching(/^PK[0-9a-f]{32}$/) as unknown } });
  const sid = sidOf(made);
  expect(sidOf(await create())).toBe(sid);
  expect(await create({ IdempotencyKey: 'two' })).toMatchObject({ status: 400, body: { code: 64021 } });
  expect((await update(sid, { Capture: 'payment-card-number' })).status).toBe(202);
  expect(await update(sid, { Status: 'complete' })).toMatchObject({ status: 400, body: { code: 64019 } });
  await line.world.controls.advance(8000);
  await update(sid, { Capture: 'expiration-date' });
  await line.world.controls.advance(12_000);
  expect((await update(sid, { Status: 'complete' })).status).toBe(202);
  await line.world.controls.advance(0);
  const told = line.sentTo('/told').map(({ parameters }) => parameters);
  expect(told[0]).toMatchObject({
    Sid: sid,
    Required: 'payment-card-number expiration-date',
    PaymentConnector: 'Default',
  });
  expect(told.find(({ Required }) => Required === 'expiration-date')).toMatchObject({
    Capture: 'payment-card-number',
    PartialResult: 'true',
    PaymentCardNumber: 'xxxxxxxxxxxx4444',
    PaymentCardType: 'mastercard',
  });
  expect(told.at(-1)).toMatchObject({
    Result: 'success',
    ExpirationDate: '1230',
    PaymentConfirmationCode: expect.stringMatching(/^ch_/) as unknown,
  });
  expect(told.at(-1)).not.toHaveProperty('PartialResult');
  expect(JSON.stringify([line.world.timeline, line.world.requests])).not.toContain(CARD);
  expect(await update(sid, { Status: 'cancel' })).toMatchObject({ status: 404 });
});

test('a wrong entry is told of, and asked for anew; a payment is canceled', async () => {
  const { line, create, update } = await talking();
  const sid = sidOf(await create({ ValidCardTypes: 'visa' }));
  await update(sid, { Capture: 'payment-card-number' });
  await line.world.controls.advance(8000);
  expect(line.sentTo('/told').at(-1)?.parameters).toMatchObject({
    ErrorType: 'invalid-card-type',
    Required: 'payment-card-number expiration-date',
  });
  await update(sid, { Status: 'cancel' });
  await line.world.controls.advance(0);
  expect(line.sentTo('/told').at(-1)?.parameters).toMatchObject({ Result: 'payment-canceled' });
  expect((await create({ IdempotencyKey: 'two' })).status).toBe(201);
});

test.each<[Record<string, string>, number]>([
  [{ PaymentConnector: 'Stripe_1' }, 64004],
  [{ ChargeAmount: '-1' }, 64003],
  [{ BankAccountType: 'consumer-checking' }, 64017],
  [{ StatusCallback: 'nowhere' }, 20001],
  [{ ValidCardTypes: 'store' }, 20001],
  [{ PaymentMethod: 'cash' }, 20001],
  [{ IdempotencyKey: '' }, 20001],
])('%j is refused with %i', async (form, code) => {
  const { create } = await talking();
  expect(await create(form)).toMatchObject({ status: 400, body: { code } });
});

test('an update that says nothing, of what is not there, of a call that is over', async () => {
  const { line, create, update } = await talking();
  const sid = sidOf(await create());
  expect(await update(sid, {})).toMatchObject({ status: 400, body: { code: 64018 } });
  expect(await update(sid, { Capture: 'payment-card-number-matcher' })).toMatchObject({ status: 501 });
  expect(await update(`PK${'0'.repeat(32)}`, { Status: 'cancel' })).toMatchObject({ status: 404 });
  await line.world.controls.advance(5 * 3_600_000);
  expect(await update(sid, { Status: 'cancel' })).toMatchObject({ status: 404 });
});
