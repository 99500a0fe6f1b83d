import { createWorld } from '../../world';
import { emulatedNow } from './emulated-now';

test("Functions see the emulated time whatever the clock, and the computer's where it is that", () => {
  const startMs = Date.UTC(2026, 2, 2, 15);
  for (const clock of ['real', 'controlled', 'fast-forward'] as const) {
    const world = createWorld({ clock, startMs });
    const nowMs = emulatedNow(world.clock) ?? 0;
    expect(new Date(nowMs).toISOString()).toMatch(/^2026-03-02T15:0/);
    world.close();
  }
  const world = createWorld({ clock: 'real' });
  expect(emulatedNow(world.clock)).toBeUndefined();
  world.close();
});
