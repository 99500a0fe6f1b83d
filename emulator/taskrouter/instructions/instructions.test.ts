import type { WorkerDial, WorkerLegs, WorkerLegStatus } from '../../contract';
import { bodyOf, testTaskrouter, type Body, type TestTaskrouter } from '../testing/workspace';

const WAITING = `CA${'1'.repeat(32)}`;
const LEG = `CA${'2'.repeat(32)}`;
const ROOM = `CF${'3'.repeat(32)}`;

let desk: TestTaskrouter;
/** What voice was asked for, in order. */
let asked: { verb: string; dial: Partial<WorkerDial> & Readonly<Record<string, unknown>> }[];
/** Whether voice finds the calls that it is asked about. */
let callsLive: boolean;
let taskSid: string;
let offer: string;

const legStatus = (status: WorkerLegStatus): void => asked.at(-1)?.dial.told?.({ callSid: LEG, status });

beforeEach(async () => {
  desk = await testTaskrouter();
  asked = [];
  callsLive = true;
  const heard = (verb: string, dial: object): boolean => asked.push({ verb, dial: { ...dial } }) > 0 && callsLive;
  const legs: WorkerLegs = {
    dequeue: dial => (heard('dequeue', dial) ? { callSid: LEG } : undefined),
    call: dial => (heard('call', dial), { callSid: LEG }),
    redirect: to => heard('redirect', to),
    conference: dial => (heard('conference', dial) ? { callSid: LEG, conferenceSid: ROOM } : undefined),
    supervise: dial => (heard('supervise', dial) ? { callSid: LEG } : undefined),
  };
  desk.legs = legs;
  await desk.worker('Ada', { contact_uri: 'client:ada' });
  taskSid = desk.work.enqueue({
    accountSid: String((await desk.get('')).account_sid),
    callSid: WAITING,
    workflowSid: await desk.sidOf('/Workflows', 'Default Fifo Workflow'),
    attributes: { from: '+12025550111', to: '+12025550143' },
  }).taskSid;
  offer = `/Tasks/${taskSid}/Reservations/${String((await desk.list(`/Tasks/${taskSid}/Reservations`))[0]?.sid)}`;
});
afterEach(() => desk.world.close());

const instruct = async (form: Record<string, string>): Promise<unknown> => {
  const reply = await desk.send('POST', offer, { form });
  return reply.status < 300 ? 'done' : bodyOf(reply).code;
};
const states = async (): Promise<unknown[]> => [
  (await desk.get(`/Tasks/${taskSid}`)).assignment_status,
  (await desk.get(offer)).reservation_status,
];
const attributes = async (): Promise<Body> =>
  JSON.parse(String((await desk.get(`/Tasks/${taskSid}`)).attributes)) as Body;

describe('dequeue', () => {
  test('rings the worker, accepts when they answer, and wraps up when the talk is over', async () => {
    const Unavailable = await desk.sidOf('/Activities', 'Unavailable');
    const form = { DequeueTimeout: '15', DequeueRecord: 'record-from-answer', DequeuePostWorkActivitySid: Unavailable };
    expect(await instruct({ Instruction: 'dequeue', ...form })).toBe('done');
    expect(asked[0]?.dial).toMatchObject({
      to: 'client:ada',
      from: '+12025550143',
      timeoutMs: 15_000,
      record: 'record-from-answer',
    });
    expect(await attributes()).toMatchObject({ call_sid: WAITING, worker_call_sid: LEG });
    expect(await states()).toEqual(['reserved', 'pending']);
    legStatus('ringing');
    legStatus('in-progress');
    expect(await states()).toEqual(['assigned', 'accepted']);
    legStatus('completed');
    expect(await states()).toEqual(['wrapping', 'wrapping']);
    expect((await desk.list('/Workers'))[0]?.activity_name).toBe('Unavailable');
  });

  test('offers the task on when the worker does not answer, and says so', async () => {
    await instruct({ Instruction: 'dequeue' });
    legStatus('no-answer');
    expect((await desk.get(offer)).reservation_status).toBe('canceled');
    expect(await desk.list(`/Tasks/${taskSid}/Reservations`)).toHaveLength(2);
    expect(await desk.list('/Events?EventType=reservation.failed')).toHaveLength(1);
    expect(desk.world.timeline.map(({ text }) => text)).toContain("error 40133: the worker's phone: no-answer");
  });

  test('tells its callback of the call that made the task', async () => {
    const DequeueStatusCallbackUrl = 'https://desk.example/leg';
    await instruct({ Instruction: 'dequeue', DequeueStatusCallbackUrl, DequeueStatusCallbackEvent: 'answered' });
    expect(asked[0]?.dial.statusCallback).toEqual({
      url: DequeueStatusCallbackUrl,
      method: 'GET',
      events: ['answered'],
      parameters: { taskCallSid: WAITING },
    });
  });
});

test('call rings the worker with a document of its own, and accepts only when told to', async () => {
  const form = { Instruction: 'call', CallFrom: '+12025550143', CallUrl: 'https://desk.example/answer' };
  expect(await instruct(form)).toBe('done');
  expect(asked[0]).toMatchObject({ verb: 'call', dial: { url: 'https://desk.example/answer', to: 'client:ada' } });
  expect(await states()).toEqual(['reserved', 'pending']);
  await instruct({ ...form, CallAccept: 'true' });
  expect(await states()).toEqual(['assigned', 'accepted']);
});

test('redirect takes the call elsewhere, and accepts when told to', async () => {
  const form = { Instruction: 'redirect', RedirectCallSid: WAITING, RedirectUrl: 'https://desk.example/other' };
  expect(await instruct({ ...form, RedirectAccept: 'true' })).toBe('done');
  expect(asked[0]?.dial).toMatchObject({ callSid: WAITING, url: 'https://desk.example/other' });
  expect(await states()).toEqual(['assigned', 'accepted']);
});

test('conference joins both in a room that the task names; a supervisor may listen', async () => {
  const form = { EndConferenceOnExit: 'true', ConferenceRecord: 'true', MaxParticipants: '3', Timeout: '20' };
  expect(await instruct({ Instruction: 'supervise', Supervisor: 'WK1' })).toBe(40146);
  expect(await instruct({ Instruction: 'conference', ...form })).toBe('done');
  expect(asked[0]?.dial).toMatchObject({
    timeoutMs: 20_000,
    conference: { friendlyName: taskSid, endConferenceOnExit: true, record: true, maxParticipants: 3 },
  });
  expect(await attributes()).toMatchObject({
    conference: { sid: ROOM, participants: { worker: LEG, customer: WAITING } },
  });
  legStatus('in-progress');
  expect(await states()).toEqual(['assigned', 'accepted']);
  const boss = await desk.post('/Workers', { FriendlyName: 'Boss', Attributes: '{"contact_uri":"client:boss"}' });
  const supervision = { Instruction: 'supervise', Supervisor: String(boss.sid), SupervisorMode: 'whisper' };
  expect(await instruct(supervision)).toBe('done');
  expect(asked.at(-1)?.dial).toMatchObject({
    to: 'client:boss',
    conferenceSid: ROOM,
    mode: 'whisper',
    callSidToCoach: LEG,
  });
});

test('a caller who has just gone is not rung for', async () => {
  callsLive = false;
  expect(await instruct({ Instruction: 'conference' })).toBe(40144);
  expect(await states()).toEqual(['canceled', 'canceled']);
});

test('accept leaves the call where it is: it is for others to bring it to the worker', async () => {
  expect(await instruct({ Instruction: 'accept' })).toBe('done');
  expect(await states()).toEqual(['assigned', 'accepted']);
  expect([desk.calls, asked]).toEqual([[], []]);
});

test('a reservation taken by <Dial><Queue> is accepted once', async () => {
  const accountSid = String((await desk.get('')).account_sid);
  const activity = await desk.sidOf('/Activities', 'Unavailable');
  const reservationSid = String(offer.split('/').at(-1));
  const take = { accountSid, reservationSid, postWorkActivitySid: activity };
  expect(desk.work.takeReservation?.(take)).toEqual({ taskSid, callSid: WAITING });
  expect(desk.work.takeReservation?.(take)).toBeUndefined();
  desk.work.hangUp(taskSid);
  expect(await states()).toEqual(['wrapping', 'wrapping']);
  expect((await desk.list('/Workers'))[0]?.activity_name).toBe('Unavailable');
});

const CALL = { Instruction: 'call', CallFrom: '+12025550143', CallUrl: 'https://desk.example/answer' };
const REDIRECT = { Instruction: 'redirect', RedirectCallSid: WAITING, RedirectUrl: 'https://desk.example/other' };
const NO_ACTIVITY = `WA${'0'.repeat(32)}`;

test.each<[number, Record<string, string>]>([
  [40100, { Instruction: 'reject', WorkerActivitySid: NO_ACTIVITY }],
  [40110, { ...CALL, CallTo: 'no way' }],
  [40111, { ...CALL, CallFrom: '' }],
  [40112, { ...CALL, CallUrl: 'answer' }],
  [40120, { ...REDIRECT, RedirectUrl: '' }],
  [40121, { ...REDIRECT, RedirectCallSid: '' }],
  [40130, { Instruction: 'dequeue', DequeuePostWorkActivitySid: NO_ACTIVITY }],
  [40131, { Instruction: 'dequeue', DequeueTo: 'no way' }],
  [
    40134,
    { Instruction: 'dequeue', DequeueStatusCallbackUrl: 'https://a.example', DequeueStatusCallbackEvent: 'sung' },
  ],
  [40137, { Instruction: 'conference', To: 'no way' }],
  [40139, { Instruction: 'conference', PostWorkActivitySid: NO_ACTIVITY }],
  [40157, { Instruction: 'dequeue', DequeueStatusCallbackUrl: 'here' }],
  [40158, { ...CALL, CallStatusCallbackUrl: 'here' }],
  [40159, { Instruction: 'conference', StatusCallback: 'here' }],
  [14233, { Instruction: 'conference', Timeout: '1000' }],
  [55555, { Instruction: 'dance' }],
])('error %i: %j', async (code, form) => {
  expect(await instruct(form)).toBe(code);
  expect(await states()).toEqual(['reserved', 'pending']);
});

test.each<[number, Record<string, string>]>([
  [40114, CALL],
  [40123, REDIRECT],
  [40135, { Instruction: 'dequeue' }],
  [40136, { Instruction: 'conference' }],
])('error %i: the reservation is no longer pending', async (code, form) => {
  await instruct({ Instruction: 'accept' });
  expect(await instruct(form)).toBe(code);
});

test.each<[number, Record<string, string>]>([
  [40132, { Instruction: 'dequeue' }],
  [40138, { Instruction: 'conference' }],
])('error %i: no caller id, and none in the attributes', async (code, form) => {
  await desk.post(`/Tasks/${taskSid}`, { Attributes: `{"call_sid":"${WAITING}"}` });
  expect(await instruct(form)).toBe(code);
});

test.each<[number, Record<string, string>]>([
  [40140, { Instruction: 'dequeue' }],
  [40142, { Instruction: 'conference' }],
])('error %i: no call stands behind the task', async (code, form) => {
  await desk.worker('Bob', { contact_uri: 'client:bob' });
  const { sid } = await desk.post('/Tasks');
  const [other] = await desk.list(`/Tasks/${String(sid)}/Reservations`);
  offer = `/Tasks/${String(sid)}/Reservations/${String(other?.sid)}`;
  expect(await instruct(form)).toBe(code);
});

test('error 40122: the call is over', async () => {
  callsLive = false;
  expect(await instruct(REDIRECT)).toBe(40122);
});

describe('the assignment callback', () => {
  const told = async (reply: Parameters<TestTaskrouter['world']['answer']>[0]): Promise<string[]> => {
    const workflow = await desk.sidOf('/Workflows', 'Default Fifo Workflow');
    await desk.post(`/Workflows/${workflow}`, { AssignmentCallbackUrl: 'https://desk.example/assign' });
    desk.world.answer(reply);
    await desk.post(offer, { ReservationStatus: 'rejected' });
    await desk.world.controls.settle();
    const [, second] = await desk.list(`/Tasks/${taskSid}/Reservations`);
    offer = `/Tasks/${taskSid}/Reservations/${String(second?.sid)}`;
    return desk.world.timeline.map(({ text }) => text).filter(text => text.startsWith('error'));
  };

  test('may give any instruction, by snake case', async () => {
    expect(await told(() => '{"instruction":"dequeue","to":"+12025550199","timeout":15}')).toEqual([]);
    expect(asked[0]).toMatchObject({ verb: 'dequeue', dial: { to: '+12025550199', timeoutMs: 15_000 } });
  });

  test('may say nothing: it decides later', async () => {
    expect(await told(() => '{}')).toEqual([]);
    expect(await states()).toEqual(['reserved', 'pending']);
  });

  test.each([
    ['error 40000', { body: '{"instruction":"accept"}', headers: { 'content-type': 'text/plain' } }],
    ['error 40001', { body: '{"instruction', headers: { 'content-type': 'application/json' } }],
    ['error 40005', '{"answer":"accept"}'],
    ['error 55555', '{"instruction":"dance"}'],
    ['error 40131', '{"instruction":"dequeue","to":"no way"}'],
  ])('is alerted of what is wrong: %s', async (words, reply) => {
    expect(await told(() => reply)).toEqual([expect.stringContaining(words)]);
    expect(await states()).toEqual(['reserved', 'pending']);
  });
});
