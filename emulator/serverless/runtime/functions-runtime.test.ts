import { faultsOf } from '../../testing/documented';
import { TEST_ACCOUNT_SID, TEST_AUTH_TOKEN } from '../../testing/world';
import { askJson, startTestCloud, textOf, type TestCloud } from '../testing/cloud';
import type { DeployedService } from '../testing/deploy';

const FUNCTIONS = {
  '/context': `exports.handler = (context, event, callback) => callback(null, {
    context: JSON.parse(JSON.stringify(context)), processEnvironment: { ...process.env }, event,
    functions: Object.keys(Runtime.getFunctions()), words: Runtime.getAssets()['/words.json'].open(),
    shared: require(Runtime.getFunctions()['shared'].path).answer,
  });`,
  '/shared.private': 'exports.answer = 42;',
  '/twiml': `exports.handler = (context, event, callback) => {
    const response = new Twilio.twiml.VoiceResponse();
    response.say('Hello ' + event.name);
    callback(null, response);
  };`,
  '/cookies': `exports.handler = (context, event, callback) => {
    const response = new Twilio.Response();
    response.setStatusCode(201).setCookie('a', event.request.cookies.a).setCookie('b', '2').appendHeader('x-own', 'yes');
    response.setBody({ headers: event.request.headers });
    callback(null, response);
  };`,
  '/clients': `const https = require('https');
  exports.handler = async (context, event, callback) => {
    const url = 'https://serverless.twilio.com/v1/Services';
    const authorization = 'Basic ' + Buffer.from(context.ACCOUNT_SID + ':' + context.AUTH_TOKEN).toString('base64');
    const services = await context.getTwilioClient().serverless.v1.services.list();
    const fetched = await (await fetch(url, { headers: { authorization } })).json();
    const got = await new Promise((resolve, reject) => https.get(url, { headers: { authorization } }, response => {
      let text = ''; response.on('data', part => (text += part)).on('end', () => resolve(JSON.parse(text)));
    }).on('error', reject));
    callback(null, [services[0].uniqueName, fetched.services[0].unique_name, got.services[0].unique_name]);
  };`,
  '/connection': `const https = require('https');
  exports.handler = (context, event, callback) => {
    const agent = new https.Agent({ keepAlive: true });
    const request = https.get('https://serverless.twilio.com/v1/Services', { agent }, response =>
      response.resume().on('end', () => callback(null, String(request.socket.localPort))));
  };`,
  '/unknown-host': `exports.handler = (context, event, callback) =>
    fetch(event.url).then(() => callback(null, 'reached'), error => callback(null, error.cause.code));`,
  '/undeclared': `exports.handler = (context, event, callback) => { require('express'); callback(null, 'loaded'); };`,
  '/time': `exports.handler = (context, event, callback) => callback(null, {
    now: new Date().toISOString(), called: Date().slice(11, 15), static: Date.now(), given: new Date(0).toISOString(), instance: new Date() instanceof Date,
    formatted: new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', dateStyle: 'short' }).format(),
  });`,
  '/log': `exports.handler = (context, event, callback) => {
    console.log('taken %s', event.name, { n: 1 }); console.warn('careful'); console.error('bad'); console.debug('detail');
    callback(null, 'ok');
  };`,
  '/twice': `exports.handler = (context, event, callback) => { callback(null, 'first'); callback(null, 'second'); };`,
  '/callback-error': `exports.handler = (context, event, callback) => callback(new TypeError('no such client'));`,
  '/rejects': `exports.handler = async () => { throw new RangeError('lost promise'); };`,
  '/given': `const give = { number: 404, zero: 0, list: [1], flag: true, bytes: Buffer.from('abc'), nothing: undefined };
  exports.handler = (context, event, callback) => {
    if (event.as === 'error') return callback(give[event.what] ?? event.what);
    if (event.as === 'payload') return callback(null, give[event.what]);
    const response = new Twilio.Response();
    callback(null, response.setBody(give[event.what]).setStatusCode(Number(event.status)));
  };`,
  '/no-handler': `exports.greet = () => 'hello';`,
  '/place': `const fs = require('fs'), os = require('os'), path = require('path');
  exports.handler = (context, event, callback) => {
    const before = fs.readdirSync(os.tmpdir());
    fs.writeFileSync(path.join(os.tmpdir(), 'note.txt'), 'a note');
    callback(null, { before, after: fs.readdirSync(os.tmpdir()) });
  };`,
  '/writes': `exports.handler = (context, event, callback) => {
    process.stdout.write('first\\n'); console.log('second'); process.stderr.write('third\\n', () => callback(null, 'ok'));
  };`,
  '/leaves': `exports.handler = (context, event, callback) => {
    new Promise(resolve => (globalThis.ring = resolve)).then(() => {
      console.log('left behind');
      setImmediate(() => { throw new Error('too late'); });
      throw new Error('never caught');
    });
    callback(null, String(process.pid));
  };`,
  '/rings': `exports.handler = (context, event, callback) => {
    console.log('rings');
    globalThis.ring?.();
    setImmediate(() => setImmediate(() => { console.log('rang'); callback(null, String(process.pid)); }));
  };`,
  '/exits': `exports.handler = () => process.exit(3);`,
  '/broken': `exports.handler = (;`,
  '/meet': `exports.handler = async (context, event, callback) => {
    const { services } = context.getTwilioClient().serverless.v1;
    await services.create({ uniqueName: 'meet-' + event.name, friendlyName: 'x' });
    const present = async () => (await services.list()).filter(({ uniqueName }) => uniqueName.startsWith('meet-')).length;
    while (await present() < 3);
    callback(null, String(process.pid));
  };`,
  '/asks-twice': `exports.handler = async (context, event, callback) => {
    const services = context.getTwilioClient().serverless.v1.services;
    await services.create({ uniqueName: 'first-' + event.name, friendlyName: 'x' });
    await services.create({ uniqueName: 'second-' + event.name, friendlyName: 'x' });
    callback(null, 'done');
  };`,
};

let cloud: TestCloud;
let line: DeployedService;
beforeAll(async () => {
  cloud = await startTestCloud({ maxConcurrency: 3 });
  line = await cloud.deploy({
    functions: FUNCTIONS,
    assets: { '/words.private.json': '{"hello":"Hallo"}' },
    variables: { GREETING: 'Welcome' },
  });
});
afterAll(() => cloud.close());

const ask = (path: string, form: Record<string, string> = {}) => cloud.dispatch('POST', line.origin + path, { form });
const logLines = () => cloud.world.timeline.filter(({ kind }) => kind === 'log').map(({ text }) => text);

test('a Function gets the context, event and Runtime of the cloud, and nothing of the machine', async () => {
  const got = await askJson(cloud.dispatch, `${line.origin}/context?Digits=1`, {
    method: 'POST',
    form: { From: '+15550100' },
  });
  const environment = {
    ACCOUNT_SID: TEST_ACCOUNT_SID,
    AUTH_TOKEN: TEST_AUTH_TOKEN,
    DOMAIN_NAME: line.origin.slice('https://'.length),
    SERVICE_SID: line.serviceSid,
    ENVIRONMENT_SID: line.environmentSid,
    GREETING: 'Welcome',
  };
  expect(got['context']).toEqual({ ...environment, PATH: '/context' });
  expect(got['processEnvironment']).toEqual({ ...environment, PATH: process.env['PATH'], TZ: 'UTC' });
  expect(got['event']).toMatchObject({ Digits: '1', From: '+15550100', request: { cookies: {} } });
  expect(got['functions']).toContain('context');
  expect(got['words']).toBe('{"hello":"Hallo"}');
  expect(got['shared']).toBe(42);
});

test('answers TwiML, cookies and headers as the runtime makes them', async () => {
  const twiml = await ask('/twiml', { name: 'Ann' });
  expect(twiml.headers?.['content-type']).toMatch('text/xml');
  expect(textOf(twiml)).toContain('<Response><Say>Hello Ann</Say></Response>');
  const headers = { cookie: 'a=1', 'x-client': 'kept', 'i-twilio-own': 'dropped', 'i-t-local-now-ms': '0' };
  const reply = await cloud.dispatch('GET', `${line.origin}/cookies`, { headers });
  expect(reply.status).toBe(201);
  expect(reply.headers).toMatchObject({
    'set-cookie': ['a=1', 'b=2'],
    'x-own': 'yes',
    'x-twilio-function-concurrency': '1',
  });
  const seen = JSON.parse(textOf(reply)) as { headers: Record<string, string> };
  expect(seen.headers).toMatchObject({ 'x-client': 'kept' });
  expect(Object.keys(seen.headers).filter(name => name.startsWith('i-t'))).toEqual([]);
});

test('axios, fetch and https all reach the gateway, other hosts are out of reach', async () => {
  expect(JSON.parse(textOf(await ask('/clients')))).toEqual(['line', 'line', 'line']);
  expect(textOf(await ask('/unknown-host', { url: 'https://example.com/' }))).toBe('ECONNRESET');
  expect(textOf(await ask('/unknown-host', { url: 'http://example.com/' }))).toBe('ECONNREFUSED');
});

test('clients that are made in each execution share their connections', async () => {
  const first = textOf(await ask('/connection'));
  expect(first).toMatch(/^\d+$/);
  expect(textOf(await ask('/connection'))).toBe(first);
});

test('only declared packages can be required', async () => {
  const reply = await ask('/undeclared');
  expect(reply.status).toBe(500);
  expect(textOf(reply)).toContain("Cannot find module 'express'");
});

test('Date shows the emulated time, which moves with the clock', async () => {
  const first = await askJson(cloud.dispatch, `${line.origin}/time`);
  expect(first).toMatchObject({
    called: '2026',
    given: '1970-01-01T00:00:00.000Z',
    instance: true,
    formatted: '02/03/2026',
  });
  expect(first['now']).toMatch(/^2026-03-02T15:00:00/);
  await cloud.world.controls.advance(86_400_000);
  const later = await askJson(cloud.dispatch, `${line.origin}/time`);
  expect(later['now']).toMatch(/^2026-03-03T15:00:00/);
  expect(Number(later['static']) - Date.parse('2026-03-03T15:00:00Z')).toBeLessThan(60_000);
});

test('console lines go to the Logs API and the timeline of their call, before the answer is out', async () => {
  await ask('/log', { name: 'Ann', CallSid: 'CA00000000000000000000000000000001' });
  const lines = cloud.world.timeline.filter(entry => entry.callSid === 'CA00000000000000000000000000000001');
  expect(lines.map(({ text, detail }) => [detail?.['level'], text])).toEqual([
    ['info', 'taken Ann { n: 1 }'],
    ['warn', 'careful'],
    ['error', 'bad'],
    ['debug', 'detail'],
  ]);
  const url = `https://serverless.twilio.com/v1/Services/${line.serviceSid}/Environments/${line.environmentSid}/Logs?PageSize=4`;
  const account = { sid: TEST_ACCOUNT_SID, authToken: TEST_AUTH_TOKEN };
  const page = await askJson(cloud.dispatch, url, { account });
  expect(faultsOf('GET', url, { status: 200, body: page })).toEqual([]);
  expect(page['logs']).toMatchObject([
    { message: 'detail' },
    { message: 'bad', level: 'error' },
    { message: 'careful' },
    { build_sid: line.buildSid },
  ]);
});

test('the first callback counts', async () => {
  expect(textOf(await ask('/twice'))).toBe('first');
  expect((await ask('/twice')).status).toBe(200);
});

test.each([
  ['an error given to callback', '/callback-error', 'no such client'],
  ['a rejected handler', '/rejects', 'lost promise'],
  ['a process that ends itself', '/exits', 'exit code 3'],
  ['source that does not parse', '/broken', 'Unexpected token'],
  ['a file without a handler', '/no-handler', 'exports.handler is not a function'],
])('%s answers 500, with the error in the logs, and the next request is served', async (_what, path, words) => {
  const reply = await ask(path);
  expect(reply.status).toBe(500);
  expect(textOf(reply)).toContain(words);
  expect(logLines().at(-1)).toContain(words);
  expect((await ask('/twice')).status).toBe(200);
});

test('a number is a body, never a status; an error of any kind is 500 and logged', async () => {
  const give = async (as: string, what: string, status = '200') => {
    const reply = await ask('/given', { as, what, status });
    return [reply.status, textOf(reply), String(reply.headers?.['content-type'] ?? '').split(';')[0]];
  };
  expect(await give('payload', 'number')).toEqual([200, '404', 'application/json']);
  expect(await give('payload', 'zero')).toEqual([200, '0', 'application/json']);
  expect(await give('payload', 'list')).toEqual([200, '[1]', 'application/json']);
  expect(await give('payload', 'flag')).toEqual([200, 'true', 'application/json']);
  expect(await give('payload', 'bytes')).toEqual([200, 'abc', 'application/octet-stream']);
  expect(await give('payload', 'nothing')).toEqual([200, '', '']);
  expect(await give('response', 'number', '201')).toEqual([201, '404', 'application/json']);
  const logged = logLines().length;
  expect(await give('response', 'list', '500')).toEqual([500, '[1]', 'application/json']);
  expect(logLines().slice(logged)).toEqual([]);
  expect(await give('error', 'number')).toEqual([500, '404', 'application/json']);
  expect((await give('error', 'no such client')).slice(0, 2)).toEqual([500, 'no such client']);
  expect(logLines().slice(logged)).toEqual(['404', 'no such client']);
});

test('a browser is shown the same error as anybody else', async () => {
  const headers = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36' };
  const reply = await cloud.dispatch('GET', `${line.origin}/callback-error`, { headers });
  expect(reply.headers?.['content-type']).toMatch('application/json');
  expect(JSON.parse(textOf(reply))).toMatchObject({ name: 'TypeError', message: 'no such client' });
  const { event } = await askJson(cloud.dispatch, `${line.origin}/context`, { headers });
  expect(event).toMatchObject({ request: { headers } });
});

test('a body that can not be read is a coded error', async () => {
  const post = (body: string, type: string) =>
    cloud.dispatch('POST', `${line.origin}/context`, { body, headers: { 'content-type': type } });
  for (const body of ['{bad', '"text"']) {
    const reply = await post(body, 'application/json');
    expect([reply.status, JSON.parse(textOf(reply))]).toEqual([400, expect.objectContaining({ code: 20001 })]);
  }
  const many = await post('a=1&'.repeat(1001), 'application/x-www-form-urlencoded');
  expect([many.status, JSON.parse(textOf(many))]).toEqual([413, expect.objectContaining({ code: 20413 })]);
});

test('a process has a temporary folder of its own; what is written to its output is logged in order', async () => {
  expect(JSON.parse(textOf(await ask('/place')))).toMatchObject({ after: ['note.txt'] });
  await ask('/writes');
  expect(logLines().slice(-3)).toEqual(['first', 'second', 'third']);
});

test('Functions run at once, one request in a process, and no more than the account may have', async () => {
  const replies = await Promise.all(['a', 'b', 'c', 'd'].map(name => ask('/meet', { name })));
  expect(replies.map(({ status }) => status)).toEqual([200, 200, 200, 429]);
  expect(replies[3]?.body).toMatchObject({ code: 20429 });
  expect(replies.map(({ headers }) => headers?.['x-twilio-function-concurrency'])).toEqual(['1', '2', '3', '4']);
  const processes = new Set(replies.slice(0, 3).map(textOf));
  expect(processes.size).toBe(3);
  expect(processes).toContain(textOf(await ask('/meet', { name: 'again' })));
});

test('a crash hits only its own request', async () => {
  const [met, crashed] = await Promise.all([ask('/meet', { name: 'beside' }), ask('/rejects')]);
  expect(met.status).toBe(200);
  expect(crashed.status).toBe(500);
});

test('what an answered request left behind is its own: neither its lines nor its errors touch the next', async () => {
  const left = textOf(await ask('/leaves', { CallSid: 'CA00000000000000000000000000000002' }));
  const next = await ask('/rings', { CallSid: 'CA00000000000000000000000000000003' });
  expect([next.status, textOf(next)]).toEqual([200, left]);
  expect(textOf(await ask('/rings'))).not.toBe(left);
  const linesOf = (last: number) =>
    cloud.world.timeline
      .filter(({ callSid }) => callSid === `CA0000000000000000000000000000000${last}`)
      .map(({ text }) => text.split('\n')[0]);
  expect(linesOf(2)).toEqual(['left behind', 'Error: never caught', 'Error: too late']);
  expect(linesOf(3)).toEqual(['rings', 'rang']);
});

test('the fault "kill" ends a Function after its requests are done and before it learns of it', async () => {
  cloud.world.faults.inject({ on: 'function', match: '/asks-twice', effect: 'kill', afterRequests: 1 });
  const killed = await ask('/asks-twice', { name: 'kill' });
  expect(killed.status).toBe(500);
  cloud.world.faults.inject({ on: 'function', match: '/asks-twice', effect: 'kill' });
  expect((await ask('/asks-twice', { name: 'start' })).status).toBe(500);
  const names = cloud.world.store.collection<{ sid: string; unique_name: string }>('serverless.services').all();
  expect(names.map(service => service.unique_name).filter(name => /^(first|second)-/.test(name))).toEqual([
    'first-kill',
  ]);
  expect((await ask('/asks-twice', { name: 'whole' })).status).toBe(200);
  expect(cloud.world.timeline.filter(({ kind }) => kind === 'fault').map(({ text }) => text)).toEqual([
    '/asks-twice is killed after its request 1',
    '/asks-twice is killed at its start',
  ]);
});
