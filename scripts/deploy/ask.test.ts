import { PassThrough } from 'node:stream';
import { consentFrom } from './ask';

function terminal(answer: string, isTTY = true) {
  const input = Object.assign(new PassThrough(), { isTTY });
  const output = Object.assign(new PassThrough(), { isTTY });
  let asked = '';
  output.on('data', (chunk: Buffer) => {
    asked += chunk.toString();
    if (asked.includes('[y/N]') && !input.writableEnded) input.end(`${answer}\n`);
  });
  return { input, output, asked: () => asked };
}

test.each([
  ['y', true],
  ['Yes', true],
  ['', false],
  ['no', false],
  ['yesterday', false],
])('a person who answers "%s" consents: %s', async (answer, consents) => {
  const { input, output, asked } = terminal(answer);
  const consent = consentFrom({ yes: false, question: 'Apply?' }, { input, output });
  expect(consent === 'given' ? undefined : await consent()).toBe(consents);
  expect(asked()).toContain('Apply? [y/N]');
});

test('--yes needs nobody; without it and without a terminal nothing begins', async () => {
  const { input, output } = terminal('y', false);
  expect(consentFrom({ yes: true, question: 'Apply?' }, { input, output })).toBe('given');
  const asking = async () => consentFrom({ yes: false, question: 'Apply?' }, { input, output });
  await expect(asking()).rejects.toMatchObject({ code: 'CONFIRMATION_NEEDED', exitCode: 1 });
});
