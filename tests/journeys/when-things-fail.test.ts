import type { CallReport, Fault } from '../../emulator';
import { client, leaveMessage, message, MESSAGES, moments, openLine, type TestLine } from '../support/line';

// One line for all, since nothing here depends on the hour: the number that only takes messages.
let line: TestLine;
beforeAll(async () => {
  line = await openLine(moments.night);
});
beforeEach(() => line.reset());
afterAll(() => line.close());

const call = (): Promise<CallReport> => line.call(leaveMessage, { to: MESSAGES });

/** What must hold in the end, whatever failed on the way. */
async function expectOneOfEach(): Promise<void> {
  const tasks = await line.voicemailTasks();
  expect(tasks).toHaveLength(1);
  expect(line.mails()).toHaveLength(1);
  expect(tasks[0]?.attributes.callBackData.transcriptText).toBe(message.words);
  expect(line.mails()[0]?.attachments).toHaveLength(1);
}

const mailgun = { on: 'api', host: 'api.mailgun.net', method: 'POST', match: '/messages' } as const;
const deepgram = { on: 'api', host: 'api.deepgram.com' } as const;
const newTask = { on: 'api', host: 'taskrouter.twilio.com', method: 'POST', match: '/Tasks' } as const;
const ledger = { on: 'api', host: 'sync.twilio.com' } as const;
const media = { on: 'api', host: 'api.twilio.com', match: '.mp3' } as const;
const callback = { on: 'webhook', kind: 'recording-status' } as const;

const faults: readonly (readonly [string, Fault])[] = [
  ['the recording callback comes twice', { ...callback, effect: 'duplicate' }],
  ['the recording callback comes ten minutes late', { ...callback, effect: 'delay', delayMs: 600_000 }],
  ['the recording callback never comes', { ...callback, effect: 'drop' }],
  ['the action never comes', { on: 'webhook', kind: 'action', effect: 'drop' }],
  ['the action comes twice', { on: 'webhook', kind: 'action', effect: 'duplicate' }],
  ['Mailgun is down for a while', { ...mailgun, effect: 'fail', status: 500, times: 3 }],
  ['Mailgun can not be reached for a while', { ...mailgun, effect: 'refuse', times: 4 }],
  ['Mailgun takes the mail but its answer is lost', { ...mailgun, effect: 'fail-after', status: 502 }],
  ['Mailgun asks to slow down', { ...mailgun, effect: 'fail', status: 429, times: 2 }],
  ['TaskRouter answers 429 twice', { ...newTask, effect: 'fail', status: 429, times: 2 }],
  ['TaskRouter answers 429 for long', { ...newTask, effect: 'fail', status: 429, times: 12 }],
  ['TaskRouter makes the task but its answer is lost', { ...newTask, effect: 'fail-after', status: 503 }],
  ['TaskRouter is down', { ...newTask, effect: 'fail', status: 503, times: 2 }],
  ['the ledger is down at first', { ...ledger, effect: 'fail', status: 503, times: 2 }],
  [
    'the ledger takes the lease but its answer is lost',
    { ...ledger, method: 'POST', effect: 'fail-after', status: 503 },
  ],
  ['the recording can not be fetched at first', { ...media, effect: 'fail', status: 404, times: 2 }],
];

test.each(faults)('%s: one task, one mail', async (_name, fault) => {
  await line.control.inject(fault);
  await call();
  await line.inTheEnd();
  await expectOneOfEach();
});

test('Deepgram is down: task and mail do not wait for it, and the task gains its transcript later', async () => {
  await line.control.inject({ ...deepgram, effect: 'fail', status: 503 });
  await call();
  expect(line.mails()[0]?.text).toContain('The transcript could not be made in time.');
  expect((await line.voicemailTasks())[0]?.attributes.callBackData.transcriptText).toBe('');
  await line.inTheEnd();
  await expectOneOfEach();
});

test('everything fails once: one task, one mail', async () => {
  for (const fault of [mailgun, deepgram, newTask, ledger])
    await line.control.inject({ ...fault, effect: 'fail', status: 500 });
  await call();
  await line.inTheEnd();
  expect(await line.voicemailTasks()).toHaveLength(1);
  expect(line.mails()).toHaveLength(1);
});

test.each([0, 1, 2, 3, 4, 5, 6, 7, 8])(
  'the function dies after %i requests: one task, one mail',
  async afterRequests => {
    await line.control.inject({ on: 'function', match: '/voicemail/recorded', effect: 'kill', afterRequests });
    await call();
    await line.inTheEnd();
    await expectOneOfEach();
  },
);

test('the sweep beside the webhook, and again: nothing twice', async () => {
  await call();
  expect(await line.sweep()).toEqual({ delivered: [], failed: [], deleted: 0 });
  await line.inTheEnd();
  await expectOneOfEach();
});

test('the function that the flow asks fails: the caller hears an apology and the message is taken', async () => {
  await line.control.inject({ on: 'webhook', kind: 'run-function', effect: 'drop' });
  const report = await call();
  expect(report.timeline.map(entry => entry.text).join('\n')).toContain(client.greetings.apology);
  await line.inTheEnd();
  await expectOneOfEach();
});

test("the flow can't be reached: the number's fallback takes the message", async () => {
  await line.control.inject({ on: 'webhook', kind: 'voice-url', match: 'webhooks.twilio.com', effect: 'drop' });
  const report = await call();
  expect(report.timeline.map(entry => entry.text).join('\n')).toContain(client.greetings.apology);
  await line.inTheEnd();
  await expectOneOfEach();
});

test('ADMIN_EMAIL takes the mail instead of the recipients in the file', async () => {
  await line.rest('serverless.twilio.com', await variablesPath(), {
    Key: 'ADMIN_EMAIL',
    Value: 'night@desk.example, boss@desk.example',
  });
  await call();
  expect(line.mails().map(mail => mail.to)).toEqual([['night@desk.example', 'boss@desk.example']]);
});

test('a missing variable: the log names it, the message is kept, and the sweep delivers when it is set', async () => {
  const variables = await functionVariables();
  const key = variables.find(variable => variable.key === 'TWILIO_FLEX_CALLBACK_WORKFLOW_SID');
  if (!key) throw new Error('the deployment sets TWILIO_FLEX_CALLBACK_WORKFLOW_SID');
  await line.rest('serverless.twilio.com', key.path, { Value: 'none' });
  await call();
  expect(await line.voicemailTasks()).toHaveLength(0);
  expect(line.mails()).toHaveLength(1);
  const logged = line.emulator
    .timeline()
    .filter(entry => entry.kind === 'log')
    .map(entry => entry.text);
  expect(logged.join('\n')).toMatch(/TWILIO_FLEX_CALLBACK_WORKFLOW_SID is malformed.*It is set by the wiring step/);
  await line.rest('serverless.twilio.com', key.path, { Value: key.value });
  await line.inTheEnd();
  await expectOneOfEach();
});

test('recordings are deleted when their retention is over', async () => {
  await call();
  await line.emulator.advance((client.voicemail.retentionDays + 1) * 86_400_000);
  expect(await line.sweep()).toMatchObject({ deleted: 1 });
  const { recordings } = await line.rest('api.twilio.com', `/2010-04-01/Accounts/${client.accountSid}/Recordings.json`);
  expect(recordings).toEqual([]);
});

async function variablesPath(): Promise<string> {
  const first = async (path: string, list: string): Promise<string> => {
    const page = (await line.rest('serverless.twilio.com', path)) as Record<string, { sid: string }[]>;
    return page[list]?.[0]?.sid ?? '';
  };
  const service = `/v1/Services/${await first('/v1/Services', 'services')}`;
  return `${service}/Environments/${await first(`${service}/Environments`, 'environments')}/Variables`;
}

async function functionVariables(): Promise<{ key: string; value: string; path: string }[]> {
  const base = await variablesPath();
  const { variables } = (await line.rest('serverless.twilio.com', base)) as {
    variables: { sid: string; key: string; value: string }[];
  };
  return variables.map(({ sid, key, value }) => ({ key, value, path: `${base}/${sid}` }));
}
