import { startTestCloud, textOf, type TestCloud } from '../testing/cloud';

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await startTestCloud({ functionLimitMs: 200 });
});
afterAll(() => cloud.close());

test('a Function that does not answer in time is ended with 504, even when it never waits; others go on', async () => {
  const { origin } = await cloud.deploy({
    functions: {
      '/never': 'exports.handler = () => undefined;',
      '/loops': 'exports.handler = () => { for (;;); };',
    },
    assets: { '/up.txt': 'up' },
  });
  const replies = await Promise.all(['/never', '/loops'].map(path => cloud.dispatch('POST', origin + path)));
  for (const reply of replies) {
    expect(reply.status).toBe(504);
    expect(reply.body).toMatchObject({ code: 82002, message: 'Runtime application timed out' });
  }
  const lines = cloud.world.timeline.map(({ text, detail }) => `${String(detail?.['path'])}: ${text}`);
  expect(lines.sort()).toEqual([
    '/loops: Runtime application timed out after 200 ms',
    '/never: Runtime application timed out after 200 ms',
  ]);
  expect(textOf(await cloud.dispatch('GET', `${origin}/up.txt`))).toBe('up');
});
