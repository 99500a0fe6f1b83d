import { lineOptions } from '../../lib/config';
import { openCallbacks } from '../support/left-behind';
import {
  ASSISTANT,
  english,
  expectNoWarnings,
  GREETING,
  HANGS_UP,
  heard,
  hears,
  presses,
  says,
  settings,
  spanish,
  talk,
  WAITS,
  when,
} from '../support/assistant';
import { CALLER, client, leaveMessage, moments, openLine, type TestLine } from '../support/line';
import { callerSteps, opening } from '../support/waiting-caller';

let line: TestLine;
beforeAll(async () => (line = await openLine(moments.open)));
beforeEach(() => line.reset());
afterAll(() => line?.close());

const { prompts } = lineOptions(client);
const { confirms } = callerSteps(prompts);

const asked = (): number => line.emulator.model.exchanges().length;

test('a question, an answer, goodbye; every document is one that Twilio takes', async () => {
  const before = asked();
  const report = await talk(line, [when('when are you open', { say: 'We are open from nine to five.' })], {
    steps: [says('When are you open?'), hears('nine to five'), says('Goodbye'), WAITS],
  });
  expect(heard(report)).toContain(english.goodbye);
  expectNoWarnings(report);
  expect(asked() - before).toBe(1);
});

test('silence is asked again, then keys, then the caller is handed to a person', async () => {
  const before = asked();
  const report = await talk(line, [], {
    steps: [
      hears(english.sayAgain),
      hears(english.pressKeys),
      hears(english.keyPerson),
      hears(english.connecting),
      HANGS_UP,
    ],
  });
  expectNoWarnings(report);
  expect(asked()).toBe(before);
});

test.each([
  ['operator', 'Operator please', english.connecting],
  ['the key 0', '0', english.connecting],
  ['stop', 'Stop', english.stopped],
  ['goodbye', 'Bye bye', english.goodbye],
])('%s works without the model', async (_name, words, expected) => {
  const before = asked();
  const step = /^\d$/.test(words) ? presses(`${words}#`) : says(words);
  const report = await talk(line, [{ fails: 'overloaded', times: 9 }], { steps: [step, hears(expected), HANGS_UP] });
  expect(heard(report)).toContain(expected);
  expect(asked()).toBe(before);
});

test('in Spanish, once the caller speaks it, with its voice and ear', async () => {
  const report = await talk(
    line,
    [
      when('hablo español', { calls: [{ name: 'switchLanguage', input: { language: 'es-US' } }] }),
      when('horario', { say: 'Abrimos de nueve a cinco.' }),
      { say: 'Claro, dígame.' },
    ],
    {
      steps: [
        says('Hola, hablo español'),
        hears('dígame'),
        says('¿Cuál es el horario?'),
        hears('nueve a cinco'),
        says('Adiós'),
        hears(spanish.goodbye),
        WAITS,
      ],
    },
  );
  const verbs = report.timeline.filter(({ kind }) => kind === 'verb').map(({ text }) => text);
  expect(verbs.some(text => text.startsWith('Gather') && text.includes('language="es-US"'))).toBe(true);
  expect(verbs.some(text => text.startsWith('Say') && text.includes('Polly.Lupe-Neural'))).toBe(true);
  expectNoWarnings(report);
});

test('a callback to another number: the dialogue by keys goes on from the assistant', async () => {
  const input = { reason: 'a prescription', otherNumber: true };
  const report = await talk(line, [when('call me', { calls: [{ name: 'requestCallback', input }] })], {
    steps: [
      says('Please call me on my other phone'),
      hears(english.callbackNext),
      hears(opening(prompts.askNumber)),
      presses('2'),
      hears(prompts.enterNumber),
      presses('2025550177#'),
      ...confirms,
      WAITS,
    ],
  });
  expect(heard(report)).toContain(opening(prompts.callbackBooked));
  expect(await openCallbacks(line)).toHaveLength(1);
  expectNoWarnings(report);
});

test('a callback to the own number is booked in the talk, once', async () => {
  const call = { calls: [{ name: 'requestCallback', input: { reason: 'a prescription', topic: 'prescriptions' } }] };
  const report = await talk(
    line,
    [when('call me back', call), when('once more', call), { say: 'We will call you.', times: 2 }],
    {
      steps: [
        says('Have them call me back, please, as soon as they can'),
        hears('will call you'),
        says('And book it once more, to be sure'),
        hears('will call you'),
        HANGS_UP,
      ],
    },
  );
  expect(heard(report)).toContain('We will call you.');
  expect(await openCallbacks(line)).toEqual([
    expect.objectContaining({
      attributes: expect.objectContaining({ topic: 'prescriptions', from: CALLER }) as object,
    }),
  ]);
});

test('a message: recorded after the assistant, delivered like any other', async () => {
  await talk(line, [when('message', { calls: [{ name: 'leaveVoicemail', input: { reason: 'thanks' } }] })], {
    steps: [says('I would like to leave a message for the doctor'), hears(english.leaveMessage), ...leaveMessage],
  });
  await line.emulator.advance(30_000);
  expect(await line.voicemailTasks()).toHaveLength(1);
});

test('out of hours the assistant answers, and says so when a person is asked for', async () => {
  const night = await openLine(moments.night);
  try {
    const report = await talk(night, [], {
      steps: [says('Operator'), hears(english.closedNow), presses('2'), hears(english.leaveMessage), ...leaveMessage],
    });
    expect(report.timeline.some(({ text }) => text.startsWith('waits in a queue'))).toBe(false);
    expect(await night.voicemailTasks()).toHaveLength(1);
  } finally {
    await night.close();
  }
});

describe('what a webhook brings', () => {
  const at = { From: CALLER, To: ASSISTANT, AccountSid: client.accountSid };
  let calls = 0;
  const open = async () => {
    const CallSid = `CA${String((calls += 1)).padStart(32, '0')}`;
    expect((await line.post('/assistant/start', { ...at, CallSid })).body).toContain(GREETING.slice(0, 30));
    return (path: string, fields: Record<string, string>) => line.post(path, { ...at, CallSid, ...fields });
  };

  test('words that were not heard well are asked for again, and cost nothing', async () => {
    const before = asked();
    const post = await open();
    const { body } = await post('/assistant/heard?turn=1', { SpeechResult: 'mumble', Confidence: '0.12' });
    expect(body).toContain(english.sayAgain);
    expect(asked()).toBe(before);
  });

  test('the same webhook again gets the same answer, and the model is asked once', async () => {
    const before = asked();
    line.emulator.model.script([{ say: 'We are open.' }]);
    const post = await open();
    const fields = { SpeechResult: 'Are you open?', Confidence: '0.9' };
    const first = await post('/assistant/heard?turn=1', fields);
    expect(first.body).toContain('We are open.');
    expect((await post('/assistant/heard?turn=1', fields)).body).toBe(first.body);
    expect(asked() - before).toBe(1);
  });

  test('whoever answers is told what Twilio takes: hints, the language, the end of speech', async () => {
    const post = await open();
    const { body } = await post('/assistant/heard?turn=1', {});
    expect(body).toContain(`language="en-US" speechTimeout="auto" hints="${settings.hints?.join(',') ?? ''}"`);
    expect(body).toContain('actionOnEmptyResult="true"');
  });
});
