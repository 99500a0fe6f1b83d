import type { WebRequest } from '../contract';
import { TEST_ACCOUNT_SID, TEST_AUTH_TOKEN } from '../testing/world';
import { outgoing } from './outgoing';

const account = { sid: TEST_ACCOUNT_SID, authToken: TEST_AUTH_TOKEN, friendlyName: 'Test account' };
const recordings = (sid: string): string => `https://api.twilio.com/2010-04-01/Accounts/${sid}/Recordings/RE1.mp3`;

function isAuthorized(kind: WebRequest['kind'], url: string): boolean {
  const request = { accountSid: account.sid, method: 'GET', url, parameters: {}, kind } as const;
  return 'authorization' in outgoing(request, account, 'token').headers;
}

test('a call may play the recordings of its account, and nobody else sees its credentials', () => {
  expect(isAuthorized('media', recordings(account.sid))).toBe(true);
  expect(isAuthorized('media', recordings(`AC${'0'.repeat(32)}`))).toBe(false);
  expect(isAuthorized('media', recordings(account.sid).replace('api.twilio.com', 'api.example'))).toBe(false);
  expect(isAuthorized('voice-url', recordings(account.sid))).toBe(false);
});
