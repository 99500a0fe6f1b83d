import type { CallWork, WorkerDial, WorkerLegs } from '../contract';
import { TEST_ACCOUNT_SID } from '../testing/world';
import type { Callee } from './callee';
import { CALLER_NUMBER, LINE_NUMBER, testLine, untilDone, type TestLine } from './testing/test-line';
import type { PlacedCall } from './live-calls';

const TASK_SID = `WT${'1'.repeat(32)}`;
const WORKFLOW_SID = `WW${'2'.repeat(32)}`;

interface Desk extends TestLine {
  readonly caller: PlacedCall;
  readonly told: string[];
  readonly legs: WorkerLegs;
  readonly dial: WorkerDial;
}

async function desk(callee: Callee): Promise<Desk> {
  const told: string[] = [];
  const work: CallWork = {
    enqueue: () => ({ taskSid: TASK_SID }),
    abandon: (_, reason) => void told.push(`abandoned: ${reason}`),
    hangUp: () => void told.push('talk over'),
  };
  const line = await testLine(
    {
      '/voice': `<Enqueue workflowSid="${WORKFLOW_SID}" action="/action" waitUrl=""/>`,
      '/action': '<Say>after</Say>',
      '/events': '',
      '/elsewhere': '<Say>elsewhere</Say>',
    },
    { work: () => work, callees: () => callee },
  );
  const caller = line.voice.placeCall({ from: CALLER_NUMBER, to: LINE_NUMBER, caller: [] });
  await line.world.controls.advance(5000);
  const { legs } = line.voice.calls;
  if (!legs) throw new Error('voice has no legs');
  const dial: WorkerDial = {
    accountSid: TEST_ACCOUNT_SID,
    taskSid: TASK_SID,
    reservationSid: `WR${'3'.repeat(32)}`,
    to: 'client:ann',
    from: LINE_NUMBER,
    timeoutMs: 20_000,
    told: ({ status }) => void told.push(status),
  };
  return { ...line, caller, told, legs, dial };
}

test('dequeue: the worker is rung, both talk, the queue ends as bridged', async () => {
  const line = await desk({ do: 'answer', talkMs: 10_000 });
  const leg = line.legs.dequeue({
    ...line.dial,
    statusCallback: {
      url: 'https://app.example/events',
      method: 'GET',
      events: ['answered'],
      parameters: { taskCallSid: 'CA1' },
    },
  });
  await untilDone(line.world, line.caller.ended);
  expect(line.told).toEqual(['ringing', 'in-progress', 'talk over', 'completed']);
  expect(line.sentTo('/action')[0]?.parameters).toMatchObject({ QueueResult: 'bridged' });
  expect(line.sentTo('/events')[0]).toMatchObject({
    method: 'GET',
    parameters: { taskCallSid: 'CA1', CallSid: leg?.callSid },
  });
});

test('dequeue: a worker who does not answer leaves the caller in the queue', async () => {
  const line = await desk({ do: 'no-answer' });
  line.legs.dequeue(line.dial);
  await line.world.controls.advance(30_000);
  expect(line.told).toEqual(['ringing', 'no-answer']);
  expect(line.sentTo('/action')).toEqual([]);
});

test('conference: worker and caller meet in it; the caller ends it for both', async () => {
  const line = await desk({ do: 'answer' });
  const joined = line.legs.conference({
    ...line.dial,
    conference: {
      friendlyName: TASK_SID,
      endConferenceOnCustomerExit: true,
      statusCallback: { url: 'https://app.example/events', method: 'POST', events: ['start', 'end', 'join', 'leave'] },
    },
  });
  await line.world.controls.advance(10_000);
  expect(await line.api('GET', `/Conferences/${joined?.conferenceSid ?? ''}.json`)).toMatchObject({
    body: { status: 'in-progress', friendly_name: TASK_SID },
  });
  await line.api('POST', `/Calls/${line.caller.callSid}.json`, { form: { Status: 'completed' } });
  await untilDone(line.world, line.caller.ended);
  await line.world.controls.advance(1000);
  expect(line.told).toEqual(['ringing', 'in-progress', 'talk over', 'completed']);
  expect(line.sentTo('/events').at(-1)?.parameters).toMatchObject({
    ReasonConferenceEnded: 'participant-with-end-conference-on-exit-left',
  });
});

test('supervise: hears the conference, muted', async () => {
  const line = await desk({ do: 'answer' });
  const joined = line.legs.conference({ ...line.dial, conference: { friendlyName: 'room' } });
  await line.world.controls.advance(5000);
  const { conferenceSid = '' } = joined ?? {};
  const leg = line.legs.supervise({ ...line.dial, to: 'client:eve', conferenceSid, mode: 'monitor' });
  await line.world.controls.advance(5000);
  expect(await line.api('GET', `/Conferences/${conferenceSid}/Participants/${leg?.callSid ?? ''}.json`)).toMatchObject({
    body: { muted: true, status: 'connected' },
  });
});

test('call and redirect', async () => {
  const line = await desk({ do: 'answer' });
  line.legs.call({ ...line.dial, url: 'https://app.example/elsewhere' });
  await line.world.controls.advance(10_000);
  expect(line.told).toEqual(['ringing', 'in-progress', 'completed']);
  const to = { accountSid: TEST_ACCOUNT_SID, callSid: line.caller.callSid, url: 'https://app.example/elsewhere' };
  expect(line.legs.redirect(to)).toBe(true);
  await untilDone(line.world, line.caller.ended);
  expect(line.legs.redirect(to)).toBe(false);
  expect(line.sentTo('/elsewhere')).toHaveLength(2);
});
