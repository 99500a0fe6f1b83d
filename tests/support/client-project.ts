import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const repository = join(__dirname, '../..');

/** A checkout of its own, whose files a test may change: what a deployment reads is copied, the rest is linked. */
export interface ClientProject {
  readonly root: string;
  /** Changes a file, and gives the way back. Throws when that changes nothing: the test would try something else than it says. */
  edit(file: string, edit: (text: string) => string): () => void;
  remove(): void;
}

export function createClientProject(clients: readonly string[]): ClientProject {
  const root = mkdtempSync(join(tmpdir(), 'linekit-project-'));
  mkdirSync(join(root, 'clients'));
  for (const client of clients)
    cpSync(join(repository, `clients/${client}.yaml`), join(root, `clients/${client}.yaml`));
  for (const part of ['bin', 'functions', 'flows', 'assets', 'terraform', 'package.json']) {
    const filter = (path: string) => !/[\\/]\.terraform$|\.tfstate/.test(path);
    cpSync(join(repository, part), join(root, part), { recursive: true, filter });
  }
  for (const part of ['lib', 'scripts', 'emulator', 'bench', 'node_modules'])
    symlinkSync(join(repository, part), join(root, part));
  const edit: ClientProject['edit'] = (file, change) => {
    const text = readFileSync(join(root, file), 'utf8');
    const changed = change(text);
    if (changed === text) throw new Error(`the edit of ${file} changes nothing`);
    writeFileSync(join(root, file), changed);
    return () => writeFileSync(join(root, file), text);
  };
  return {
    root,
    edit,
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}
