import { fuzz } from './fuzz';

/** Another can be tried with FUZZ_SEED; `npx linekit bench fuzz` tries twenty new ones. */
const SEED = 1;

test('a thousand random requests: no 500, no hang, no failed timer', async () => {
  const seed = Number(process.env['FUZZ_SEED'] ?? SEED);
  const { findings, statuses } = await fuzz({ seed, requests: 1_000 });
  expect({ seed, findings }).toEqual({ seed, findings: [] });
  // It must come further than the door.
  expect(statuses.get(201)).toBeGreaterThan(20);
}, 60_000);
