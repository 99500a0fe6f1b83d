import type { CallerStep } from '../../../contract';
import { heardIn, testLine, type TestLine } from '../../testing/test-line';

const CARD = '4242424242424242';
const DECLINED = '4000000000000002';

/** Answers each prompt of Twilio's in turn. */
function entering(...entries: string[]): CallerStep[] {
  return entries.flatMap<CallerStep>(digits => [
    { do: 'listen', until: 'prompt-end' },
    { do: 'press', digits },
  ]);
}

function payLine(attributes: string, inside = ''): Promise<TestLine> {
  return testLine({
    '/voice': `<Pay action="/paid" statusCallback="/status" ${attributes}>${inside}</Pay>`,
    '/paid': '<Say>after</Say>',
    '/status': '',
  });
}

test('a charge: each field is asked for, the action and the callback are told, and the card is nowhere in clear', async () => {
  const line = await payLine('chargeAmount="20.45"');
  const report = await line.call(entering(`${CARD}#`, '1228', '123', '94109#'));
  expect(heardIn(report)).toEqual([
    'Please enter your credit card number',
    'Please enter the expiration date, two digits for the month and two digits for the year',
    'Please enter the security code of your card',
    'Please enter your billing zip code',
    'Thank you. Please wait while we process your payment',
    'after',
  ]);
  const entered = {
    PaymentCardNumber: 'xxxxxxxxxxxx4242',
    PaymentCardType: 'visa',
    ExpirationDate: '1228',
    SecurityCode: '***',
    PaymentCardPostalCode: '94109',
  };
  expect(line.sentTo('/paid')[0]).toMatchObject({
    method: 'POST',
    parameters: {
      ...entered,
      Result: 'success',
      PaymentMethod: 'credit-card',
      PaymentConfirmationCode: expect.stringMatching(/^ch_/) as unknown,
    },
  });
  expect(line.sentTo('/paid')[0]?.parameters).not.toHaveProperty('PaymentToken');
  const stages = line
    .sentTo('/status')
    .map(({ kind, parameters }) => [kind, parameters['For'] ?? parameters['Result']]);
  expect(stages).toEqual(
    ['payment-card-number', 'expiration-date', 'security-code', 'postal-code', 'payment-processing', 'success'].map(
      stage => ['payment-status', stage],
    ),
  );
  expect(line.sentTo('/status')[4]?.parameters).toMatchObject(entered);
  const written = JSON.stringify([line.world.timeline, line.world.requests]);
  expect(written).not.toContain(CARD);
  expect(written).not.toMatch(/pressed","text":"(123|1228)/);
  expect(written).toContain('keys that are not shown');
});

test('without an amount a token comes back; fields can be left out; keys are shown again afterwards', async () => {
  const line = await testLine({
    '/voice': '<Pay action="/paid" securityCode="false" postalCode="94105"/>',
    '/paid': '<Gather action="/chosen" numDigits="1"/>',
    '/chosen': '',
  });
  const report = await line.call([
    ...entering(`${CARD}#`, '1228'),
    { do: 'listen', until: 'prompt-end' },
    { do: 'listen', until: { ms: 1000 } },
    { do: 'press', digits: '7' },
  ]);
  expect(line.sentTo('/paid')[0]?.parameters).toMatchObject({
    Result: 'success',
    PaymentToken: expect.stringMatching(/^tok_/) as unknown,
    ProfileId: expect.stringMatching(/^cus_/) as unknown,
    PaymentCardPostalCode: '94105',
  });
  expect(line.sentTo('/paid')[0]?.parameters).not.toHaveProperty('SecurityCode');
  expect(report.timeline.filter(({ kind }) => kind === 'pressed').map(({ text }) => text)).toEqual([
    'keys that are not shown',
    'keys that are not shown',
    '7',
  ]);
});

test('a bank account', async () => {
  const line = await payLine('paymentMethod="ach-debit" chargeAmount="5"');
  await line.call(entering('121181976', '508862392#'));
  expect(line.sentTo('/paid')[0]?.parameters).toMatchObject({
    Result: 'success',
    PaymentMethod: 'ach-debit',
    BankRoutingNumber: '121181976',
    BankAccountNumber: '*******92',
    BankAccountType: 'consumer-checking',
  });
});

const ONLY_CARD = 'securityCode="false" postalCode="false"';
test.each<[string, string, CallerStep[], Record<string, string>]>([
  [
    'the star key',
    ONLY_CARD,
    entering(`${CARD}#`, '12*'),
    { Result: 'caller-interrupted-with-star', PaymentCardNumber: 'xxxxxxxxxxxx4242' },
  ],
  ['nothing, twice', 'timeout="2"', [], { Result: 'too-many-failed-attempts', PaymentError: 'input-timeout' }],
  [
    'a card of another kind, four times',
    'validCardTypes="amex" maxAttempts="3"',
    entering(`${CARD}#`, `${CARD}#`, `${CARD}#`, `${CARD}#`),
    { Result: 'too-many-failed-attempts', PaymentError: 'invalid-card-type' },
  ],
  [
    'a date that is past',
    ONLY_CARD,
    entering(`${CARD}#`, '0226', '0226'),
    { Result: 'too-many-failed-attempts', PaymentError: 'invalid-date' },
  ],
  [
    'a card that is declined',
    `${ONLY_CARD} chargeAmount="1"`,
    entering(`${DECLINED}#`, '1228'),
    {
      Result: 'payment-connector-error',
      PaymentError: 'card is declined',
      PayErrorCode: '64008',
      ConnectorError: 'card_declined',
    },
  ],
  ['a negative amount', 'chargeAmount="-0.5"', [], { Result: 'validation-error', PayErrorCode: '64003' }],
  [
    'a connector that is none',
    'paymentConnector="Stripe_1"',
    [],
    { Result: 'validation-error', PayErrorCode: '64004' },
  ],
  ['a value that is none', 'maxAttempts="7"', [], { Result: 'validation-error', PayErrorCode: '64020' }],
  [
    'a hang-up',
    '',
    [{ do: 'listen', until: 'prompt-end' }, { do: 'hang-up' }],
    { Result: 'caller-hung-up', CallStatus: 'completed' },
  ],
])('%s: %s', async (_, attributes, steps, told) => {
  const line = await payLine(attributes);
  await line.call(steps);
  expect(line.sentTo('/paid').map(({ parameters }) => parameters)).toEqual([expect.objectContaining(told)]);
  expect(line.sentTo('/status').at(-1)?.parameters).toMatchObject({ Result: told['Result'] });
});

test('a wrong entry is asked for again, as the Prompts say', async () => {
  const prompts =
    '<Prompt for="payment-card-number"><Say>Card please</Say></Prompt>' +
    '<Prompt for="payment-card-number" errorType="invalid-card-number" attempt="2"><Say>Wrong card</Say></Prompt>' +
    '<Prompt for="expiration-date" cardType="amex"><Say>Date of your Amex</Say></Prompt>' +
    '<Prompt for="payment-processing"><Say>Paying</Say></Prompt>';
  const line = await payLine('securityCode="true" postalCode="false"', prompts);
  const report = await line.call(entering('4111#', '378282246310005#', '1228', '1234'));
  expect(heardIn(report)).toEqual([
    'Card please',
    'Wrong card',
    'Date of your Amex',
    'Please enter the security code of your card',
    'Paying',
    'after',
  ]);
  expect(line.sentTo('/status')[1]?.parameters).toMatchObject({
    For: 'payment-card-number',
    Attempt: '2',
    ErrorType: 'invalid-card-number',
  });
  expect(line.sentTo('/paid')[0]?.parameters).toMatchObject({ Result: 'success', SecurityCode: '****' });
});

test('requireMatchingInputs: entered twice, and the same', async () => {
  const twice = '<Prompt for="payment-card-number" requireMatchingInputs="true"><Say>Card please</Say></Prompt>';
  const line = await payLine(ONLY_CARD, twice);
  await line.call(entering(`${CARD}#`, '5555555555554444#', `${CARD}#`, `${CARD}#`, '1228'));
  expect(line.sentTo('/status')[1]?.parameters).toMatchObject({ ErrorType: 'input-matching-failed' });
  expect(line.sentTo('/paid')[0]?.parameters).toMatchObject({ Result: 'success' });
});

test('connectors that the local Twilio was given; an action that is not https is refused', async () => {
  const line = await testLine(
    { '/voice': '<Pay paymentConnector="Stripe_1" action="http://app.example/paid"/>', '/paid': '' },
    { paymentConnectors: ['Stripe_1'] },
  );
  await line.call([]);
  expect(line.sentTo('/paid')[0]?.parameters).toMatchObject({ Result: 'validation-error', PayErrorCode: '64016' });
});
