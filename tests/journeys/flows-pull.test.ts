import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { authToken, client, openLine, type TestLine } from '../support/line';

const root = join(__dirname, '../..');
const FLOWS = 'studio.twilio.com';

interface Definition {
  readonly states: { readonly name: string; readonly properties: Record<string, unknown> }[];
}
interface Live {
  readonly sid: string;
  readonly definition: Definition;
}

let line: TestLine;
let folder: string;
beforeEach(async () => {
  line = await openLine();
  folder = mkdtempSync(join(tmpdir(), 'linekit-pull-'));
});
afterEach(async () => {
  await line.close();
  rmSync(folder, { recursive: true });
});

/** `npx linekit flows pull`, as on a shell that finds the local Twilio. */
function pull(...words: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const argv = ['bin/linekit.js', 'flows', 'pull', 'sample', ...words, '--no-dotenv', '--out', folder];
  const credentials = { TWILIO_ACCOUNT_SID: client.accountSid, TWILIO_AUTH_TOKEN: authToken };
  const env = { ...process.env, ...line.emulator.environment(), ...credentials };
  return new Promise(resolve => {
    execFile(process.execPath, argv, { cwd: root, env }, (error, stdout, stderr) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr }),
    );
  });
}

async function liveFlow(name: string): Promise<Live> {
  const { flows } = (await line.rest(FLOWS, '/v2/Flows')) as { flows: { sid: string; friendly_name: string }[] };
  const sid = flows.find(each => each.friendly_name === name)?.sid ?? '';
  return { sid, definition: (await line.rest(FLOWS, `/v2/Flows/${sid}`))['definition'] as Definition };
}

/** What an edit in Twilio's editor sends. */
async function save({ sid, definition }: Live, Status = 'published'): Promise<void> {
  await line.rest(FLOWS, `/v2/Flows/${sid}`, { Status, Definition: JSON.stringify(definition) });
}

const propertiesOf = ({ definition }: Live, state: string): Record<string, unknown> =>
  definition.states.find(({ name }) => name === state)?.properties ?? {};

test('nothing was edited: nothing is written, and it says so', async () => {
  const { code, stdout } = await pull();
  expect({ code, written: readdirSync(folder) }).toEqual({ code: 0, written: [] });
  expect(stdout).toContain('flows/voicemail.json says what the account has: "linekit voicemail", revision 1');
});

test('an edit comes back as canonical JSON with its placeholders, and drafts only when they are asked for', async () => {
  const live = await liveFlow('linekit voicemail');
  propertiesOf(live, 'say_greeting')['loop'] = 2;
  await save(live);
  propertiesOf(live, 'say_greeting')['loop'] = 3;
  await save(live, 'draft');
  const { stdout } = await pull('voicemail');
  expect(stdout).toContain('state say_greeting: loop');
  expect(stdout).toContain('revision 3 is a draft and was not taken');
  const before = readFileSync(join(root, 'flows/voicemail.json'), 'utf8');
  const written = () => readFileSync(join(folder, 'voicemail.json'), 'utf8');
  expect(written()).toBe(
    before.replace(
      '"loop": 1,\n        "say": "{{widgets.ask_line.parsed.messageGreeting}}"',
      '"loop": 2,\n        "say": "{{widgets.ask_line.parsed.messageGreeting}}"',
    ),
  );
  expect(written()).not.toBe(before);
  const { stdout: json } = await pull('voicemail', '--draft', '--json');
  expect(JSON.parse(json)).toMatchObject([
    { flows: [{ revision: 3 }], differences: ['state say_greeting: loop'], findings: [] },
  ]);
  expect(written()).toContain('"loop": 3');
});

test('a greeting that was rewritten in the editor is refused, with where it belongs; nothing is written', async () => {
  const live = await liveFlow('linekit voice-direct');
  propertiesOf(live, 'say_apology')['say'] = 'Please hold the line.';
  await save(live);
  const { code, stderr } = await pull('voice-direct');
  expect({ code, written: readdirSync(folder) }).toEqual({ code: 1, written: [] });
  expect(stderr).toContain('PLACEHOLDER_LOST');
  expect(stderr).toContain('greetings.apology, and deploy');
});
