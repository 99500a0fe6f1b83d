import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { CLIENT_ASSET } from '../build/build';
import { filesIn } from '../build/fill-folder';

/** Fingerprints of what a deployment consists of; equal fingerprints, equal code. */
export const codeDigest = z.strictObject({
  /** Of the client's file, as Functions read it. */
  client: z.string(),
  functions: z.string(),
  /** Of all other assets. */
  assets: z.string(),
  /** Of the packages, their versions, and the runtime. */
  packages: z.string(),
});
export type CodeDigest = z.infer<typeof codeDigest>;

/** What each part is called when people read that it changed. */
const WORDS: Readonly<Record<keyof CodeDigest, string>> = {
  client: "the client's file",
  functions: 'functions',
  assets: 'assets',
  packages: 'packages',
};

/** The fingerprints of a build: its folder with `functions` and `assets`, and what the cloud is asked to install and run it with. */
export function digestBuild(folder: string, packages: Readonly<Record<string, string>>): CodeDigest {
  const assets = filesIn(join(folder, 'assets'));
  return {
    client: digestFiles(join(folder, 'assets'), [CLIENT_ASSET]),
    functions: digestFiles(join(folder, 'functions'), filesIn(join(folder, 'functions'))),
    assets: digestFiles(
      join(folder, 'assets'),
      assets.filter(file => file !== CLIENT_ASSET),
    ),
    packages: short(createHash('sha256').update(JSON.stringify(Object.entries(packages).sort()))),
  };
}

/** What differs, in words: ["the client's file", "functions"]. Everything, when nothing is known of what was before. */
export function digestDifferences(before: CodeDigest | undefined, after: CodeDigest): string[] {
  const parts = ['client', 'functions', 'assets', 'packages'] as const;
  return parts.filter(part => before?.[part] !== after[part]).map(part => WORDS[part]);
}

/** Fingerprint of a JSON value, whatever the order of its keys. */
export function digestJson(value: unknown): string {
  return short(createHash('sha256').update(JSON.stringify(sorted(value)) ?? ''));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]) => [key, sorted(inner)] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function digestFiles(folder: string, files: readonly string[]): string {
  const hash = createHash('sha256');
  for (const file of files) {
    const bytes = readFileSync(join(folder, file));
    hash.update(`${file}\0${bytes.length}\0`).update(bytes);
  }
  return short(hash);
}

/** 64 bits: enough to tell builds of one client apart. */
function short(hash: ReturnType<typeof createHash>): string {
  return hash.digest('hex').slice(0, 16);
}
