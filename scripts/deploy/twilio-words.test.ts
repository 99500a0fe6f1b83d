import { CommandError } from '../command-error';
import { inWords } from './twilio-words';

const where = { accountSid: 'AC1', doing: 'trying' };
const codeOf = (error: unknown): string | undefined => {
  const said = inWords(error, where);
  return said instanceof CommandError ? said.code : undefined;
};

test.each([
  ['twilio-node, 401', { status: 401, code: 20003 }, 'CREDENTIALS_REFUSED'],
  ["the deploy client, with Twilio's code", { code: 20003, details: { status: 401 } }, 'CREDENTIALS_REFUSED'],
  ['twilio-node, 429', { status: 429, code: 20429 }, 'RATE_LIMITED'],
  ['the deploy client, with a bare status', { code: 429 }, 'RATE_LIMITED'],
  ['a response without an error of Twilio', { response: { statusCode: 503 } }, 'TWILIO_UNAVAILABLE'],
  ['a connection', { code: 'ECONNRESET' }, 'TWILIO_UNREACHABLE'],
  ['a connection, one deeper', { cause: { code: 'ENOTFOUND' } }, 'TWILIO_UNREACHABLE'],
  ['a refusal with words of its own', { status: 400, code: 21422 }, undefined],
  ['a defect of ours', new TypeError('x is undefined'), undefined],
])('%s', (_what, error, code) => {
  expect(codeOf(error)).toBe(code);
});

test('what has words already keeps them; the others say what was under way', () => {
  const error = new CommandError('NUMBER_MISSING', 'x');
  expect(inWords(error, where)).toBe(error);
  expect(inWords({ status: 500 }, where)).toMatchObject({
    message: expect.stringMatching(/answered 500.*\(while trying\)/),
  });
});
