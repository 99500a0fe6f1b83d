import http, { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { CallerStep, Fault } from '../contract';
import { startGateway } from '../gateway/gateway';
import type { Gateway } from '../gateway/gateway';
import { createAnthropic } from '../anthropic/anthropic';
import { createMailgun } from '../mailgun/mailgun';
import { testWorld } from '../testing/world';
import { createTimeline } from '../timeline';
import { createControlClient } from './client';
import { createControl } from './control';
import { controlRoutes } from './routes';
import type { ControlTarget } from './target';

const gateways: Gateway[] = [];

afterEach(async () => {
  for (const gateway of gateways.splice(0)) await gateway.close();
});

async function set() {
  const world = testWorld();
  const mailgun = createMailgun(world, { key: 'key', domains: [] });
  const timeline = createTimeline(world.bus);
  const placed: { from: string; to: string; steps: readonly CallerStep[] }[] = [];
  const injected: Fault[] = [];
  const limits: boolean[] = [];
  const scripted: [string, unknown][] = [];
  const rates: (number | undefined)[] = [];
  const ended = new Map<string, string>();
  let resets = 0;
  const say = (text: string, callSid?: string): void =>
    world.bus.emit('timeline', { atMs: world.clock.now(), kind: 'heard', text, ...(callSid && { callSid }) });
  const target: ControlTarget = {
    timeline,
    clockMode: 'controlled',
    quietMs: 10,
    status: () => ({
      accounts: [],
      clock: { mode: 'controlled', now: new Date(world.clock.now()).toISOString() },
      numbers: [],
      counts: {},
      mails: 0,
    }),
    placeCall(call) {
      placed.push(call);
      say('ringing', 'CA1');
      return { callSid: 'CA1' };
    },
    steerCall: (callSid, steps) => void scripted.push([callSid, steps]),
    signIn: ({ workerSid }) => `token of ${workerSid}`,
    endOf: callSid => ended.get(callSid),
    onChange: listener => timeline.follow(listener),
    settle: () => world.controls.settle(),
    advance: ms => world.controls.advance(ms),
    inject: fault => void injected.push(fault),
    clearFaults: () => void injected.splice(0),
    limitRates: on => void limits.push(on),
    callees: { set: (to, callee) => void scripted.push([to, callee]), clear: () => void scripted.splice(0) },
    limitCalls: rate => void rates.push(rate),
    inbox: mailgun.inbox,
    filesOf: mailgun.filesOf,
    model: createAnthropic(world, { key: 'key' }).model,
    snapshot: () => world.store.snapshot(),
    restore: snapshot => world.store.restore(snapshot),
    reset: () => void (resets += 1),
  };
  const gateway = await startGateway({ products: [], world, port: 0, control: createControl(target) });
  gateways.push(gateway);
  const { port } = gateway;
  const end = (callSid: string): void => {
    ended.set(callSid, 'completed');
    say('hangs up', callSid);
  };
  return {
    world,
    target,
    placed,
    injected,
    limits,
    scripted,
    rates,
    say,
    end,
    port,
    client: createControlClient(port),
    resets: () => resets,
  };
}

test('a caller’s script arrives as it was written, audio as bytes', async () => {
  const { client, placed } = await set();
  const audio = Buffer.from([82, 73, 70, 70]);
  const { callSid, entries } = await client.placeCall({
    from: '+4930111',
    to: '+4930222',
    steps: [
      { do: 'listen', until: 'beep' },
      { do: 'say', words: 'Hello', audio: audio.toString('base64') },
      { do: 'press', digits: '1#' },
      { do: 'hang-up' },
    ],
  });
  expect(callSid).toBe('CA1');
  expect(entries).toMatchObject([{ text: 'ringing' }]);
  expect(placed[0]?.steps).toEqual([
    { do: 'listen', until: 'beep' },
    { do: 'say', words: 'Hello', audio },
    { do: 'press', digits: '1#' },
    { do: 'hang-up' },
  ]);
});

test('whoever is on the phone is told what to do now; wrong steps are not', async () => {
  const { client, scripted } = await set();
  await client.steer('CA1', [{ do: 'press', digits: '1' }, { do: 'hang-up' }]);
  expect(scripted).toEqual([['CA1', [{ do: 'press', digits: '1' }, { do: 'hang-up' }]]]);
  await expect(client.steer('CA1', [{ do: 'press', digits: 'one' }])).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  expect(scripted).toHaveLength(1);
});

test('a call can be followed to its end and a little further, and other calls stay out of it', async () => {
  const { client, say, end } = await set();
  await client.placeCall({ from: '+1', to: '+2' });
  const followed: string[] = [];
  const call = client.follow('CA1');
  for (let next = await call.next(); ; next = await call.next()) {
    followed.push(next.done ? next.value : next.value.text);
    if (next.done) break;
    if (next.value.text === 'ringing') {
      say('someone else', 'CA2');
      end('CA1');
    }
    if (next.value.text === 'hangs up') say('the mail goes out');
  }
  expect(followed).toEqual(['ringing', 'hangs up', 'the mail goes out', 'completed']);
});

test('waiting for the end answers with the whole call', async () => {
  const { client, end, world } = await set();
  world.bus.on('timeline', entry => entry.text === 'ringing' && setImmediate(() => end('CA1')));
  const call = await client.playCall({ from: '+1', to: '+2' });
  expect(call).toMatchObject({ status: 'completed', entries: [{ text: 'ringing' }, { text: 'hangs up' }] });
  expect(await client.timeline('CA1')).toEqual(call);
});

test('the clock moves, faults come and go, the store is kept and put back', async () => {
  const { client, world, injected, resets } = await set();
  const before = world.clock.now();
  await client.advance(5000);
  expect(world.clock.now() - before).toBe(5000);
  await client.inject({ on: 'webhook', kind: 'action', effect: 'drop', times: 2 });
  expect(injected).toEqual([{ on: 'webhook', kind: 'action', effect: 'drop', times: 2 }]);
  await client.clearFaults();
  expect(injected).toEqual([]);
  world.store.collection('things').insert({ sid: 'XX1' });
  const snapshot = await client.snapshot();
  world.store.collection('things').delete('XX1');
  await client.restore(snapshot);
  expect(world.store.collection('things').all()).toEqual([{ sid: 'XX1' }]);
  await client.reset();
  expect(resets()).toBe(1);
  expect(await client.status()).toMatchObject({ clock: { mode: 'controlled' } });
  expect(await client.mails()).toEqual([]);
});

test('a wrong request says what is wrong with it, all at once', async () => {
  const { client, port } = await set();
  const bad = { from: '', to: '+1', steps: [{ do: 'press', digits: 'x' }], extra: 1 };
  await expect(createControlClient(port).placeCall(bad as never)).rejects.toMatchObject({
    code: 'BAD_REQUEST',
    details: [{ path: 'from' }, { path: 'steps.0.digits' }, { path: '' }],
  });
  await expect(client.timeline('CA404')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await expect(client.advance(-1)).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  await expect(client.advance(9e15)).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  await expect(client.setCallee('', { do: 'busy' })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
});

test('a wrong word is answered with those that will do', async () => {
  const { client } = await set();
  const steps = [
    { do: 'listen', until: 'beeep' },
    { do: 'listen' },
    { do: 'sing' },
    { do: 'listen', until: { ms: -1 } },
  ];
  const until = { message: 'Invalid input: expected "asked", "beep", "prompt-end", {"text": "…"} or {"ms": 2000}' };
  await expect(client.placeCall({ from: '+1', to: '+1', steps: steps as never })).rejects.toMatchObject({
    details: [
      { path: 'steps.0.until', ...until },
      { path: 'steps.1.until', ...until },
      { path: 'steps.2.do', message: expect.stringContaining("'say' | 'press' | 'tone'") },
      { path: 'steps.3.until.ms', message: 'Too small: expected number to be >=0' },
    ],
  });
  const faults = [{ on: 'call' }, { on: 'webhook', effect: 'fail' }, { on: 'api', effect: 'drop' }];
  const told = await Promise.all(faults.map(fault => client.inject(fault as never).catch((error: unknown) => error)));
  expect(told).toMatchObject([
    { message: expect.stringContaining("on: Invalid discriminator value. Expected 'webhook' | 'api' | 'function'") },
    {
      message: expect.stringContaining("effect: Invalid discriminator value. Expected 'drop' | 'duplicate' | 'delay'"),
    },
    {
      message: expect.stringContaining('effect: Invalid option: expected one of "fail"|"fail-after"|"refuse"|"delay"'),
    },
  ]);
});

test.each([
  ['GET', '/emulator/nothing', {}, 404, 'NOT_FOUND'],
  ['PUT', '/emulator/faults', {}, 405, 'METHOD_NOT_ALLOWED'],
  ['POST', '/emulator/faults', {}, 400, 'BAD_REQUEST'],
  ['GET', '/emulator', { origin: 'https://evil.example' }, 403, 'FORBIDDEN'],
] as [string, string, Record<string, string>, number, string][])('%s %s %j is answered %i %s', async (...row) => {
  const [method, path, headers, status, code] = row;
  const { port } = await set();
  const response = await fetch(`http://127.0.0.1:${port}${path}`, { method, headers });
  expect(response.status).toBe(status);
  expect(await response.json()).toHaveProperty('code', code);
});

test('a host name that was made to point here is let in nowhere', async () => {
  const { port } = await set();
  const response = await new Promise<http.IncomingMessage>(resolve =>
    http.get(
      { host: '127.0.0.1', port, path: '/emulator', headers: { host: 'rebound.example' }, agent: false },
      resolve,
    ),
  );
  response.resume();
  expect(response.statusCode).toBe(403);
});

test('rate limits are switched on and off', async () => {
  const { client, limits } = await set();
  await client.limitRates(true);
  await client.limitRates(false);
  expect(limits).toEqual([true, false]);
});

test('callees get scripts, and calls a rate', async () => {
  const { client, scripted, rates } = await set();
  await client.setCallee('+15550107777', { do: 'voicemail', beep: false });
  await client.setCallee('client:ann', { do: 'answer', steps: [{ do: 'say', words: 'hello' }] });
  expect(scripted).toEqual([
    ['+15550107777', { do: 'voicemail', beep: false }],
    ['client:ann', { do: 'answer', steps: [{ do: 'say', words: 'hello' }] }],
  ]);
  await expect(client.setCallee('x', { do: 'sing' } as never)).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  await client.clearCallees();
  expect(scripted).toEqual([]);
  await client.limitCalls(1);
  await client.limitCalls(null);
  expect(rates).toEqual([1, undefined]);
});

test('what the language model answers is set, and a wrong turn is refused', async () => {
  const { client, target } = await set();
  await client.scriptModel([{ say: 'Hello.' }]);
  expect(target.model.left()).toEqual([{ say: 'Hello.' }]);
  expect(await client.modelExchanges()).toEqual([]);
  await expect(client.scriptModel([{ fails: 'never' } as never])).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  await expect(client.scriptModel([{ calls: [{ name: 'book', input: 1 }] } as never])).rejects.toMatchObject({
    details: [{ path: 'turns.0.calls.0.input', message: 'Invalid input: expected an object or a text' }],
  });
});

test('the client has a method for every route', async () => {
  const asked = new Set<string>();
  const server = createServer((request, response) => {
    const path = (request.url ?? '').replace(/\?.*/, '');
    const route = controlRoutes.find(
      ({ method, path: pattern }) =>
        method === request.method && new RegExp(`^${pattern.replace(/\{\w+\}/, '[^/]+')}$`).test(path),
    );
    asked.add(route ? `${route.method} ${route.path}` : `${request.method} ${path} is no route`);
    response.end(JSON.stringify({ token: '', mails: [], exchanges: [], entries: [], next: 0, ended: 'completed' }));
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const client = createControlClient((server.address() as AddressInfo).port);
  await client.status();
  await client.placeCall({ from: '+15550100001', to: '+15550100002' });
  for await (const _ of client.follow('CA1'));
  await client.steer('CA1', []);
  await client.timeline('CA1');
  await client.signIn({ workerSid: 'WK1' });
  await client.advance(1);
  await client.inject({ on: 'webhook', effect: 'drop' });
  await client.clearFaults();
  await client.limitRates(true);
  await client.setCallee('client:ann', { do: 'busy' });
  await client.clearCallees();
  await client.limitCalls(1);
  await client.mails();
  await client.scriptModel([]);
  await client.modelExchanges();
  await client.restore(await client.snapshot());
  await client.reset();
  server.close();
  expect([...asked].sort()).toEqual(controlRoutes.map(({ method, path }) => `${method} ${path}`).sort());
});
