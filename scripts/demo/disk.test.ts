import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freshFolder } from './disk';

const parent = mkdtempSync(join(tmpdir(), 'linekit-disk-'));
afterAll(() => rmSync(parent, { recursive: true }));

test("a demo clears away what the last one left, and leaves the authority that another one's Functions trust", () => {
  const folder = join(parent, 'demo');
  freshFolder(folder);
  mkdirSync(join(folder, 'mails', 'one'), { recursive: true });
  for (const name of ['ca.pem', 'ca-key.pem', 'ca-bundle.pem', 'task.json', 'mails/one/mail.eml'])
    writeFileSync(join(folder, name), '');
  freshFolder(folder);
  expect(readdirSync(folder).sort()).toEqual(['ca-bundle.pem', 'ca-key.pem', 'ca.pem']);
});
