import type { CallerStep, CallWork } from '../../../contract';
import type { PlacedCall } from '../..';
import { TwilioError } from '../../../rest/twilio-error';
import {
  CALLER_NUMBER,
  heardIn,
  LINE_NUMBER,
  testLine,
  untilDone,
  type Pages,
  type TestLine,
} from '../../testing/test-line';

const TASK_SID = `WT${'1'.repeat(32)}`;
const WORKFLOW_SID = `WW${'2'.repeat(32)}`;

interface QueueLine extends TestLine {
  readonly tasks: Parameters<CallWork['enqueue']>[0][];
  readonly told: string[];
  place(steps: readonly CallerStep[]): PlacedCall;
}

async function queueLine(attributes: string, pages: Pages = {}, work: Partial<CallWork> = {}): Promise<QueueLine> {
  const tasks: QueueLine['tasks'] = [];
  const told: string[] = [];
  const recorded: CallWork = {
    enqueue: call => {
      tasks.push(call);
      return { taskSid: TASK_SID };
    },
    abandon: (taskSid, reason) => void told.push(`abandon ${taskSid} ${reason}`),
    hangUp: taskSid => void told.push(`hangUp ${taskSid}`),
    ...work,
  };
  const task = '<Task priority="5" timeout="60">{"name":"Ann  B","direction":"voicemail"}</Task>';
  const line = await testLine(
    {
      '/voice': `<Enqueue workflowSid="${WORKFLOW_SID}" action="/action" ${attributes}>${task}</Enqueue><Say>next verb</Say>`,
      '/action': '<Say>after the queue</Say>',
      ...pages,
    },
    { work: () => recorded },
  );
  const place = (caller: readonly CallerStep[]): PlacedCall =>
    line.voice.placeCall({ from: CALLER_NUMBER, to: LINE_NUMBER, caller });
  return { ...line, tasks, told, place };
}

test('the call becomes a task: its own attributes, and those of the document over them', async () => {
  const line = await queueLine('');
  const { ended } = line.place([{ do: 'listen', until: { ms: 5000 } }, { do: 'hang-up' }]);
  await untilDone(line.world, ended);
  expect(line.tasks).toEqual([
    expect.objectContaining({
      workflowSid: WORKFLOW_SID,
      taskChannel: 'voice',
      priority: 5,
      timeoutSeconds: 60,
      attributes: expect.objectContaining({
        from: CALLER_NUMBER,
        called: LINE_NUMBER,
        from_country: 'US',
        call_status: 'in-progress',
        direction: 'voicemail',
        name: 'Ann  B',
      }) as unknown,
    }),
  ]);
});

test('a caller who hangs up leaves the task behind, and the action hears of it', async () => {
  const line = await queueLine('waitUrl=""');
  const { ended } = line.place([{ do: 'listen', until: { ms: 9000 } }, { do: 'hang-up' }]);
  const report = await untilDone(line.world, ended);
  expect(line.told).toEqual([`abandon ${TASK_SID} hangup`]);
  expect(line.sentTo('/action')[0]?.parameters).toMatchObject({
    QueueResult: 'hangup',
    QueueTime: '9',
    CallStatus: 'completed',
  });
  expect(heardIn(report)).toEqual([]);
});

test('the wait document is asked for again and again, and told of the queue', async () => {
  const line = await queueLine('waitUrl="/wait" waitUrlMethod="GET"', {
    '/wait': '<Say>You are waiting</Say><Record/>',
  });
  const { ended } = line.place([{ do: 'listen', until: { ms: 3000 } }, { do: 'hang-up' }]);
  const report = await untilDone(line.world, ended);
  expect(line.sentTo('/wait')).toHaveLength(3);
  expect(line.sentTo('/wait')[2]).toMatchObject({
    kind: 'wait-url',
    method: 'GET',
    parameters: { QueuePosition: '1', CurrentQueueSize: '1', QueueTime: '2' },
  });
  expect(report.timeline).toContainEqual(expect.objectContaining({ detail: { code: 12200 } }));
});

test('a wait document that takes no time is not asked for without end', async () => {
  const line = await queueLine('waitUrl="/wait"', { '/wait': ' ' });
  const { ended } = line.place([{ do: 'listen', until: { ms: 4500 } }, { do: 'hang-up' }]);
  await untilDone(line.world, ended);
  expect(line.sentTo('/wait')).toHaveLength(5);
});

test('Leave takes the call out of the queue and to the action', async () => {
  const line = await queueLine('waitUrl="/wait"', { '/wait': '<Say>One moment</Say><Leave/>' });
  const report = await untilDone(line.world, line.place([]).ended);
  expect(line.told).toEqual([`abandon ${TASK_SID} leave`]);
  expect(line.sentTo('/action')[0]?.parameters).toMatchObject({ QueueResult: 'leave', QueueTime: '0' });
  expect(heardIn(report)).toEqual(['One moment', 'after the queue']);
});

test('a key in the wait document leads out by its action', async () => {
  const line = await queueLine('waitUrl="/wait"', {
    '/wait': '<Gather action="/pressed" numDigits="1"><Say>Press one for a callback</Say></Gather>',
    '/pressed': '<Leave/>',
  });
  const report = await untilDone(
    line.world,
    line.place([
      { do: 'listen', until: 'prompt-end' },
      { do: 'press', digits: '1' },
    ]).ended,
  );
  expect(line.sentTo('/pressed')[0]?.parameters).toMatchObject({ Digits: '1' });
  expect(heardIn(report).at(-1)).toBe('after the queue');
});

test('Hangup in the wait document ends the call', async () => {
  const line = await queueLine('waitUrl="/wait"', { '/wait': '<Say>Sorry</Say><Hangup/>' });
  const report = await untilDone(line.world, line.place([]).ended);
  expect(line.told).toEqual([`abandon ${TASK_SID} hangup`]);
  expect(heardIn(report)).toEqual(['Sorry']);
  expect(report.call.status).toBe('completed');
});

test('an agent takes the call; when the agent hangs up the action is requested', async () => {
  const line = await queueLine('');
  const { ended } = line.place([]);
  await line.world.controls.advance(10_000);
  const join = { taskSid: TASK_SID, workerName: 'alice', reservationSid: `WR${'3'.repeat(32)}` };
  expect(line.voice.calls.connectToWorker(join)).toBe(true);
  expect(line.voice.calls.connectToWorker(join)).toBe(false);
  await line.world.controls.advance(20_000);
  line.voice.calls.hangUp(TASK_SID);
  const report = await untilDone(line.world, ended);
  expect(line.told).toEqual([`hangUp ${TASK_SID}`]);
  // The talk is no time in the queue.
  expect(line.sentTo('/action')[0]?.parameters).toMatchObject({ QueueResult: 'bridged', QueueTime: '10' });
  expect(heardIn(report)).toEqual(['hold music', 'the prompt is cut off', 'after the queue']);
  expect(line.voice.calls.connectToWorker(join)).toBe(false);
});

test('the caller hangs up on the agent', async () => {
  const line = await queueLine('');
  const { ended } = line.place([{ do: 'listen', until: { ms: 15_000 } }, { do: 'hang-up' }]);
  await line.world.controls.advance(10_000);
  line.voice.calls.connectToWorker({ taskSid: TASK_SID, workerName: 'alice', reservationSid: '' });
  await untilDone(line.world, ended);
  expect(line.told).toEqual([`hangUp ${TASK_SID}`]);
  expect(line.sentTo('/action')[0]?.parameters).toMatchObject({ QueueResult: 'bridged' });
});

test('a workflow that cannot take the call: QueueResult error, no task', async () => {
  const line = await queueLine(
    '',
    {},
    {
      enqueue: () => {
        throw new TwilioError(404, 20404, 'Workflow not found');
      },
    },
  );
  const report = await untilDone(line.world, line.place([]).ended);
  expect(line.sentTo('/action')[0]?.parameters).toMatchObject({ QueueResult: 'error' });
  expect(heardIn(report)).toEqual(['after the queue']);
});

test('a call redirected over REST leaves the queue; the task is canceled', async () => {
  const line = await queueLine('');
  const { callSid, ended } = line.place([]);
  await line.world.controls.advance(10_000);
  await line.api('POST', `/Calls/${callSid}.json`, { form: { Twiml: '<Response><Say>Voicemail</Say></Response>' } });
  const report = await untilDone(line.world, ended);
  expect(line.told).toEqual([`abandon ${TASK_SID} redirected`]);
  expect(line.sentTo('/action')[0]?.parameters).toMatchObject({ QueueResult: 'redirected' });
  expect(heardIn(report)).toEqual(['hold music', 'the prompt is cut off', 'Voicemail']);
});

test('nobody comes: the call waits on, until Twilio’s four hours are over', async () => {
  const line = await queueLine('');
  const report = await untilDone(line.world, line.place([]).ended);
  expect(report.call.duration).toBe(String(4 * 3600));
});

test.each([
  ['answers 502', { status: 502, body: '' }, 11200],
  ['is no TwiML', 'One <Say>moment</Say', 12100],
  ['is of another type', { body: '{}', headers: { 'content-type': 'application/json' } }, 12300],
])('a wait document that %s takes the call out of the queue: QueueResult error', async (_, wait, code) => {
  const line = await queueLine('waitUrl="/wait"', { '/wait': wait });
  const report = await untilDone(line.world, line.place([]).ended);
  expect(line.sentTo('/action')[0]?.parameters).toMatchObject({ QueueResult: 'error', QueueTime: '0' });
  expect(heardIn(report)).toEqual(['after the queue']);
  expect(line.told).toEqual([`abandon ${TASK_SID} error`]);
  expect(report.timeline).toContainEqual(
    expect.objectContaining({ detail: { code, url: 'https://app.example/wait' } }) as unknown,
  );
});

test('a wait document that fails only later lets the caller wait until then', async () => {
  let asked = 0;
  const line = await queueLine('waitUrl="/wait"', {
    '/wait': () => ((asked += 1) < 3 ? '<Pause length="10"/>' : { status: 500, body: '' }),
  });
  await untilDone(line.world, line.place([]).ended);
  expect(line.sentTo('/action')[0]?.parameters).toMatchObject({ QueueResult: 'error', QueueTime: '20' });
});
