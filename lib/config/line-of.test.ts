import { sampleClient } from './client.fake';
import type { Client } from './client';
import { flowsOf, lineOf } from './line-of';

const base = sampleClient();
const [first, second] = base.numbers;
const withSecond = (change: Partial<Client['numbers'][number]>): Client => {
  if (!first || !second) throw new Error('the sample has two numbers');
  return sampleClient({ numbers: [first, { ...second, ...change }] });
};
const SECOND = second?.number ?? '';

test('a number without anything of its own, or none of the client, gives the client unchanged', () => {
  expect(lineOf(base, first?.number)).toEqual(base);
  expect(lineOf(base, '+12025550199')).toBe(base);
  expect(lineOf(base, undefined)).toBe(base);
});

test('what a number says stands instead; a greeting it leaves out stays', () => {
  const client = withSecond({ timeZone: 'Asia/Tokyo', greetings: { open: 'Hello.' } });
  const line = lineOf(client, SECOND);
  expect(line).toMatchObject({ timeZone: 'Asia/Tokyo', language: 'en-US', hours: base.hours, holidays: base.holidays });
  expect(line.greetings).toEqual({ ...base.greetings, open: 'Hello.' });
  expect(lineOf(client, first?.number)).toEqual({ ...base, numbers: client.numbers });
});

test("a holiday's words are not spoken by a voice of another language", () => {
  const thanksgiving = (language: string): unknown =>
    lineOf(withSecond({ language }), SECOND).holidays.find(each => each.name === 'Thanksgiving')?.greeting;
  expect(thanksgiving('es-US')).toBeUndefined();
  expect(thanksgiving('en-GB')).toContain('We are closed for Thanksgiving.');
  const holidays = [{ date: '01-06', name: 'Día de Reyes', greeting: 'Hoy estamos cerrados.' }];
  expect(lineOf(withSecond({ language: 'es-US', holidays }), SECOND).holidays).toEqual(holidays);
});

test('a number that speaks for itself has a flow of its own; hours and time zone need none', () => {
  expect(flowsOf(base).map(({ name, numbers }) => [name, numbers])).toEqual([
    ['linekit voice-direct', [first?.number]],
    ['linekit voicemail', [SECOND]],
    ['linekit direct-with-options +12025550144', ['+12025550144']],
    ['linekit assistant +12025550145', ['+12025550145']],
  ]);
  const same = withSecond({ line: 'voice-direct', timeZone: 'Asia/Tokyo' });
  expect(flowsOf(same).map(({ name, numbers }) => [name, numbers])).toEqual([
    ['linekit voice-direct', [first?.number, SECOND]],
  ]);
  const own = flowsOf(withSecond({ line: 'voice-direct', voice: 'Polly.Amy-Neural' }));
  expect(own.map(({ name, client }) => [name, client.voice])).toEqual([
    ['linekit voice-direct', 'Polly.Joanna-Neural'],
    [`linekit voice-direct ${SECOND}`, 'Polly.Amy-Neural'],
  ]);
});

test("a number's own prompts, menu and wait stand instead; prompts of another language are never mixed", () => {
  const menu = { choices: [{ key: '3', to: 'callback' }] } as const;
  const own = withSecond({ prompts: { next: 'You are up.' }, menu, answer: { waitSeconds: 300 } });
  const line = lineOf(own, SECOND);
  expect(line.prompts).toEqual({ ...base.prompts, next: 'You are up.' });
  expect([line.menu, line.answer, lineOf(own, first?.number).menu]).toEqual([menu, { waitSeconds: 300 }, base.menu]);
  const { prompts } = base;
  if (!prompts) throw new Error('the sample has prompts');
  expect(lineOf(withSecond({ language: 'es-US', prompts }), SECOND).prompts).toEqual(prompts);
  const { next: _, ...most } = prompts;
  expect(lineOf(withSecond({ language: 'es-US', prompts: most }), SECOND).prompts).toBeUndefined();
});

test('prompts and a menu need no flow of their own; another wait does', () => {
  const { prompts } = base;
  const names = (change: Partial<Client['numbers'][number]>) =>
    flowsOf(withSecond({ line: 'direct-with-options', ...change })).map(({ name }) => name);
  expect(names({ prompts })[1]).toBe('linekit direct-with-options');
  expect(names({ answer: { waitSeconds: 300 } })[1]).toBe(`linekit direct-with-options ${SECOND}`);
});
