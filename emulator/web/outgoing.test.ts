import type { WebRequest } from '../contract';
import { TEST_ACCOUNT_SID, testWorld } from '../testing/world';
import { outgoing } from './outgoing';

const account = testWorld().accounts.find(TEST_ACCOUNT_SID);
const recordings = (sid: string): string => `https://api.twilio.com/2010-04-01/Accounts/${sid}/Recordings/RE1.mp3`;

function isAuthorized(kind: WebRequest['kind'], url: string): boolean {
  const request = { accountSid: TEST_ACCOUNT_SID, method: 'GET', url, parameters: {}, kind } as const;
  return 'authorization' in outgoing(request, account, 'token').headers;
}

test('a call may play the recordings of its account, and nobody else sees its credentials', () => {
  expect(isAuthorized('media', recordings(TEST_ACCOUNT_SID))).toBe(true);
  expect(isAuthorized('media', recordings(`AC${'0'.repeat(32)}`))).toBe(false);
  expect(isAuthorized('media', recordings(TEST_ACCOUNT_SID).replace('api.twilio.com', 'api.example'))).toBe(false);
  expect(isAuthorized('voice-url', recordings(TEST_ACCOUNT_SID))).toBe(false);
});
