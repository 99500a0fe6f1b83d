import { createDispatcher } from '../gateway/dispatcher';
import { testWorld } from '../testing/world';
import { createServers } from './servers';

const HOST = 'orders.example.org';

test('a server answers as it was told, and says 501 before', async () => {
  const world = testWorld();
  const { product, servers } = createServers(world, [HOST]);
  const dispatch = createDispatcher([product], world);
  expect(await dispatch('GET', `https://${HOST}/v1/orders/12`)).toMatchObject({ status: 501 });
  servers.answer(HOST, ({ url, headers }) => ({ status: 200, body: { path: url.pathname, key: headers['x-key'] } }));
  const found = await dispatch('GET', `https://${HOST}/v1/orders/12`, { headers: { 'X-Key': 'k' } });
  expect(found).toMatchObject({ status: 200, body: { path: '/v1/orders/12', key: 'k' } });
  expect(world.timeline.at(-1)?.text).toBe(`${HOST} GET /v1/orders/12: 200`);
});

test('a server that nobody named is a mistake of the test', () => {
  const { servers } = createServers(testWorld(), [HOST]);
  expect(() => servers.answer('other.example.org', () => ({ status: 200 }))).toThrow('other.example.org');
});
