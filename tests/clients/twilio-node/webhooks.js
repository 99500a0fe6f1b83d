const http = require('node:http');
const twilio = require('twilio');

const client = twilio();
const token = process.env.TWILIO_AUTH_TOKEN;

/** Judges every request by twilio-node, answers TwiML, and tells of it to whoever waits. */
function startServer() {
  const heard = [];
  const waiting = [];
  const server = http.createServer((request, response) => {
    const chunks = [];
    request.on('data', chunk => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      const url = `http://${request.headers.host}${request.url}`;
      const signature = request.headers['x-twilio-signature'] ?? '';
      const isJson = /json/.test(request.headers['content-type'] ?? '');
      const form = Object.fromEntries(new URLSearchParams(request.method === 'POST' ? body : ''));
      const judge = at =>
        isJson
          ? twilio.validateRequestWithBody(token, signature, at, body)
          : twilio.validateRequest(token, signature, at, form);
      heard.push({
        path: request.url.split('?')[0],
        method: request.method,
        isJson,
        valid: judge(url),
        elsewhere: judge(`${url}x`),
        hasBodyHash: /bodySHA256=/.test(request.url),
        status: form.CallStatus,
        event: form.EventType ?? (isJson ? JSON.parse(body)[0]?.type : undefined),
      });
      response.setHeader('content-type', 'text/xml');
      response.end(request.url.startsWith('/voice') ? '<Response><Pause length="1"/></Response>' : '');
      for (const check of waiting) check();
    });
  });
  const until = enough =>
    new Promise(resolve => {
      const check = () => enough(heard) && resolve(heard);
      waiting.push(check);
      check();
    });
  return new Promise(resolve => server.listen(0, '127.0.0.1', () => resolve({ server, heard, until })));
}

exports.run = async () => {
  const { server, until } = await startServer();
  const base = `http://127.0.0.1:${server.address().port}`;
  await client.incomingPhoneNumbers.create({ phoneNumber: '+14155550100' });
  const workspace = await client.taskrouter.v1.workspaces.create({
    friendlyName: 'Desk',
    template: 'FIFO',
    eventCallbackUrl: `${base}/callback`,
  });
  const sink = await client.events.v1.sinks.create({
    description: 'Sink',
    sinkType: 'webhook',
    sinkConfiguration: { destination: `${base}/sink`, method: 'POST', batch_events: false },
  });
  const types = [{ type: 'com.twilio.taskrouter.worker.created', schema_version: 1 }];
  await client.events.v1.subscriptions.create({ description: 'Workers', sinkSid: sink.sid, types });
  await client.taskrouter.v1.workspaces(workspace.sid).workers.create({ friendlyName: 'ada' });
  await client.calls.create({
    to: '+12025550111',
    from: '+14155550100',
    url: `${base}/voice?line=a%20b`,
    method: 'GET',
    statusCallback: `${base}/status`,
    statusCallbackEvent: ['initiated', 'ringing', 'answered', 'completed'],
  });
  const heard = await until(
    all =>
      all.some(({ status, path }) => status === 'completed' && path === '/status') &&
      all.some(({ path }) => path === '/sink') &&
      all.some(({ path, event }) => path === '/callback' && event === 'worker.created'),
  );
  server.close();
  return heard;
};
