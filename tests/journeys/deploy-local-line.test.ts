import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { loadClient } from '../../scripts/client/client-file';
import { bringUpLine, type LocalLine } from '../../scripts/local/line';
import { createLocalRest } from '../../scripts/local/local-rest';
import { runCommand } from '../../scripts/local/run-command';
import { createStopwatch } from '../../scripts/local/stopwatch';

const silent = { step: () => undefined, done: () => undefined };
const report = z.object({
  wiring: z.object({ changes: z.array(z.object({ kind: z.string(), name: z.string(), outcome: z.string() })) }),
});

let folder: string;
let line: LocalLine;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'linekit-line-'));
  line = await bringUpLine({
    client: loadClient('sample'),
    clock: 'controlled',
    port: 0,
    dataFolder: folder,
    progress: silent,
    stopwatch: createStopwatch(),
  });
}, 30_000);
afterAll(async () => {
  await line.emulator.close();
  rmSync(folder, { recursive: true });
});

const deploy = (environment: Readonly<Record<string, string>>) =>
  runCommand(['deploy', 'sample', '--yes', '--no-dotenv'], environment);

test('a second deployment changes what differs, and nothing else', async () => {
  const { wiring } = report.parse(await deploy({ ...line.environment, ADMIN_EMAIL: 'admin@example.org' }));
  expect(wiring.changes).toEqual([{ kind: 'variable', name: 'ADMIN_EMAIL', outcome: 'created' }]);
});

test('numbers ring their flow, and take a message without it when it fails', async () => {
  const rest = createLocalRest(line.emulator.port, {
    accountSid: line.accountSid,
    authToken: line.environment['TWILIO_AUTH_TOKEN'] ?? '',
  });
  const path = `/2010-04-01/Accounts/${line.accountSid}/IncomingPhoneNumbers.json`;
  expect(await rest.json('api.twilio.com', path)).toMatchObject({
    incoming_phone_numbers: line.client.numbers.map(() => ({
      voice_url: expect.stringMatching(/^https:\/\/webhooks\.twilio\.com\/v1\/Accounts\/AC\w{32}\/Flows\/FW\w{32}$/),
      voice_fallback_url: `https://${line.domain}/voicemail/record`,
    })),
  });
});

test('the sweep reaches the function with a signature of its own', async () => {
  const swept = await runCommand(['sweep', 'sample', '--no-dotenv'], line.environment);
  expect(swept).toMatchObject({
    client: 'sample',
    checked: 0,
    failed: [],
    callbacks: { released: [], finished: [], failed: [] },
  });
});

test('a wrong token changes nothing and says why', async () => {
  const wrong = { ...line.environment, TWILIO_AUTH_TOKEN: 'f'.repeat(32) };
  await expect(deploy(wrong)).rejects.toMatchObject({ code: 'CREDENTIALS_REFUSED' });
});
