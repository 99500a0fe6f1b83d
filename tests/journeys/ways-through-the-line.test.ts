import type { RecordingSid } from '../../lib/sid';
import { listenLink } from '../../lib/voicemail/listen-link';
import {
  authToken,
  CALLER,
  client,
  DIRECT,
  leaveMessage,
  message,
  MESSAGES,
  moments,
  openLine,
  type TestLine,
} from '../support/line';

let line: TestLine | undefined;
async function at(moment: string): Promise<TestLine> {
  line = await openLine(moment);
  return line;
}
afterEach(async () => {
  await line?.close();
  line = undefined;
});

/** What the caller heard, in order. */
const heard = (report: { timeline: readonly { kind: string; text: string }[] }): string =>
  report.timeline
    .filter(entry => entry.kind === 'heard')
    .map(entry => entry.text)
    .join('\n');

async function expectNothing(place: TestLine): Promise<void> {
  expect(await place.voicemailTasks()).toEqual([]);
  expect(place.mails()).toEqual([]);
}

test('a caller leaves a message at night: one task as Flex reads it, one mail with the recording', async () => {
  const place = await at(moments.night);
  const report = await place.call(leaveMessage);
  expect(heard(report)).toContain(client.greetings.closed);
  expect(heard(report)).toContain(client.greetings.goodbye);
  const tasks = await place.voicemailTasks();
  expect(tasks).toEqual([
    expect.objectContaining({
      status: 'pending',
      priority: client.voicemail.priority,
      channel: 'voice',
      workflow: 'linekit callbacks and voicemail',
    }),
  ]);
  expect(tasks[0]?.attributes).toMatchObject({
    taskType: 'voicemail',
    name: CALLER,
    from: CALLER,
    to: DIRECT,
    direction: 'inbound',
    flow_execution_sid: expect.stringMatching(/^FN[0-9a-f]{32}$/),
    callBackData: {
      numberToCall: CALLER,
      numberToCallFrom: DIRECT,
      attempts: 0,
      mainTimeZone: 'America/Los_Angeles',
      utcDateTimeReceived: expect.stringMatching(/^2026-11-24T06:00:\d\d/),
      transcriptText: message.words,
      isDeleted: false,
    },
    conversations: { conversation_id: expect.stringMatching(/^CA/) },
  });
  const mails = place.mails();
  expect(mails).toHaveLength(1);
  expect(mails[0]).toMatchObject({ subject: `Voicemail from ${CALLER} for ${client.name}` });
  expect(mails[0]?.text).toContain(message.words);
  expect(mails[0]?.text).toMatch(/Received {2}Monday, November 23, 2026, 10:00 PM PST/);
  const [attachment] = mails[0]?.attachments ?? [];
  expect(attachment).toMatchObject({ fileName: 'voicemail-sample-2026-11-24-06-00.mp3', contentType: 'audio/mpeg' });
});

test('the line that only takes messages does so in opening hours too', async () => {
  const place = await at(moments.open);
  const report = await place.call(leaveMessage, { to: MESSAGES });
  expect(heard(report)).toContain(client.greetings.message);
  expect(await place.voicemailTasks()).toHaveLength(1);
  expect(place.mails()).toHaveLength(1);
});

test('a holiday has its own greeting, and the line takes messages', async () => {
  const place = await at(moments.thanksgiving);
  const report = await place.call(leaveMessage);
  expect(heard(report)).toContain('We are closed for Thanksgiving.');
  expect(await place.voicemailTasks()).toHaveLength(1);
});

test('nobody answers within the time that the client set: the caller leaves a message', async () => {
  const place = await at(moments.open);
  const report = await place.call(leaveMessage);
  expect(heard(report)).toContain(client.greetings.open);
  expect(heard(report)).toContain(client.greetings.unanswered);
  expect(await place.voicemailTasks()).toHaveLength(1);
  const waiting = (await place.tasks()).filter(task => task.attributes.taskType === undefined);
  expect(waiting).toEqual([expect.objectContaining({ status: 'canceled' })]);
});

test('an agent answers: no message is asked for', async () => {
  const place = await at(moments.open);
  await place.hire({ do: 'accept', afterMs: 3_000, talkMs: 60_000 });
  const report = await place.call([{ do: 'wait' }]);
  expect(heard(report)).not.toContain(client.greetings.unanswered);
  await expectNothing(place);
  expect((await place.tasks()).map(task => task.status)).not.toContain('pending');
});

test('the agent declines and nobody else is there: the message is taken', async () => {
  const place = await at(moments.open);
  const offers = await place.hire({ do: 'decline', afterMs: 1_000 });
  const report = await place.call(leaveMessage);
  expect(offers()).toBeGreaterThan(0);
  expect(heard(report)).toContain(client.greetings.unanswered);
  expect(await place.voicemailTasks()).toHaveLength(1);
});

test('a caller who withholds the number leaves a message that nobody can dial by mistake', async () => {
  const place = await at(moments.night);
  await place.call(leaveMessage, { from: 'anonymous' });
  const [task] = await place.voicemailTasks();
  expect(task?.attributes).toMatchObject({ name: 'Number withheld', callBackData: { numberToCall: '' } });
  expect(place.mails()[0]?.subject).toBe(`Voicemail from Number withheld for ${client.name}`);
});

describe('hanging up', () => {
  test('in the greeting: nothing is made', async () => {
    const place = await at(moments.night);
    await place.call([{ do: 'listen', until: { ms: 1_500 } }, { do: 'hang-up' }]);
    await expectNothing(place);
  });

  test('while waiting for an agent: the task is canceled', async () => {
    const place = await at(moments.open);
    await place.call([{ do: 'listen', until: { ms: 20_000 } }, { do: 'hang-up' }]);
    await expectNothing(place);
    expect(await place.tasks()).toEqual([expect.objectContaining({ status: 'canceled', reason: 'hangup' })]);
  });

  test('at the beep: nothing is made', async () => {
    const place = await at(moments.night);
    await place.call([{ do: 'listen', until: 'beep' }, { do: 'hang-up' }]);
    await expectNothing(place);
  });

  test('in the message: what was said is delivered', async () => {
    const place = await at(moments.night);
    const words = 'This is Rosa Diaz, please call me';
    await place.call([{ do: 'listen', until: 'beep' }, { do: 'say', words }, { do: 'hang-up' }]);
    expect((await place.voicemailTasks())[0]?.attributes.callBackData.transcriptText).toBe(words);
    expect(place.mails()).toHaveLength(1);
  });

  test('after a second: too short, nothing is made and the log says so', async () => {
    const place = await at(moments.night);
    const report = await place.call([
      { do: 'listen', until: 'beep' },
      { do: 'say', words: 'Hm', cutAfterMs: 900 },
      { do: 'hang-up' },
    ]);
    await expectNothing(place);
    expect(
      report.timeline
        .concat(place.emulator.timeline())
        .map(entry => entry.text)
        .join('\n'),
    ).toMatch(/voicemail dismissed|no voicemail/);
  });
});

test('keys in the greeting change nothing; the # key ends the message', async () => {
  const place = await at(moments.night);
  const report = await place.call([
    { do: 'listen', until: { ms: 1_000 } },
    { do: 'press', digits: '5' },
    ...leaveMessage,
  ]);
  expect(heard(report)).toContain(client.greetings.goodbye);
  expect(await place.voicemailTasks()).toHaveLength(1);
});

test('the link that a mail carries above the size limit plays the recording until it expires', async () => {
  const place = await at(moments.night);
  await place.call(leaveMessage);
  const { recordingSid } = (await place.voicemailTasks())[0]?.attributes.callBackData ?? {};
  const expiresAt = new Date(place.emulator.clock.now() + 60_000);
  const link = listenLink({ domain: place.domain, secret: authToken }, recordingSid as RecordingSid, expiresAt);
  const path = link.slice(`https://${place.domain}`.length);
  await expect(place.get(path)).resolves.toMatchObject({ status: 200, type: 'audio/mpeg' });
  await place.emulator.advance(120_000);
  await expect(place.get(path)).resolves.toMatchObject({ status: 410 });
});

test('a caller who says nothing hears so, and nothing is made', async () => {
  const place = await at(moments.night);
  const report = await place.call([{ do: 'wait' }]);
  expect(heard(report)).toContain(client.greetings.nothingHeard);
  await expectNothing(place);
  const logged = place.emulator.timeline().filter(entry => entry.kind === 'log');
  expect(logged.map(entry => entry.text).join('\n')).toContain('no voicemail: nothing was recorded');
});
