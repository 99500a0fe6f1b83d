import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A file to be: its path inside a folder, with "/", and its bytes. */
export interface FolderFile {
  readonly file: string;
  readonly bytes: Uint8Array;
}

/**
 * Makes a folder hold exactly these files. What is as it should be is not touched, and a file that changes is moved into place whole:
 * another process that reads or builds the same folder meanwhile never finds it empty or half written.
 */
export function fillFolder(folder: string, files: readonly FolderFile[]): void {
  const wanted = new Set(files.map(({ file }) => file));
  for (const { file, bytes } of files) {
    const path = join(folder, file);
    if (existsSync(path) && readFileSync(path).equals(bytes)) continue;
    mkdirSync(dirname(path), { recursive: true });
    // Beside the folder, not in it: whatever lies in dist/functions is deployed.
    const aside = `${folder}.${process.pid}`;
    writeFileSync(aside, bytes);
    renameSync(aside, path);
  }
  for (const file of filesIn(folder)) if (!wanted.has(file)) rmSync(join(folder, file), { force: true });
}

/** Every file below a folder, as paths inside it, with "/"; none when there is no such folder. */
export function filesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    )
    .sort();
}
