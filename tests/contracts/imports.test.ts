import { isProduct, sourceFiles, type ImportOf, type SourceFile } from './source-files';

/** docs: DESIGN "The house". Shared ground that every folder of lib may use. */
const GROUNDS = [
  'lib/errors',
  'lib/clock',
  'lib/log',
  'lib/phone',
  'lib/phone/dialable',
  'lib/phone/spoken',
  'lib/sid',
  'lib/voice-steps',
];
const FEATURES = [
  'lib/assistant',
  'lib/assistant-call',
  'lib/callback',
  'lib/desk',
  'lib/lines',
  'lib/mail',
  'lib/pin',
  'lib/summary',
  'lib/tasks',
  'lib/voicemail',
  'lib/waiting',
];
const ADAPTERS: Readonly<Record<string, readonly string[]>> = {
  'lib/twilio': ['twilio'],
  'lib/flex': ['twilio-flex-token-validator'],
  'lib/mailgun': ['mailgun.js'],
  'lib/deepgram': ['@deepgram/sdk'],
  'lib/anthropic': ['@anthropic-ai/sdk'],
  'lib/caldav': ['tsdav', 'node-ical'],
  'lib/http-tools': [],
};

const lib = sourceFiles('lib').filter(isProduct);
const emulator = sourceFiles('emulator');
const functions = sourceFiles('functions');
const scripts = sourceFiles('scripts').filter(isProduct);

const isOfEvals = (file: SourceFile): boolean => file.path.startsWith('scripts/evals/');
const isNode = ({ target, ours }: ImportOf): boolean => !ours && target.startsWith('node:');
const inside =
  (...folders: string[]) =>
  ({ target, ours }: ImportOf): boolean =>
    ours && folders.some(folder => target === folder || target.startsWith(`${folder}/`));
/** The folder's own files, but of other folders only what their index exports. */
const indexOf =
  (...folders: string[]) =>
  ({ target, ours }: ImportOf): boolean =>
    ours && folders.includes(target);
const npm =
  (...packages: string[]) =>
  ({ target, ours }: ImportOf): boolean =>
    !ours && packages.some(name => target === name || target.startsWith(`${name}/`));
const folderOf = (file: SourceFile): string => file.path.split('/').slice(0, 2).join('/');

function violations(
  files: readonly SourceFile[],
  allowed: (file: SourceFile) => ((entry: ImportOf) => boolean)[],
): string[] {
  return files.flatMap(file => {
    const rules = allowed(file);
    return file.imports
      .filter(entry => !rules.some(rule => rule(entry)))
      .map(({ target }) => `${file.path} imports ${target}`);
  });
}

test('the check sees the whole tree', () => {
  expect(lib.length).toBeGreaterThan(30);
  expect(emulator.length).toBeGreaterThan(60);
  expect(functions.length).toBeGreaterThan(5);
  expect(scripts.length).toBeGreaterThan(10);
  expect(lib.flatMap(file => file.imports).length).toBeGreaterThan(80);
});

test('a function imports lib only', () => {
  expect(violations(functions, () => [inside('lib')])).toEqual([]);
});

test('the domain knows no vendor: its own folder, the grounds, the client, and the index of other features', () => {
  const files = lib.filter(file => FEATURES.includes(folderOf(file)));
  expect(
    violations(files, file => [inside(folderOf(file)), indexOf('lib/config', ...GROUNDS, ...FEATURES), isNode]),
  ).toEqual([]);
});

test('an adapter imports ports and its own SDK', () => {
  const files = lib.filter(file => folderOf(file) in ADAPTERS);
  expect(
    violations(files, file => [
      inside(folderOf(file)),
      indexOf('lib/config', ...GROUNDS, ...FEATURES),
      npm(...(ADAPTERS[folderOf(file)] ?? [])),
      isNode,
    ]),
  ).toEqual([]);
});

test('the grounds stand alone', () => {
  const files = lib.filter(file => GROUNDS.includes(folderOf(file)));
  const numbers = npm('libphonenumber-js');
  expect(
    violations(files, file => [
      inside(folderOf(file)),
      indexOf(...GROUNDS),
      entry => /^lib\/phone\/(dialable|spoken)\.ts$/.test(file.path) && numbers(entry),
    ]),
  ).toEqual([]);
});

test('the wrapper round every function imports no feature and no vendor but for types', () => {
  const files = lib.filter(file => folderOf(file) === 'lib/function');
  const rules = [
    indexOf('lib/config', ...GROUNDS),
    (entry: ImportOf) => entry.typeOnly && (npm('twilio')(entry) || indexOf('lib/desk')(entry)),
  ];
  expect(violations(files, file => [inside(folderOf(file)), ...rules])).toEqual([]);
});

test("what a Function loads of lib/config leaves the schema's libraries out", () => {
  const ofTheSchema = /client-schema|read-client|lib\/config\/schema\//;
  const files = lib.filter(file => folderOf(file) === 'lib/config' && !ofTheSchema.test(file.path));
  expect(
    violations(files, () => [
      indexOf(...GROUNDS),
      entry => inside('lib/config')(entry) && !ofTheSchema.test(entry.target),
      entry => entry.typeOnly && indexOf('lib/assistant')(entry),
    ]),
  ).toEqual([]);
});

test('the local Twilio imports nothing of the product: a shared bug would hide itself', () => {
  expect(violations(emulator, () => [inside('emulator'), isNode, entry => !entry.ours])).toEqual([]);
});

test('scripts import no functions and of lib only config and the grounds', () => {
  expect(
    violations(
      scripts.filter(file => !isOfEvals(file)),
      // Hashes of PINs are made in one place.
      () => [
        inside('scripts', 'emulator', 'bench', 'lib/config', ...GROUNDS),
        indexOf('lib/pin'),
        isNode,
        entry => !entry.ours,
      ],
    ),
  ).toEqual([]);
});

test('evals hold talks with the engine itself, by its index and the real model', () => {
  expect(
    violations(scripts.filter(isOfEvals), () => [
      inside('scripts', 'emulator', 'lib/config', ...GROUNDS),
      indexOf('lib/assistant', 'lib/pin', 'lib/anthropic'),
      isNode,
      entry => !entry.ours,
    ]),
  ).toEqual([]);
});

test('nothing imports the tests', () => {
  const all = [...lib, ...emulator, ...functions, ...scripts];
  expect(
    all.flatMap(file => file.imports.filter(inside('tests')).map(({ target }) => `${file.path} imports ${target}`)),
  ).toEqual([]);
});
