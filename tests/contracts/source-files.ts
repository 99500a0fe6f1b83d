import { readdirSync, readFileSync } from 'node:fs';
import { join, normalize, dirname, relative } from 'node:path';
import ts from 'typescript';

export const root = join(__dirname, '../..');

export interface ImportOf {
  /** Relative to the root, without ".ts" or "/index" for files of ours; the package or "node:x" otherwise. */
  readonly target: string;
  readonly ours: boolean;
  readonly typeOnly: boolean;
}

export interface SourceFile {
  /** "lib/voicemail/deliver.ts" */
  readonly path: string;
  readonly text: string;
  readonly lines: number;
  readonly imports: readonly ImportOf[];
}

/** Every TypeScript file below these folders. */
export function sourceFiles(...folders: string[]): SourceFile[] {
  return folders.flatMap(folder =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter(name => name.endsWith('.ts'))
      .map(name => read(join(folder, name))),
  );
}

/** Neither a test nor a fake: what is shipped or run. */
export function isProduct(file: SourceFile): boolean {
  return !/\.(test|fake)\.ts$/.test(file.path);
}

function read(path: string): SourceFile {
  const text = readFileSync(join(root, path), 'utf8');
  const imports = ts.preProcessFile(text, true, true).importedFiles.map(({ fileName, pos }) => {
    const ours = fileName.startsWith('.');
    const target = ours
      ? relative(root, join(root, normalize(join(dirname(path), fileName)))).replace(/\/index$/, '')
      : fileName;
    const statement = text.slice(Math.max(text.lastIndexOf('import', pos), text.lastIndexOf('export', pos)), pos);
    return { target, ours, typeOnly: /^(import|export) type\b/.test(statement) };
  });
  return { path, text, lines: text.split('\n').length - 1, imports };
}
