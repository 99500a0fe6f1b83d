import type { StoredRecord } from '../contract';
import { testWorld, type TestWorld } from '../testing/world';
import { createStudio } from './studio';
import { CALL_SID, CONTACT, flowOf, LINE, studioRig, widget, type StudioRig } from './testing';

const say = (name: string) => widget(name, 'say-play', { say: name });
/** Messages are accepted. */
const answering = (): StudioRig => studioRig({ api: { post: async () => ({ status: 201, body: { sid: 'SM1' } }) } });

describe('executions of a snapshot', () => {
  const waiting = flowOf(
    widget('ask', 'send-and-wait-for-reply', {
      from: LINE,
      body: 'Name?',
      timeout: '60',
      transitions: { incomingMessage: 'end', timeout: 'late' },
    }),
    widget('end', 'set-variables', { variables: [] }),
    widget('late', 'set-variables', { variables: [] }),
  );
  const told = (world: TestWorld): string[] =>
    world.timeline.filter(({ kind }) => kind === 'widget' || kind === 'log').map(({ text }) => text);
  const statuses = (world: TestWorld): unknown[] =>
    world.store
      .collection<StoredRecord & { status: string }>('studio.executions')
      .all()
      .map(({ status }) => status);
  /** Another Studio that begins with what this one had stored. */
  const begunAgain = (rig: StudioRig, calls: readonly StoredRecord[] = []): TestWorld => {
    const world = testWorld();
    world.store.restore({ ...rig.world.store.snapshot(), 'api.calls': calls });
    createStudio(world);
    return world;
  };

  test('go on: who does not reply in time is late', async () => {
    const rig = answering();
    await rig.execute(await rig.publish(waiting));
    const world = begunAgain(rig);
    await world.controls.advance(59_999);
    expect(statuses(world)).toEqual(['active']);
    await world.controls.advance(1);
    expect(told(world)).toEqual(['ask: timeout', 'late: next']);
    expect(statuses(world)).toEqual(['ended']);
  });

  test('go on where they stood, in the store that is put back', async () => {
    const rig = answering();
    const flow = await rig.publish(waiting);
    await rig.execute(flow);
    await rig.world.controls.advance(30_000);
    const during = rig.world.store.snapshot();
    await rig.message(flow, 'Ana');
    expect(statuses(rig.world)[0]).toBe('ended');
    rig.world.store.restore(during);
    expect(statuses(rig.world)[0]).toBe('active');
    await rig.world.controls.advance(30_000);
    expect(rig.passed().slice(-2)).toEqual(['ask: timeout', 'late: next']);
  });

  test('end after thirty days all the same', async () => {
    const rig = answering();
    await rig.execute(
      await rig.publish(
        flowOf(widget('ask', 'send-and-wait-for-reply', { from: LINE, body: 'x', timeout: '9999999' })),
      ),
    );
    const world = begunAgain(rig);
    await world.controls.advance(30 * 24 * 3_600_000 + 1);
    expect(statuses(world)).toEqual(['ended']);
  });

  test('are ended, with a word, where their call or their request is gone', async () => {
    const rig = studioRig();
    await rig.call(await rig.publish(flowOf(say('hello'))));
    const later = begunAgain(rig);
    expect(statuses(later)).toEqual(['ended']);
    expect(told(later)).toEqual([
      expect.stringMatching(/^Studio ends FN\w+: the call that it is on is not in a snapshot$/),
    ]);
    expect(statuses(begunAgain(rig, [{ sid: CALL_SID, status: 'in-progress' } as StoredRecord]))).toEqual(['active']);

    const asked = studioRig();
    asked.world.answer(() => new Promise(() => undefined));
    const flow = await asked.publish(flowOf(widget('ask', 'run-function', { url: 'https://f.test/slow' })));
    await asked.rest('POST', `/v2/Flows/${flow}/Executions`, { To: CONTACT, From: LINE });
    await new Promise(resolve => setImmediate(() => setImmediate(resolve)));
    const world = begunAgain(asked);
    expect(statuses(world)).toEqual(['ended']);
    expect(told(world)[0]).toContain('the request that it waits for is not in a snapshot');
  });
});
