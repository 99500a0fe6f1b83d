import { sampleClient } from '../../lib/config/client.fake';
import { whatApplies } from '../../lib/lines';
import { answerOf } from '../../scripts/client/plan/situations';

const client = sampleClient();

test.each([
  ['open', '2026-11-23T10:00:00-08:00'],
  ['closed', '2026-11-23T22:00:00-08:00'],
  ['holiday', '2026-12-25T10:00:00-08:00'],
] as const)('%s: a plan says what the function will answer', (situation, at) => {
  expect(answerOf(situation, client)).toEqual(whatApplies(client, new Date(at)));
});
