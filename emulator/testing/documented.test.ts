import { createDispatcher } from '../gateway/dispatcher';
import { faultsOf } from './documented';
import { createTinyProduct } from './tiny-product';
import { TEST_ACCOUNT_SID, TEST_AUTH_TOKEN, testWorld } from './world';

const account = { sid: TEST_ACCOUNT_SID, authToken: TEST_AUTH_TOKEN };
const url = `https://taskrouter.twilio.com/v1/Workspaces/WS${'0'.repeat(32)}/Activities`;

test('what a resource answers is as documented: records, pages, deletion, errors', async () => {
  const world = testWorld();
  const dispatch = createDispatcher([createTinyProduct(world)], world);
  const created = await dispatch('POST', url, { account, form: { FriendlyName: 'x', Available: 'true' } });
  expect(faultsOf('POST', url, created)).toEqual([]);
  expect(faultsOf('GET', url, await dispatch('GET', url, { account }))).toEqual([]);
  const { sid } = created.body as { sid: string };
  const one = `${url}/${sid}`;
  expect(faultsOf('DELETE', one, await dispatch('DELETE', one, { account }))).toEqual([]);
  expect(faultsOf('GET', one, await dispatch('GET', one, { account }))).toEqual([]);
});

test('what is missing, too much or of the wrong form is told', () => {
  const body = { sid: 'WA1', account_sid: null, available: 'yes', extra: 1 };
  const faults = faultsOf('POST', url, { status: 201, body });
  expect(faults).toEqual(
    expect.arrayContaining([
      "must have required property 'friendly_name'",
      'must NOT have additional properties extra',
      '/available must be boolean,null',
      '/sid must match pattern "^WA[0-9a-fA-F]{32}$"',
    ]),
  );
  expect(faultsOf('POST', url, { status: 202, body })).toEqual([expect.stringContaining('status 202')]);
  expect(faultsOf('GET', 'https://taskrouter.twilio.com/v1/Nothing', { status: 200, body })).toHaveLength(1);
});

test('a body of null is no record, and an error has its own status in it', () => {
  expect(faultsOf('POST', url, { status: 201, body: 'null' })).toEqual(['must be object']);
  const body = {
    code: 20404,
    message: 'not found',
    more_info: 'https://www.twilio.com/docs/errors/20404',
    status: 400,
  };
  expect(faultsOf('GET', url, { status: 404, body })).toEqual(['wrong status']);
  expect(faultsOf('GET', url, { status: 404, body: {} })).toHaveLength(4);
});
