import type { Fault } from '../../emulator';
import { lineOptions } from '../../lib/config';
import { bookCallback, openDesk } from '../support/desk';
import { expectExactly, numberToCall, openCallbacks } from '../support/left-behind';
import { CALLER, client, leaveMessage, MESSAGES, moments, openLine, type TestLine } from '../support/line';
import {
  callerSteps,
  hears,
  LONG_WAIT,
  nobodyAnswers,
  opening,
  TO_OPTIONS,
  WAITS,
  wordsHeard,
} from '../support/waiting-caller';

/** The ways in which callback lines in public repositories lose people, or call them twice. One test for each, named after what happens. */

const { prompts } = lineOptions(client);
const { toOwnNumber, toAnother, enters, confirms } = callerSteps(prompts);
const BOOKED = opening(prompts.callbackBooked);

let line: TestLine;
beforeAll(async () => {
  line = await openLine(moments.open, LONG_WAIT);
});
afterAll(() => line.close());
afterEach(() => line.reset());

const taskrouter = (fault: Omit<Extract<Fault, { on: 'api' }>, 'on' | 'host'>): Fault => ({
  on: 'api',
  host: 'taskrouter.twilio.com',
  ...fault,
});

test('task creation fails after cancel: the place in line is given up only for a callback that exists', async () => {
  await line.hire(({ attributes }) =>
    attributes['taskType'] === undefined ? { do: 'accept', afterMs: 90_000, talkMs: 10_000 } : { do: 'ignore' },
  );
  await line.control.inject(taskrouter({ method: 'POST', match: '/Tasks', effect: 'fail', status: 400 }));
  const report = await line.call([...toOwnNumber, hears(prompts.callbackFailed), WAITS], TO_OPTIONS);
  expect(wordsHeard(report)).not.toContain(BOOKED);
  await expectExactly(line, 'answered', report.call.sid);
});

test('the transcription never comes: the agent has the message and the desk its mail all the same', async () => {
  await line.control.inject({ on: 'api', host: 'api.deepgram.com', effect: 'fail', status: 503, times: 999 });
  const report = await line.call(leaveMessage, { to: MESSAGES });
  for (let hours = 0; hours < 3; hours += 1) {
    await line.emulator.advance(3_600_000);
    await line.sweep();
  }
  await expectExactly(line, 'voicemail', report.call.sid);
  const [task] = await line.voicemailTasks();
  expect(task?.attributes.callBackData).toMatchObject({
    recordingSid: expect.stringMatching(/^RE/) as string,
    transcriptText: '',
  });
  expect(line.mails().map(({ attachments }) => attachments.length)).toEqual([1]);
});

test.each<[string, Fault, 'callback' | 'voicemail']>([
  ['of a booking', { on: 'webhook', match: '/callback/confirmed', effect: 'duplicate' }, 'callback'],
  ['of a recording', { on: 'webhook', kind: 'recording-status', effect: 'duplicate' }, 'voicemail'],
])('the same webhook twice, %s: one task', async (_which, fault, left) => {
  await nobodyAnswers(line);
  await line.control.inject(fault);
  const report =
    left === 'callback'
      ? await line.call([...toOwnNumber, WAITS], TO_OPTIONS)
      : await line.call(leaveMessage, { to: MESSAGES });
  expect(report.timeline.filter(({ text }) => text.includes('twice') || text.includes('duplicate'))).not.toEqual([]);
  await expectExactly(line, left, report.call.sid);
});

test('other number without country: it is dialed as one of the client’s country, and read back before', async () => {
  await nobodyAnswers(line);
  const report = await line.call([...toAnother, ...enters('2025550177'), ...confirms, WAITS], TO_OPTIONS);
  expect(wordsHeard(report)).toContain('You entered 2 0 2, 5 5 5, 0 1 7 7.');
  expect(await numberToCall(line)).toBe('+12025550177');
});

test('task not found in the queue: the callback is booked, and the caller waits no longer', async () => {
  await nobodyAnswers(line);
  await line.control.inject(taskrouter({ method: 'GET', match: '/Tasks', effect: 'fail', status: 404, times: 999 }));
  const report = await line.call([...toOwnNumber, WAITS], TO_OPTIONS);
  await line.control.clearFaults();
  expect(wordsHeard(report)).toContain(BOOKED);
  await expectExactly(line, 'callback', report.call.sid);
});

test('retry leaves a zombie: an old task that could not be completed at once ends with the next sweep', async () => {
  const ana = await openDesk(line);
  const taskSid = await bookCallback(line);
  await ana.accept();
  await line.control.inject(
    taskrouter({ method: 'POST', match: `/Tasks/${taskSid}`, effect: 'fail', status: 503, times: 99 }),
  );
  const later = await ana.ask('/callback/requeue', { taskSid });
  expect(later).toMatchObject({ status: 503, body: { success: false } });
  expect(await openCallbacks(line)).toHaveLength(2);
  await line.control.clearFaults();
  await line.emulator.advance(60_000);
  await line.post('/callback/release', {});
  expect(await ana.task(taskSid)).toMatchObject({ status: 'completed', reason: 'try later: no-answer' });
  expect(await numberToCall(line)).toBe(CALLER);
  expect(await openCallbacks(line)).toHaveLength(1);
});
