import { TEST_ACCOUNT_SID, TEST_AUTH_TOKEN } from '../../testing/world';
import { startTestCloud, textOf, type TestCloud } from '../testing/cloud';

const account = { sid: TEST_ACCOUNT_SID, authToken: TEST_AUTH_TOKEN };
const API = 'https://serverless.twilio.com/v1';
const SPEAK = `let calls = 0;
exports.handler = (context, event, callback) => callback(null, [context.WORD, process.env.WORD, ++calls].join(' '));`;

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await startTestCloud();
});
afterAll(() => cloud.close());

test('a changed variable reaches the next execution; what is in memory lives as long as its process', async () => {
  const line = await cloud.deploy({ functions: { '/speak': SPEAK }, variables: { WORD: 'one' } });
  const speak = async () => textOf(await cloud.dispatch('GET', `${line.origin}/speak`));
  expect([await speak(), await speak()]).toEqual(['one one 1', 'one one 2']);
  const variables = `${API}/Services/line/Environments/${line.environmentSid}/Variables`;
  const sid = cloud.world.store.collection<{ sid: string }>('serverless.variables').all()[0]?.sid ?? '';
  await cloud.dispatch('POST', `${variables}/${sid}`, { account, form: { Value: 'two' } });
  expect(await speak()).toBe('two two 1');
  await cloud.dispatch('DELETE', `${variables}/${sid}`, { account });
  expect(await speak()).toBe('  1');
});

test('a restored store runs its Functions, and a deployment without a build takes them down', async () => {
  const line = await cloud.deploy({ serviceName: 'kept', functions: { '/speak': SPEAK }, variables: { WORD: 'kept' } });
  const snapshot = cloud.world.store.snapshot();
  const environment = `${API}/Services/kept/Environments/${line.environmentSid}`;
  await cloud.dispatch('POST', `${environment}/Deployments`, { account, form: {} });
  expect((await cloud.dispatch('GET', `${line.origin}/speak`)).status).toBe(404);
  cloud.world.store.restore(snapshot);
  expect(textOf(await cloud.dispatch('GET', `${line.origin}/speak`))).toBe('kept kept 1');
});

test('a build that declares nothing runs on the runtime that came with linekit, and has no other package', async () => {
  const functions = {
    '/twiml': `exports.handler = (context, event, callback) => callback(null, new Twilio.twiml.VoiceResponse());`,
    '/mail': `exports.handler = (context, event, callback) => callback(null, require('mailgun.js'));`,
  };
  const line = await cloud.deploy({ serviceName: 'bare', functions, dependencies: {} });
  expect(textOf(await cloud.dispatch('GET', `${line.origin}/twiml`))).toContain('<Response/>');
  expect(textOf(await cloud.dispatch('GET', `${line.origin}/mail`))).toContain("Cannot find module 'mailgun.js'");
});
