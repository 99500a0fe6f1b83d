import { sampleClient } from '../../lib/config/client.fake';
import { realKeyIn } from './real-key';
import { callsOf } from './stay-up';

const { numbers } = sampleClient();
const assisted = numbers.filter(({ line }) => line === 'assistant');
const others = numbers.filter(({ line }) => line !== 'assistant');

test('a line is called with what its kind listens to, and by its number where it is not the first', () => {
  const [assistant] = assisted;
  expect(callsOf({ numbers: others })).toEqual([expect.stringMatching(/^ {2}npx linekit call --say /)]);
  expect(callsOf({ numbers: assisted })).toEqual([
    expect.stringMatching(/^ {2}npx linekit call --talk /),
    '  npx linekit call --live',
  ]);
  expect(callsOf({ numbers: [...others, ...assisted] })).toEqual([
    expect.stringContaining('call --say'),
    expect.stringContaining(`call --to ${assistant?.number} --talk`),
    `  npx linekit call --to ${assistant?.number} --live`,
  ]);
});

test('--live needs a key, and says which', () => {
  expect(realKeyIn({ ANTHROPIC_API_KEY: 'sk-ant-real' })).toBe('sk-ant-real');
  expect(() => realKeyIn({ ANTHROPIC_API_KEY: '' })).toThrow(/ANTHROPIC_API_KEY/);
});
