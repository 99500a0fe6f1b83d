import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inProject } from '../project';
import { checkClient, clientNames, faultLines, loadClient } from './client-file';
import { withCollisions } from './neighbours';
import { newCommand } from './new-command';

const sample = inProject('clients/sample.yaml');
let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'linekit-clients-'))));
afterEach(() => rmSync(folder, { recursive: true }));

test('no client that comes with linekit has a fault', () => {
  const checks = clientNames().map(name => withCollisions(checkClient(name), inProject('clients')));
  expect(checks.flatMap(faultLines)).toEqual([]);
  expect(loadClient('sample').client).toBe('sample');
});

test('every fault comes at once, each with its line', () => {
  const broken = readFileSync(sample, 'utf8')
    .replace("number: '+12025550142'", "number: '2025550142'")
    .replace('maxSeconds: 180', 'maxSeconds: 18000\n  colour: red');
  writeFileSync(join(folder, 'sample.yaml'), broken);
  const lines = faultLines(checkClient('sample', folder));
  expect(lines).toHaveLength(3);
  const lineOf = (text: string) => broken.split('\n').findIndex(line => line.includes(text)) + 1;
  expect(lines[0]).toBe(
    `clients/sample.yaml:${lineOf("'2025550142'")}  numbers[0].number: expected a quoted number in E.164 form, such as "+12025550142"`,
  );
  expect(lines[1]).toContain(`:${lineOf('maxSeconds')}  voicemail.maxSeconds`);
  expect(lines[2]).toContain('colour: is not a key that linekit knows');
  expect(() => loadClient('sample', folder)).toThrow(/has 3 faults\.\n/);
});

test('a folder that is called like a file is no client', () => {
  mkdirSync(join(folder, 'drafts.yaml'));
  expect(clientNames(folder)).toEqual([]);
  expect(() => checkClient('drafts', folder)).toThrow('There is no clients/drafts.yaml.');
});

test('a file has to be called as the client in it', () => {
  copyFileSync(sample, join(folder, 'other.yaml'));
  expect(faultLines(checkClient('other', folder))[0]).toMatch(/^clients\/other\.yaml:\d+ {2}client: expected other/);
});

test('an account or a number that another file has too is a fault of either, with its line', () => {
  copyFileSync(sample, join(folder, 'sample.yaml'));
  const text = readFileSync(sample, 'utf8')
    .replace('client: sample', 'client: copy')
    .replace('+12025550143', '+12025550177')
    .replace('+12025550144', '+12025550178')
    .replace('+12025550145', '+12025550179');
  writeFileSync(join(folder, 'copy.yaml'), text);
  const lineOf = (part: string) => text.split('\n').findIndex(line => line.includes(part)) + 1;
  expect(faultLines(withCollisions(checkClient('copy', folder), folder))).toEqual([
    `clients/copy.yaml:${lineOf('accountSid')}  accountSid: clients/sample.yaml has account AC5a3d1e0b7c9f42688e1d0c4b6a798f25 too; each belongs to one client`,
    `clients/copy.yaml:${lineOf('+12025550142')}  numbers: clients/sample.yaml has number +12025550142 too; each belongs to one client`,
  ]);
});

test('a file in another encoding is a fault, at its first line that is not UTF-8', () => {
  const text = readFileSync(sample, 'utf8').replace('name: Riverside', 'name: Caf\u00e9 Riverside');
  const line = text.split('\n').findIndex(each => each.includes('Caf\u00e9')) + 1;
  writeFileSync(join(folder, 'sample.yaml'), text, 'latin1');
  expect(faultLines(checkClient('sample', folder))[0]).toMatch(/^clients\/sample\.yaml:\d+ {2}the file: is not UTF-8/);
  writeFileSync(join(folder, 'sample.yaml'), text.replace(/[^\x00-\x7f\u00e9]/g, ''), 'latin1');
  expect(checkClient('sample', folder).faults).toMatchObject([{ line }]);
});

test('aliases that multiply are a fault of the file, not a breakdown', () => {
  const levels = [...'abcdefgh'].map(
    (name, index, all) => `${name}: &${name} [${`*${all[index - 1] ?? ''},`.repeat(9)}]`,
  );
  writeFileSync(join(folder, 'sample.yaml'), ['a: &a [1,1,1]', ...levels.slice(1)].join('\n'));
  expect(faultLines(checkClient('sample', folder))).toEqual([
    expect.stringMatching(/^clients\/sample\.yaml:1 {2}the file: is not YAML: /),
  ]);
});

test('a new file with an account or number of another client is refused, not written', async () => {
  const flags = {
    '--name': 'Taken',
    '--account-sid': `AC${'9'.repeat(32)}`,
    '--time-zone': 'UTC',
    '--email': 'a@b.example',
  };
  const argv = [
    ...Object.entries(flags).flat(),
    '--number',
    '+12025550142:voicemail',
    '--domain',
    'mg.b.example',
    '--json',
  ];
  const file = inProject('clients/taken-number.yaml');
  try {
    await expect(newCommand().parseAsync(['taken-number', ...argv], { from: 'user' })).rejects.toThrow(
      'both have number +12025550142',
    );
    expect(existsSync(file)).toBe(false);
  } finally {
    rmSync(file, { force: true });
  }
});

test('an unknown client, or a path instead of a name, is refused with the names that are there', () => {
  copyFileSync(sample, join(folder, 'sample.yaml'));
  expect(() => checkClient('nobody', folder)).toThrow('There is: sample.');
  expect(() => checkClient('../clients/sample', folder)).toThrow('There is: sample.');
});
