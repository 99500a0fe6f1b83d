import { BOOKED_IN, bookCallback, openDesk, type AgentDesk } from '../support/desk';
import { CALLER, client, leaveMessage, message, moments, openLine, type TestLine } from '../support/line';

let line: TestLine;
beforeAll(async () => {
  line = await openLine(moments.open);
});
afterAll(() => line.close());
afterEach(() => {
  line.emulator.callees.clear();
  return line.reset();
});

const maxAttempts = client.callback?.maxAttempts ?? 3;
const REQUEUE = '/callback/requeue';
/** Where the stock plugin asks. */
const PLUGIN = '/features/callback-and-voicemail/flex';

/** Time passes until the next attempt is offered, at most an afternoon. */
async function untilOffered(ana: AgentDesk): Promise<void> {
  for (let minutes = 0; (await ana.offers()).length === 0; minutes += 5) {
    if (minutes > 300) throw new Error('the next attempt was not offered');
    await line.emulator.advance(5 * 60_000);
  }
}

test('an agent calls back, reaches a voicemail, tries later, reaches the caller and completes', async () => {
  const ana = await openDesk(line);
  const first = await bookCallback(line);
  expect(await ana.accept()).toBe(first);
  line.emulator.callees.set(CALLER, { do: 'voicemail' });
  const missed = await ana.callBack(first);
  expect(missed.answeredBy).toMatch(/^machine/);
  const noted = { parentTask: missed.parentTask, result: 'voicemail', callSid: missed.callSid };
  expect(await ana.ask('/callback/result', noted)).toMatchObject({ status: 200, body: { taskSid: first } });
  const later = await ana.ask(REQUEUE, { taskSid: first });
  expect(later).toMatchObject({ status: 200, body: { success: true, attempts: 1 } });
  expect(await ana.task(first)).toMatchObject({ status: 'completed', reason: 'try later: voicemail' });
  expect(await ana.offers()).toEqual([]);

  await untilOffered(ana);
  const second = await ana.accept();
  expect(second).toBe(later.body['taskSid']);
  line.emulator.callees.set(CALLER, { do: 'answer', steps: [{ do: 'say', words: 'Hello' }] });
  const reached = await ana.callBack(second);
  expect(reached).toMatchObject({ status: 'completed', answeredBy: 'human' });
  await ana.ask('/callback/result', { taskSid: second, result: 'reached', callSid: reached.callSid });
  await ana.ask('/callback/complete', { taskSid: second, disposition: 'reached' });
  expect(await ana.task(second)).toMatchObject({
    status: 'completed',
    reason: 'reached',
    attributes: {
      conversations: { conversation_id: BOOKED_IN, outcome: 'reached' },
      callBackData: { attempts: 1, numberToCall: CALLER },
      linekit: { result: { outcome: 'reached' } },
    },
  });
});

test('retry leaves a zombie: whatever the browser does after "try later", the old task ends and there is one new one', async () => {
  const ana = await openDesk(line);
  const taskSid = await bookCallback(line);
  await ana.accept();
  const answers = await Promise.all([1, 2].map(() => ana.ask(`${PLUGIN}/requeue-callback`, { taskSid })));
  expect(answers.map(({ status, body }) => [status, body['success']])).toEqual([
    [200, true],
    [200, true],
  ]);
  // The plugin wraps up what is completed already: TaskRouter refuses, the plugin logs it, the task stays completed.
  await ana.wrapUp(taskSid);
  expect(await ana.ask('/callback/complete', { taskSid, disposition: 'other' })).toMatchObject({ status: 200 });
  expect(await ana.task(taskSid)).toMatchObject({ status: 'completed', reason: 'try later: no-answer' });
  expect((await line.tasks()).map(({ status }) => status).sort()).toEqual(['completed', 'pending']);
});

test('a task whose creation got no answer is found by the next "try later" and not made again', async () => {
  const ana = await openDesk(line);
  const taskSid = await bookCallback(line);
  await ana.accept();
  await line.control.inject({ on: 'api', method: 'POST', match: '/Tasks', effect: 'fail-after', status: 500 });
  expect(await ana.ask(REQUEUE, { taskSid })).toMatchObject({ status: 503, body: { code: 'VENDOR_UNAVAILABLE' } });
  expect(await ana.task(taskSid)).toMatchObject({ status: 'assigned' });
  expect(await ana.ask(REQUEUE, { taskSid })).toMatchObject({ status: 200 });
  expect((await line.tasks()).map(({ status }) => status).sort()).toEqual(['completed', 'pending']);
});

test.each([
  ['before the next task is made: the agent has the old one still', 7, 'assigned', 0],
  ['once it is made: the sweep completes the old one', 8, 'pending', 1],
])('the function of "try later" dies %s', async (_when, afterRequests, status, finished) => {
  const ana = await openDesk(line);
  const taskSid = await bookCallback(line);
  await ana.accept();
  await line.control.inject({ on: 'function', match: REQUEUE, effect: 'kill', afterRequests });
  await ana.ask(REQUEUE, { taskSid }).catch(() => undefined);
  expect(await ana.task(taskSid)).toMatchObject({ status: 'assigned' });
  await line.emulator.advance(60_000);
  const swept = JSON.parse((await line.post('/callback/release', {})).body) as { finished: { finished: string[] } };
  expect(swept.finished).toMatchObject({ complete: true, failed: [], finished: Array(finished).fill(taskSid) });
  const open = (await line.tasks()).filter(each => each.status !== 'completed');
  expect(open).toEqual([expect.objectContaining({ status })]);
});

test('tries again until the limit, and not once more', async () => {
  const ana = await openDesk(line);
  await bookCallback(line);
  for (let attempt = 1; attempt < maxAttempts; attempt += 1) {
    await untilOffered(ana);
    const answer = await ana.ask(REQUEUE, { taskSid: await ana.accept(), outcome: 'busy' });
    expect(answer).toMatchObject({ status: 200, body: { attempts: attempt } });
  }
  await untilOffered(ana);
  const taskSid = await ana.accept();
  expect(await ana.ask(REQUEUE, { taskSid })).toMatchObject({ status: 409, body: { code: 'ATTEMPTS_EXHAUSTED' } });
  expect(await ana.task(taskSid)).toMatchObject({ status: 'assigned' });
  expect(await ana.ask('/callback/complete', { taskSid, disposition: 'no-answer' })).toMatchObject({ status: 200 });
});

test('declined, timed out, then left by an agent who goes offline: only who accepted it may act on it, or a supervisor', async () => {
  const ana = await openDesk(line, 'Ana');
  const taskSid = await bookCallback(line);
  await ana.decline();
  expect(await ana.offers()).toEqual([taskSid]);
  await line.emulator.advance(10 * 60_000);
  expect(await ana.offers()).toEqual([]);
  const bo = await openDesk(line, 'Bo');
  expect(await bo.offers()).toEqual([taskSid]);
  for (const nobody of [ana, bo])
    expect(await nobody.ask(REQUEUE, { taskSid })).toMatchObject({ status: 403, body: { code: 'TASK_NOT_HELD' } });
  expect(await bo.accept()).toBe(taskSid);
  await bo.go('Offline');
  expect(await bo.task(taskSid)).toMatchObject({ status: 'assigned' });
  const lee = await openDesk(line, 'Lee', { roles: ['agent', 'supervisor'] });
  const later = await lee.ask(REQUEUE, { taskSid, outcome: 'failed' });
  expect(later).toMatchObject({ status: 200, body: { attempts: 1 } });
  await untilOffered(lee);
  expect(await lee.accept()).toBe(later.body['taskSid']);
});

test('a voicemail: its agent hears it, tries later, hears it again; then it is deleted', async () => {
  await line.call(leaveMessage, { to: '+12025550143' });
  const ana = await openDesk(line);
  const bo = await openDesk(line, 'Bo');
  const [voicemail] = await line.voicemailTasks();
  const taskSid = voicemail?.sid ?? '';
  const holder = (await ana.offers()).includes(taskSid) ? ana : bo;
  const other = holder === ana ? bo : ana;
  await holder.accept();
  const recordingSid = voicemail?.attributes.callBackData.recordingSid ?? '';
  const heard = await holder.ask(`${PLUGIN}/fetch-voicemail`, { recordingSid });
  expect(heard).toMatchObject({ status: 200, body: { type: 'audio/mpeg' } });
  expect(String(heard.body['recording']).length).toBeGreaterThan(1_000);
  expect(await other.ask(`${PLUGIN}/fetch-voicemail`, { recordingSid })).toMatchObject({ status: 403 });
  const later = await holder.ask(`${PLUGIN}/requeue-callback`, { taskSid });
  expect(later.status).toBe(200);
  await line.emulator.advance(6 * 60_000);
  expect(await holder.ask(`${PLUGIN}/fetch-voicemail`, { recordingSid })).toMatchObject({ status: 200 });
  const next = String(later.body['taskSid']);
  expect((await holder.task(next)).attributes).toMatchObject({ callBackData: { transcriptText: message.words } });
  expect(await holder.ask('/voicemail/delete', { taskSid: next })).toMatchObject({ status: 200 });
  expect((await holder.task(next)).attributes).toMatchObject({ callBackData: { isDeleted: true, transcriptText: '' } });
  expect(await holder.ask(`${PLUGIN}/fetch-voicemail`, { recordingSid })).toMatchObject({ status: 410 });
});

test('without a good token nothing opens', async () => {
  const taskSid = await bookCallback(line);
  const { status, body } = await line.post(REQUEUE, { taskSid, Token: 'a.b.c.d.e' }, null);
  expect([status, JSON.parse(body)]).toMatchObject([403, { code: 'TOKEN_INVALID' }]);
  expect(await line.tasks()).toHaveLength(1);
});
