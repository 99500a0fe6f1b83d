import type { CallerStep } from '../../emulator';
import {
  enrolRosa,
  english,
  expectNoWarnings,
  HANGS_UP,
  heard,
  hears,
  presses,
  ROSA,
  says,
  settings,
  syncOf,
  talk,
  when,
} from '../support/assistant';
import { client, leaveMessage, message, moments, openLine, type TestLine } from '../support/line';

/** A client whose callers Twilio does not understand well. */
const heardByDeepgram = { ...settings, speech: [{ language: 'en-US', recogniser: 'deepgram' } as const] };

let line: TestLine;
beforeAll(async () => (line = await openLine(moments.open, { assistant: heardByDeepgram })));
beforeEach(async () => {
  await line.reset();
  await enrolRosa(line);
});
afterAll(() => line?.close());

const deepgram = { on: 'api', host: 'api.deepgram.com', effect: 'fail', status: 503 } as const;
const recordings = async (): Promise<unknown[]> => {
  const path = `/2010-04-01/Accounts/${client.accountSid}/Recordings.json`;
  const { recordings: all } = (await line.rest('api.twilio.com', path)) as { recordings: { status: string }[] };
  // Of silence Twilio keeps a record without sound.
  return all.filter(({ status }) => status !== 'absent');
};
/** Noise that is no word. */
const coughs: CallerStep = { do: 'say', words: '' };

test('a whole talk: turns are recorded, understood and forgotten; the PIN is keyed, and never recorded', async () => {
  line.emulator.faults.inject({ ...deepgram, times: 1 });
  const report = await talk(
    line,
    [
      when('on my list', { calls: [{ name: 'identifyCaller' }] }),
      when('identified as Rosa', { calls: [{ name: 'listTodos', input: {} }] }),
      when('are you open', { say: 'From nine to five.' }),
      { say: 'Your list is empty.' },
    ],
    {
      steps: [
        says('What is on my list?'),
        hears(english.askPin),
        presses(`${ROSA.pin}#`),
        hears('list is empty'),
        coughs,
        hears(english.sayAgain),
        says('When are you open?'),
        hears('nine to five'),
        says('Goodbye'),
        hears(english.goodbye),
        HANGS_UP,
      ],
    },
  );
  expectNoWarnings(report);
  const verbs = report.timeline.filter(({ kind }) => kind === 'verb').map(({ text }) => text);
  const secret = verbs.findIndex(text => text.startsWith('Gather'));
  expect(verbs.filter(text => text.startsWith('Gather'))).toHaveLength(1);
  expect(verbs[secret]).not.toContain('speech');
  expect(await recordings()).toEqual([]);
  const heardFirst = line.emulator.timeline().find(({ kind }) => kind === 'transcript');
  expect(heardFirst).toMatchObject({ text: 'What is on my list?', detail: { keyterms: settings.hints } });
  const { entries } = await syncOf(line).conversation(report.call.sid);
  expect(JSON.stringify(entries)).toContain('When are you open?');
});

test.each<[string, CallerStep[]]>([
  ['says nothing that is a word', [coughs, hears(english.sayAgain), coughs, hears(english.sayAgain), coughs]],
  ['is silent', [hears(english.sayAgain), hears(english.sayAgain)]],
])('%s: keys, then a person', async (_name, steps) => {
  const report = await talk(line, [], {
    steps: [...steps, hears(english.pressKeys), presses('0'), hears(english.connecting), HANGS_UP],
  });
  expectNoWarnings(report);
  expect(await line.tasks()).toHaveLength(1);
  expect(await recordings()).toEqual([]);
});

test('Deepgram is down: asked again, then keys', async () => {
  const asked = line.emulator.model.exchanges().length;
  line.emulator.faults.inject({ ...deepgram, times: 99 });
  const report = await talk(line, [], {
    steps: [
      ...[1, 2].flatMap(() => [says('When are you open?'), hears(english.sayAgain)]),
      says('When are you open?'),
      hears(english.pressKeys),
      HANGS_UP,
    ],
  });
  expect(heard(report)).not.toContain('went wrong');
  expect(line.emulator.model.exchanges()).toHaveLength(asked);
  expect(await recordings()).toEqual([]);
});

test('turns that were left behind are no message: the sweep deletes them, and delivers the message of the same call', async () => {
  const { faults } = line.emulator;
  faults.inject({ on: 'api', host: 'api.twilio.com', method: 'DELETE', effect: 'fail', status: 503, times: 3 });
  faults.inject({ on: 'webhook', kind: 'recording-status', effect: 'drop' });
  const stop = line.emulator.follow(({ kind, text }) => {
    if (kind === 'said' && text.startsWith('Then'))
      faults.inject({ on: 'function', match: '/assistant/recorded', effect: 'kill' });
  });
  await talk(line, [{ say: 'From nine to five.' }], {
    steps: [
      says('When are you open, for I can come in the evening only?'),
      hears('nine to five'),
      says('Then my name is Rosa, and I have a question about my invoice.'),
      ...leaveMessage,
    ],
  });
  stop();
  // Nobody can tell them apart yet.
  expect(await line.sweep()).toEqual({ delivered: [], failed: [], deleted: 0 });
  expect(await recordings()).toHaveLength(3);
  await line.emulator.advance(15 * 60_000);
  expect(await line.sweep()).toMatchObject({ delivered: [{}], failed: [], deleted: 2 });
  expect(await recordings()).toHaveLength(1);
  expect((await line.voicemailTasks()).map(task => task.attributes.callBackData.transcriptText)).toEqual([
    message.words,
  ]);
  expect(line.mails()).toHaveLength(1);
});
