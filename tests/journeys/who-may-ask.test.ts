import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { moments, openLine, type TestLine } from '../support/line';

const folder = join(__dirname, '../../functions');
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.ts'));
const pathOf = (file: string): string =>
  `/${file
    .split(sep)
    .join('/')
    .replace(/(\.protected)?\.ts$/, '')}`;
const guarded = files.filter(file => file.endsWith('.protected.ts')).map(pathOf);
const forFlex = files.filter(file => readFileSync(join(folder, file), 'utf8').includes('defineFlex(')).map(pathOf);
/** Open to everybody: the one says that the code runs, the other's link is signed. */
const open = ['/health', '/voicemail/listen'];

let line: TestLine;
beforeAll(async () => {
  line = await openLine(moments.open);
});
afterAll(() => line.close());

test('each function is asked by Twilio, by Flex, or by everybody', () => {
  expect([...guarded, ...forFlex, ...open].sort()).toEqual(files.map(pathOf).sort());
});

test.each(guarded)('%s: 403 without a signature, and with an invented one', async path => {
  const fields = { CallSid: `CA${'b'.repeat(32)}`, To: '+12025550144' };
  for (const signature of [null, 'AAAAAAAAAAAAAAAAAAAAAAAAAAA='])
    expect(await line.post(path, fields, signature)).toMatchObject({ status: 403 });
});

describe.each(forFlex)('%s', path => {
  const fields = {
    taskSid: `WT${'1'.repeat(32)}`,
    recordingSid: `RE${'2'.repeat(32)}`,
    result: 'reached',
    disposition: 'other',
  };
  const hired = async (): Promise<string> => {
    const workers = `/v1/Workspaces/${await line.workspaceSid()}/Workers`;
    return String((await line.rest('taskrouter.twilio.com', workers, { FriendlyName: 'Ana' }))['sid']);
  };
  afterEach(() => line.reset());

  test.each<[string, string, () => string | Promise<string>]>([
    ['no token', 'TOKEN_INVALID', () => ''],
    ['an invented token', 'TOKEN_INVALID', () => 'a.b.c.d.e'],
    [
      'a role that is none of Flex',
      'ROLE_REFUSED',
      async () => line.emulator.signIn({ workerSid: await hired(), roles: ['wfo.quality_manager'] }),
    ],
    [
      'a token of an hour ago',
      'TOKEN_INVALID',
      async () => {
        const token = line.emulator.signIn({ workerSid: await hired(), roles: ['agent'], expiresInSeconds: 3_600 });
        await line.emulator.advance(3_600_000);
        return token;
      },
    ],
  ])('%s: 403 %s', async (_which, code, token) => {
    const { status, body } = await line.post(path, { ...fields, Token: await token() }, null);
    expect([status, (JSON.parse(body) as { code: string }).code]).toEqual([403, code]);
  });
});
