import type { ApiRequest, StoredRecord, WebRequest } from './contract';
import { createFaults } from './faults';
import { createIds } from './ids';
import { createStore } from './store';
import { TEST_ACCOUNT_SID, TEST_AUTH_TOKEN, testWorld } from './testing/world';
import { createWorld } from './world';

interface Note extends StoredRecord {
  readonly text: string;
}
const webhook: WebRequest = {
  accountSid: TEST_ACCOUNT_SID,
  method: 'POST',
  url: 'https://line.twil.io/voicemail/recorded',
  parameters: {},
  kind: 'recording-status',
};

describe('accounts', () => {
  const key = `SK${'a'.repeat(32)}`;
  const seed = { sid: TEST_ACCOUNT_SID, authToken: TEST_AUTH_TOKEN, apiKeys: { [key]: 'secret' } };

  test('open with their token or with a key, and with nothing else', () => {
    const { accounts } = createWorld({ accounts: [seed] });
    expect(accounts.authenticate(TEST_ACCOUNT_SID, TEST_AUTH_TOKEN)?.sid).toBe(TEST_ACCOUNT_SID);
    expect(accounts.authenticate(key, 'secret')?.sid).toBe(TEST_ACCOUNT_SID);
    for (const [user, password] of [
      [TEST_ACCOUNT_SID, 'secret'],
      [key, TEST_AUTH_TOKEN],
      ['', ''],
      ['constructor', ''],
    ] as const) {
      expect(accounts.authenticate(user, password)).toBeUndefined();
    }
  });

  test('must look like accounts', () => {
    expect(() => createWorld({ accounts: [{ sid: 'AC1', authToken: TEST_AUTH_TOKEN }] })).toThrow('"AC1"');
    expect(() => createWorld({ accounts: [{ sid: TEST_ACCOUNT_SID, authToken: 'x' }] })).toThrow('auth token');
    expect(() => createWorld({ accounts: [seed, seed] })).toThrow('twice');
  });
});

describe('store', () => {
  test('keeps records in order, replaces them on update and refuses doubles', () => {
    const notes = createStore().collection<Note>('notes');
    const first = notes.insert({ sid: 'N1', text: 'one' });
    notes.insert({ sid: 'N2', text: 'two' });
    notes.update('N1', { text: 'changed' });
    expect(first.text).toBe('one');
    expect(notes.all().map(({ text }) => text)).toEqual(['changed', 'two']);
    expect(() => notes.insert({ sid: 'N1', text: '' })).toThrow('N1');
    expect(() => notes.update('N3', {})).toThrow('N3');
    expect(notes.delete('N1')).toBe(true);
    expect(notes.delete('N1')).toBe(false);
    expect(notes.filter(({ text }) => text === 'two')).toHaveLength(1);
  });

  test('a snapshot brings back what was, also to those who hold a collection', () => {
    const store = createStore();
    const notes = store.collection<Note>('notes');
    notes.insert({ sid: 'N1', text: 'one' });
    const snapshot = store.snapshot();
    notes.delete('N1');
    store.collection<Note>('others').insert({ sid: 'N2', text: 'two' });
    store.restore(structuredClone(snapshot));
    expect(notes.all()).toEqual([{ sid: 'N1', text: 'one' }]);
    expect(store.collection('others').all()).toEqual([]);
  });
});

test('SIDs have the right form, differ, and repeat with their seed', () => {
  const draw = (seed: number): string[] => {
    const ids = createIds(seed);
    return Array.from({ length: 1_000 }, () => ids.sid('CA'));
  };
  const sids = draw(7);
  expect(sids.every(sid => /^CA[0-9a-f]{32}$/.test(sid))).toBe(true);
  expect(new Set([...sids, ...draw(8)]).size).toBe(2_000);
  expect(draw(7)).toEqual(sids);
});

describe('faults', () => {
  test('hit what they are for, as often as they are told', () => {
    const faults = createFaults();
    faults.inject({ on: 'webhook', kind: 'recording-status', match: '/voicemail/', effect: 'drop', times: 2 });
    expect(faults.forWebhook({ ...webhook, kind: 'action' })).toBeUndefined();
    expect(faults.forWebhook({ ...webhook, url: 'https://line.twil.io/other' })).toBeUndefined();
    expect(faults.forWebhook(webhook)?.effect).toBe('drop');
    expect(faults.forWebhook(webhook)?.effect).toBe('drop');
    expect(faults.forWebhook(webhook)).toBeUndefined();
  });

  test('of APIs go by host, method and a part of the URL', () => {
    const faults = createFaults();
    const request = { host: 'sync.twilio.com', method: 'POST', url: new URL('https://sync.twilio.com/v1/Services') };
    const asked = (change: object): string | undefined =>
      faults.forApi({ ...request, ...change } as unknown as ApiRequest)?.effect;
    faults.inject({ on: 'api', host: 'sync.twilio.com', method: 'POST', match: '/v1/', effect: 'fail', status: 429 });
    expect(asked({ host: 'api.twilio.com' })).toBeUndefined();
    expect(asked({ method: 'GET' })).toBeUndefined();
    expect(faults.forFunction('/v1/')).toBeUndefined();
    expect(asked({})).toBe('fail');
    expect(asked({})).toBeUndefined();
  });

  test('can all be taken back', () => {
    const faults = createFaults();
    faults.inject({ on: 'function', effect: 'kill', match: '/voicemail' });
    faults.clear();
    expect(faults.forFunction('/voicemail/recorded')).toBeUndefined();
  });
});

describe('world', () => {
  test('a scripted web records what it is asked and answers as told', async () => {
    const world = testWorld();
    world.answer(({ url }) => (url.endsWith('recorded') ? '<Response/>' : { status: 500 }));
    const reply = await world.web.send(webhook);
    expect(reply).toMatchObject({ status: 200, body: '<Response/>', headers: { 'content-type': 'text/xml' } });
    expect(world.requests).toEqual([webhook]);
  });

  test('settle waits for work, and moves no clock', async () => {
    const world = testWorld();
    const before = world.clock.now();
    let done = false;
    void world.activity.track(new Promise<void>(resolve => setImmediate(resolve)).then(() => void (done = true)));
    await world.controls.settle();
    expect(done).toBe(true);
    expect(world.clock.now()).toBe(before);
  });

  test('a timer that fails is told on the timeline', async () => {
    const world = testWorld();
    world.clock.after(1, () => Promise.reject(new Error('broken')));
    await world.controls.advance(1);
    expect(world.timeline.map(({ kind, text }) => `${kind}: ${text.split('\n', 1)[0] ?? ''}`)).toEqual([
      'fault: a timer of the local Twilio failed: Error: broken',
    ]);
  });

  test('a listener hears until it is taken off', () => {
    const { bus } = createWorld();
    const heard: string[] = [];
    const stop = bus.on('call-ended', ({ status }) => heard.push(status));
    bus.emit('call-ended', { accountSid: '', callSid: '', status: 'completed' });
    stop();
    bus.emit('call-ended', { accountSid: '', callSid: '', status: 'failed' });
    expect(heard).toEqual(['completed']);
  });
});
