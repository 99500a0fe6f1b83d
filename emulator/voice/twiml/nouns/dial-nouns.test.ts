import type { CallWork } from '../../../contract';
import { TEST_ACCOUNT_SID } from '../../../testing/world';
import type { Callee } from '../../callee';
import { heardIn, LINE_NUMBER, testLine, type TestLine } from '../../testing/test-line';

const AMD = 'machineDetection="Enable" amdStatusCallback="/amd"';
test.each<[Callee, string]>([
  [{ do: 'answer' }, 'human'],
  [{ do: 'voicemail' }, 'machine_start'],
  [{ do: 'fax' }, 'fax'],
  [{ do: 'answer', steps: [] }, 'unknown'],
])('machineDetection: %j answers, and the callback says %s while both talk', async (callee, answeredBy) => {
  const line = await testLine(
    { '/voice': `<Dial timeLimit="20"><Number ${AMD}>+15550107777</Number></Dial>`, '/amd': '<Hangup/>' },
    { callees: () => callee },
  );
  const report = await line.call([]);
  const [told] = line.sentTo('/amd');
  expect(told).toMatchObject({ kind: 'amd-status', method: 'POST', parameters: { AnsweredBy: answeredBy } });
  expect(Object.keys(told?.parameters ?? {}).sort()).toEqual([
    'AccountSid',
    'AnsweredBy',
    'CallSid',
    'MachineDetectionDuration',
  ]);
  const callSid = told?.parameters['CallSid'] ?? '';
  expect(callSid).not.toBe(report.call.sid);
  expect((await line.api('GET', `/Calls/${callSid}.json`)).body).toMatchObject({ answered_by: answeredBy });
  expect(Number(report.call.duration)).toBeGreaterThanOrEqual(20);
});

test('machineDetection of a SIP address waits for the beep, and is warned of without a callback (21262)', async () => {
  const line = await testLine(
    {
      '/voice':
        '<Dial timeLimit="30"><Sip machineDetection="DetectMessageEnd" machineDetectionTimeout="99">sip:ann@example.com</Sip></Dial>',
    },
    { callees: () => ({ do: 'voicemail' }) },
  );
  const report = await line.call([]);
  expect(report.timeline.flatMap(({ detail }) => detail?.['code'] ?? [])).toEqual([12200, 21262]);
  const { body } = await line.api('GET', '/Calls.json?To=sip:ann@example.com');
  expect(body).toMatchObject({ calls: [{ answered_by: 'machine_end_beep' }] });
});

const REFERS: Callee = {
  do: 'answer',
  steps: [
    { do: 'listen', until: { ms: 4000 } },
    { do: 'refer', to: 'sip:bob@example.com' },
  ],
};

test('a callee who sends SIP REFER: referUrl says how the call goes on, instead of the action', async () => {
  const line = await testLine(
    {
      '/voice': '<Dial action="/action" referUrl="/refer" referMethod="GET"><Sip>sip:ann@example.com</Sip></Dial>',
      '/refer': '<Say>You are transferred</Say>',
      '/action': '<Say>not this</Say>',
    },
    { callees: () => REFERS },
  );
  const report = await line.call([]);
  expect(line.sentTo('/refer')[0]).toMatchObject({
    method: 'GET',
    parameters: { ReferTransferTarget: 'sip:bob@example.com', CallSid: report.call.sid },
  });
  expect(heardIn(report)).toEqual(['You are transferred']);
});

test('REFER without a referUrl is passed over (13802): both talk on', async () => {
  const line = await testLine(
    { '/voice': '<Dial timeLimit="15"><Sip>sip:ann@example.com</Sip></Dial>' },
    { callees: () => REFERS },
  );
  const report = await line.call([]);
  expect(report.timeline).toContainEqual(expect.objectContaining({ detail: { code: 13802 } }) as unknown);
  expect(Number(report.call.duration)).toBeGreaterThanOrEqual(15);
});

const RESERVATION = `WR${'3'.repeat(32)}`;

async function agentDials(reservationSid: string): Promise<{ taken: unknown[]; told: string[]; line: TestLine }> {
  const taken: unknown[] = [];
  const told: string[] = [];
  const work: CallWork = {
    enqueue: ({ attributes }) => ({ taskSid: `WT${String(attributes['name']).repeat(32)}` }),
    abandon: (taskSid, reason) => void told.push(`abandon ${taskSid[2] ?? ''} ${reason}`),
    hangUp: taskSid => void told.push(`talk of ${taskSid[2] ?? ''} is over`),
    takeReservation(take) {
      taken.push(take);
      return take.reservationSid === RESERVATION ? { taskSid: `WT${'2'.repeat(32)}`, callSid: '' } : undefined;
    },
  };
  const enqueue = (name: string): string =>
    `<Enqueue workflowSid="WW${'4'.repeat(32)}" action="/left"><Task>{"name":"${name}"}</Task></Enqueue>`;
  const line = await testLine(
    {
      '/voice': ({ parameters: { From: from = '' } }) => enqueue(from.slice(-1)),
      '/left': '',
      '/dialled': '<Say>done</Say>',
    },
    { work: () => work },
  );
  for (const from of ['+15550100001', '+15550100002'])
    line.voice.placeCall({
      from,
      to: LINE_NUMBER,
      caller: [{ do: 'listen', until: { ms: 60_000 } }, { do: 'hang-up' }],
    });
  await line.world.controls.advance(5000);
  const twiml = `<Response><Dial action="https://app.example/dialled" timeLimit="10"><Queue reservationSid="${reservationSid}" postWorkActivitySid="WA1"/></Dial></Response>`;
  await line.api('POST', '/Calls.json', { form: { To: '+15550107777', From: LINE_NUMBER, Twiml: twiml } });
  await line.world.controls.advance(30_000);
  return { taken, told, line };
}

test('<Queue reservationSid> takes the call that the reservation is for, and the worker is freed afterwards', async () => {
  const { taken, told, line } = await agentDials(RESERVATION);
  expect(taken).toEqual([{ accountSid: TEST_ACCOUNT_SID, reservationSid: RESERVATION, postWorkActivitySid: 'WA1' }]);
  expect(line.sentTo('/dialled')[0]?.parameters).toMatchObject({ DialCallStatus: 'completed', DialCallDuration: '10' });
  expect(line.sentTo('/left')[0]?.parameters).toMatchObject({ QueueResult: 'bridged', From: '+15550100002' });
  expect(told).toEqual(['talk of 2 is over']);
});

test.each([
  ['WR1', 14215],
  [`WR${'9'.repeat(32)}`, 14217],
])('<Queue reservationSid="%s">: warning %i, the Dial has failed and nobody is taken', async (sid, code) => {
  const { told, line } = await agentDials(sid);
  expect(line.sentTo('/dialled')[0]?.parameters).toMatchObject({ DialCallStatus: 'failed', DialBridged: 'false' });
  expect(line.world.timeline).toContainEqual(expect.objectContaining({ detail: { code } }) as unknown);
  expect(told).toEqual([]);
});
