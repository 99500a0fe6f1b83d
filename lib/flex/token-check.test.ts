import { EventEmitter } from 'node:events';
import https from 'node:https';
import { checkFlexToken } from './token-check';

const account = { accountSid: `AC${'1'.repeat(32)}`, authToken: '2'.repeat(32) };
const workerSid = `WK${'3'.repeat(32)}`;
const good = {
  valid: true,
  code: 0,
  message: null,
  roles: ['agent'],
  worker_sid: workerSid,
  realm_user_id: 'ana@example.com',
};

afterEach(() => jest.restoreAllMocks());

/** Twilio's answer to the package's request, or no answer at all. Gives what was asked. */
function answer(reply: object | string | Error): { asked: () => { options: https.RequestOptions; body: string } } {
  const sent: { options: https.RequestOptions; body: string }[] = [];
  jest.spyOn(https, 'request').mockImplementation(((
    options: https.RequestOptions,
    listener: (response: object) => void,
  ) => {
    let body = '';
    return Object.assign(new EventEmitter(), {
      write: (text: string) => void (body += text),
      end(this: EventEmitter) {
        sent.push({ options, body });
        if (reply instanceof Error) return void this.emit('error', reply);
        const response = Object.assign(new EventEmitter(), { setEncoding: () => undefined });
        listener(response);
        response.emit('data', typeof reply === 'string' ? reply : JSON.stringify(reply));
        response.emit('end');
      },
    });
  }) as never);
  return { asked: () => sent[0] ?? { options: {}, body: '' } };
}

test("asks Twilio's validation with the account's credentials", async () => {
  const { asked } = answer(good);
  await expect(checkFlexToken('a.b.c.d.e', account)).resolves.toEqual({
    workerSid,
    role: 'agent',
    identity: 'ana@example.com',
  });
  expect(asked().options).toMatchObject({
    hostname: 'iam.twilio.com',
    path: `/v1/Accounts/${account.accountSid}/Tokens/validate`,
    method: 'POST',
    headers: { Authorization: `Basic ${Buffer.from(`${account.accountSid}:${account.authToken}`).toString('base64')}` },
  });
  expect(JSON.parse(asked().body)).toEqual({ token: 'a.b.c.d.e' });
});

test('the strongest role counts', async () => {
  answer({ ...good, roles: ['agent', 'supervisor', 'wfo.quality_manager'] });
  await expect(checkFlexToken('t', account)).resolves.toMatchObject({ role: 'supervisor' });
});

test.each<[string, object | string | Error, string]>([
  ['Twilio says it is not valid', { valid: false, message: 'Token is invalid' }, 'TOKEN_INVALID'],
  ['Twilio does not know the account', { code: 20003, message: 'Authenticate' }, 'VENDOR_REJECTED'],
  ['the user has no role of Flex', { ...good, roles: ['wfo.quality_manager'] }, 'ROLE_REFUSED'],
  ['the roles are no list', { ...good, roles: 'admin' }, 'ROLE_REFUSED'],
  ['the user is no worker', { ...good, worker_sid: undefined }, 'ROLE_REFUSED'],
  ['Twilio cannot be reached', new Error('connect ECONNREFUSED 127.0.0.1:443'), 'VENDOR_UNAVAILABLE'],
  ['the answer is no JSON', '<html>', 'VENDOR_UNAVAILABLE'],
  ['the answer says nothing', {}, 'VENDOR_UNAVAILABLE'],
])('nobody gets in when %s', async (_why, reply, code) => {
  answer(reply);
  await expect(checkFlexToken('t', account)).rejects.toMatchObject({ code });
});

test.each([undefined, '', ' '])('without a token (%j) nobody is asked', async token => {
  const { asked } = answer(good);
  await expect(checkFlexToken(token, account)).rejects.toMatchObject({ code: 'TOKEN_INVALID' });
  expect(asked().body).toBe('');
});
