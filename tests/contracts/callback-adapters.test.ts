import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { buildSync } from 'esbuild';
import { createEmulator, type Emulator } from '../../emulator';
import { sampleClient } from '../../lib/config/client.fake';
import { WORKFLOWS } from '../../scripts/provision/routing/workflows';
import { root } from './source-files';

/** The ports of callbacks, as twilio-node and the local Twilio have them: what the domain's tests believe of their fakes. */
const PROGRAM = `
import twilio from 'twilio';
import { readFileSync } from 'node:fs';
import { note, releaseDue, requestCallback } from '${root}/lib/callback';
import { createLog } from '${root}/lib/log';
import { systemClock } from '${root}/lib/clock';
import {
  syncCallbackLedger, syncCallNotes, twilioCallbackTasks, twilioTaskDesk, twilioWaitingTasks,
} from '${root}/lib/twilio';

async function main() {
  const rest = twilio();
  let requests = 0;
  const send = rest.httpClient.request.bind(rest.httpClient);
  rest.httpClient.request = options => ((requests += 1), send(options));
  const workspace = await rest.taskrouter.v1.workspaces.create({ friendlyName: 'adapters', template: 'FIFO' });
  const { sid: workspaceSid } = workspace;
  const place = rest.taskrouter.v1.workspaces(workspaceSid);
  const [queue] = await place.taskQueues.list({ limit: 1 });
  const configuration = JSON.stringify({ task_routing: { default_filter: { queue: queue.sid } } });
  const calls = await place.workflows.create({ friendlyName: '${WORKFLOWS.calls}', configuration });
  const workflow = await place.workflows.create({ friendlyName: 'callbacks', configuration });
  const { sid: serviceSid } = await rest.sync.v1.services.create({});
  const access = { rest, accountSid: '', authToken: '' };
  const ports = {
    ledger: syncCallbackLedger(access, () => serviceSid),
    notes: syncCallNotes(access, () => serviceSid),
    tasks: twilioTaskDesk(access, () => workspaceSid),
    waiting: twilioWaitingTasks(access, () => workspaceSid),
    callbacks: twilioCallbackTasks(access, () => ({ workspaceSid, workflowSid: workflow.sid })),
  };
  const log = createLog({ write: () => {} });
  const file = JSON.parse(readFileSync(process.argv[2], 'utf8'));
  const always = Object.fromEntries(Object.keys(file.hours).map(day => [day, ['00:00-24:00']]));
  const never = Object.fromEntries(Object.keys(file.hours).map(day => [day, []]));
  const client = { ...file, holidays: [], hours: always, callback: { ...file.callback, quietHours: undefined } };
  const desk = (change = {}) => ({ ports, client: { ...client, ...change }, clock: systemClock, log, deadlineMs: Date.now() + 8000 });
  const sidOf = digit => 'CA' + digit.repeat(32);
  const enqueue = digit => place.tasks.create({
    workflowSid: calls.sid, taskChannel: 'voice', attributes: JSON.stringify({ call_sid: sidOf(digit), theirs: 1 }),
  });
  const [first, second] = [await enqueue('1'), await enqueue('2')];
  const found = await ports.waiting.findWaiting(sidOf('2'));
  const ask = async (digit, change = {}, on = {}) => {
    const before = requests;
    const outcome = await requestCallback(desk(on), {
      callSid: sidOf(digit), from: '+12025550111', line: '+12025550142', number: '+12025550111', ...change,
    });
    return { outcome: outcome.outcome, requests: requests - before };
  };
  const warmUp = await ask('9', { from: '+12025550199' });
  const booked = await ask('1', { waitingTask: first.sid });
  const repeated = await ask('1', { waitingTask: first.sid });
  const stands = await ask('2', { waitingTask: 'unknown' });
  const gone = await place.tasks(first.sid).fetch().catch(() => undefined);
  const tomorrow = Object.fromEntries(Object.keys(file.hours).map(day => [day, ['00:00-24:00']]));
  const date = new Date().toISOString().slice(0, 10);
  const holidays = [{ date, name: 'today' }];
  const scheduled = await ask('3', { from: '+12025550122' }, { timeZone: 'UTC', hours: tomorrow, holidays });
  const failed = await ask('4', { from: '+12025550133' }, { hours: never });
  const voicemail = { taskType: 'voicemail', callBackData: { dueAt: '2020-01-01T00:00:00.000Z', holdHours: 8 } };
  const { sid: message } = await place.tasks.create({
    workflowSid: workflow.sid, taskChannel: 'voice', attributes: JSON.stringify(voicemail),
  });
  const late = await releaseDue(desk());
  const after = JSON.parse((await place.tasks(message).fetch()).attributes).callBackData;
  const held = await ports.callbacks.held();
  const early = await releaseDue(desk());
  await ports.callbacks.change(held.held[0].taskSid, { callBackData: { dueAt: '2020-01-01T00:00:00.000Z' } });
  const released = await releaseDue(desk());
  const plan = { attempts: 3, baseMs: 10, untilMs: Date.now() + 5000 };
  await note(ports.notes, sidOf('1'), { change: notes => ({ ...notes, tries: 1 }), plan });
  await note(ports.notes, sidOf('1'), { change: notes => ({ ...notes, tries: notes.tries + 1 }), plan });
  const conflict = await ports.notes.write(sidOf('1'), { place: 'queue', tries: 9 }, '0').catch(error => error.code);
  const tasks = await place.tasks.list({ workflowSid: workflow.sid });
  const listed = await ports.ledger.list();
  const states = listed.entries.map(({ entry }) => entry.state);
  const key = listed.entries[0].key;
  const search = await ports.callbacks.find(key, new Date(Date.now() - 60000));
  return {
    place: found.place, warmUp: warmUp.outcome, booked, repeated, stands, scheduled, failed,
    first: gone && { status: gone.assignmentStatus, attributes: JSON.parse(gone.attributes) },
    secondStatus: (await place.tasks(second.sid).fetch()).assignmentStatus,
    voicemail: { late: late.released.length, after },
    held: held.held.length, early: early.released.length, released: released.released.length,
    notes: (await ports.notes.read(sidOf('1'))).notes.tries, conflict,
    callbacks: tasks.length, keptPlace: tasks.find(task => task.attributes.includes(sidOf('1'))).virtualStartTime.getTime() === first.dateCreated.getTime(),
    states, search: search !== undefined,
  };
}
main().then(value => console.log(JSON.stringify(value)), error => { console.error(error); process.exitCode = 1; });
`;

let emulator: Emulator;
const folder = mkdtempSync(join(tmpdir(), 'linekit-callbacks-'));

beforeAll(async () => {
  emulator = await createEmulator();
});
afterAll(async () => {
  await emulator.close();
  rmSync(folder, { recursive: true });
});

test('callbacks, waiting calls and notes work on TaskRouter and Sync as on their fakes', async () => {
  const file = join(folder, 'program.js');
  writeFileSync(join(folder, 'client.json'), JSON.stringify(sampleClient()));
  writeFileSync(join(folder, 'program.ts'), PROGRAM);
  buildSync({
    entryPoints: [join(folder, 'program.ts')],
    outfile: file,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    nodePaths: [join(root, 'node_modules')],
    packages: 'external',
  });
  const { stdout } = await promisify(execFile)(process.execPath, [file, join(folder, 'client.json')], {
    cwd: root,
    env: { PATH: process.env['PATH'], NODE_PATH: join(root, 'node_modules'), ...emulator.environment() },
  });
  expect(JSON.parse(stdout)).toEqual({
    place: 2,
    warmUp: 'booked',
    booked: { outcome: 'booked', requests: 6 },
    repeated: { outcome: 'booked', requests: 3 },
    stands: { outcome: 'stands', requests: 7 },
    scheduled: { outcome: 'scheduled', requests: 3 },
    failed: { outcome: 'failed', requests: 0 },
    first: {
      status: 'canceled',
      attributes: { call_sid: `CA${'1'.repeat(32)}`, theirs: 1, conversations: { abandoned: 'Follow-Up' } },
    },
    secondStatus: 'canceled',
    // One that is tried again at night waits for the morning as a callback does.
    voicemail: { late: 1, after: { released: true } },
    held: 1,
    early: 0,
    released: 1,
    notes: 2,
    conflict: 'CONFLICT',
    callbacks: 4,
    keptPlace: true,
    states: ['booked', 'booked', 'booked'],
    search: true,
  });
});
