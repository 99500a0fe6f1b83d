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

test('a Function that takes more memory than there is ends with 500; others go on', async () => {
  const hog =
    'exports.handler = (context, event, callback) => { const all = []; for (;;) all.push(new Array(1e6).fill({})); };';
  const roomy = await startTestCloud({ functionLimitMs: 15_000 });
  try {
    const { origin } = await roomy.deploy({
      functions: { '/hog': hog, '/well': 'exports.handler = (context, event, callback) => callback(null, "well");' },
    });
    const [greedy, well] = await Promise.all(['/hog', '/well'].map(path => roomy.dispatch('POST', origin + path)));
    expect(greedy?.status).toBe(500);
    expect(well && textOf(well)).toBe('well');
    expect(textOf(await roomy.dispatch('POST', `${origin}/well`))).toBe('well');
  } finally {
    await roomy.close();
  }
});
