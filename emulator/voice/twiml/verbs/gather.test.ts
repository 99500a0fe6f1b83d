import type { CallerStep } from '../../../contract';
import { heardIn, testLine } from '../../testing/test-line';

async function gathered(
  twiml: string,
  steps: readonly CallerStep[],
): Promise<{ parameters: Record<string, string> | undefined; heard: string[] }> {
  const line = await testLine({ '/voice': `${twiml}<Say>no input</Say>`, '/action': '<Hangup/>' });
  const report = await line.call(steps);
  return { parameters: line.sentTo('/action')[0]?.parameters, heard: heardIn(report) };
}

const PROMPT = '<Say>Press a key or say something please</Say>';
const DURING: CallerStep = { do: 'listen', until: { ms: 300 } };

test('a key stops the prompt; numDigits completes the input', async () => {
  const { parameters, heard } = await gathered(`<Gather action="/action" numDigits="2">${PROMPT}</Gather>`, [
    DURING,
    { do: 'press', digits: '42' },
  ]);
  expect(parameters).toMatchObject({ Digits: '42' });
  expect(heard).toEqual(['Press a key or say something please', 'the prompt is cut off']);
});

test('finishOnKey completes the input and is no part of it, but only after a digit', async () => {
  const { parameters } = await gathered(`<Gather action="/action">${PROMPT}</Gather>`, [
    { do: 'listen', until: 'prompt-end' },
    { do: 'press', digits: '#7*#' },
  ]);
  expect(parameters).toMatchObject({ Digits: '7*' });
});

test('with an empty finishOnKey every key is input, until the time-out', async () => {
  const { parameters } = await gathered(`<Gather action="/action" finishOnKey="" timeout="2">${PROMPT}</Gather>`, [
    DURING,
    { do: 'press', digits: '1#' },
  ]);
  expect(parameters).toMatchObject({ Digits: '1#' });
});

test('no input goes on to the next verb, without a request', async () => {
  const { parameters, heard } = await gathered(`<Gather action="/action">${PROMPT}</Gather>`, []);
  expect(parameters).toBeUndefined();
  expect(heard.at(-1)).toBe('no input');
});

test('actionOnEmptyResult requests the action all the same', async () => {
  const { parameters } = await gathered('<Gather action="/action" actionOnEmptyResult="true"/>', []);
  expect(parameters).toMatchObject({ Digits: '' });
});

test('words that are hard to make out come with the confidence that the script gives them', async () => {
  const { parameters } = await gathered(
    `<Gather action="/action" input="speech" speechTimeout="auto">${PROMPT}</Gather>`,
    [DURING, { do: 'say', words: 'half past nine', confidence: 0.18 }],
  );
  expect(parameters).toMatchObject({ SpeechResult: 'half past nine', Confidence: '0.18' });
});

test('speech over the prompt stops it and is heard to its end', async () => {
  const { parameters, heard } = await gathered(
    `<Gather action="/action" input="speech" speechTimeout="auto">${PROMPT}</Gather>`,
    [DURING, { do: 'say', words: 'I want to leave a message' }],
  );
  expect(parameters).toMatchObject({ SpeechResult: 'I want to leave a message', Confidence: '0.95' });
  expect(heard).toContain('the prompt is cut off');
});

test('without bargeIn the prompt is heard out whatever is said over it; keys stop it all the same', async () => {
  const gather = `<Gather action="/action" input="dtmf speech" bargeIn="false" numDigits="1">${PROMPT}</Gather>`;
  const spoken = await gathered(gather, [
    DURING,
    { do: 'say', words: 'Hello' },
    { do: 'listen', until: 'prompt-end' },
    { do: 'say', words: 'Leave a message' },
  ]);
  expect(spoken.parameters).toMatchObject({ SpeechResult: 'Leave a message' });
  expect(spoken.heard).not.toContain('the prompt is cut off');
  const pressed = await gathered(gather, [DURING, { do: 'press', digits: '1' }]);
  expect(pressed.parameters).toMatchObject({ Digits: '1' });
  expect(pressed.heard).toContain('the prompt is cut off');
});

test('a caller who waits to be asked hears all prompts out, and speaks to the Gather that then listens', async () => {
  const line = await testLine({
    '/voice':
      '<Say>One</Say><Gather action="/first" timeout="3"><Say>Two</Say><Say>Three</Say></Gather><Redirect>/again</Redirect>',
    '/again': '<Say>Four</Say><Gather action="/second" input="speech" speechTimeout="auto"><Say>Five</Say></Gather>',
    '/second': '<Record playBeep="false" action="/third" timeout="2"/>',
    '/third': '<Hangup/>',
  });
  const asked: CallerStep = { do: 'listen', until: 'asked' };
  const report = await line.call([asked, asked, { do: 'say', words: 'Six' }, asked, { do: 'say', words: 'Seven' }]);
  expect(heardIn(report).slice(0, 5)).toEqual(['One', 'Two', 'Three', 'Four', 'Five']);
  expect(line.sentTo('/first')).toEqual([]);
  expect(line.sentTo('/second')[0]?.parameters).toMatchObject({ SpeechResult: 'Six' });
  expect(line.sentTo('/third')).toHaveLength(1);
});

test('partial results come while the caller speaks, each with more of it', async () => {
  const line = await testLine({
    '/voice':
      '<Gather action="/action" input="speech" speechTimeout="1" partialResultCallback="/partial" partialResultCallbackMethod="GET"/>',
    '/partial': '<Hangup/>',
    '/action': '<Say>done</Say>',
  });
  const report = await line.call([DURING, { do: 'say', words: 'I would like to leave a message' }]);
  const partials = line.sentTo('/partial');
  expect(partials.length).toBeGreaterThan(2);
  expect(partials.map(({ kind, method }) => `${kind} ${method}`)).toContain('partial-result GET');
  expect(partials.map(({ parameters }) => parameters['SequenceNumber'])).toEqual(partials.map((_, n) => String(n)));
  const words = partials.map(({ parameters }) => parameters['UnstableSpeechResult'] ?? '');
  words.forEach(each => expect('I would like to leave a message').toContain(each));
  expect(partials.map(({ parameters }) => parameters['StableSpeechResult'])).toEqual(['', ...words.slice(0, -1)]);
  expect(line.sentTo('/action')[0]?.parameters).toMatchObject({ SpeechResult: 'I would like to leave a message' });
  expect(heardIn(report)).toEqual(['done']);
});

test('speechTimeout="auto" goes with no speechModel: it is as long as timeout then', async () => {
  const said = async (attributes: string): Promise<number> => {
    const line = await testLine({
      '/voice': `<Gather action="/action" input="speech" timeout="7" speechTimeout="auto" ${attributes}/>`,
      '/action': '',
    });
    const report = await line.call([DURING, { do: 'say', words: 'Yes' }]);
    return Number(report.call.duration);
  };
  expect(await said('')).toBe(2);
  expect(await said('speechModel="phone_call"')).toBe(8);
});

test('keys do nothing where only speech is asked for', async () => {
  const { parameters } = await gathered('<Gather action="/action" input="speech"/>', [
    DURING,
    { do: 'press', digits: '1' },
  ]);
  expect(parameters).toBeUndefined();
});

test('Record in a Gather is ignored with a warning', async () => {
  const { heard } = await gathered('<Gather action="/action"><Record/></Gather>', []);
  expect(heard).toEqual(['no input']);
});
