import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { FolderFile } from './fill-folder';

/** Fingerprints of what a deployment consists of; equal fingerprints, equal code. */
export const codeDigest = z.strictObject({
  /** Of the client's file, as Functions read it. */
  client: z.string(),
  functions: z.string(),
  /** Of all other assets. */
  assets: z.string(),
  /** Of the packages, their versions, and the runtime. */
  packages: z.string(),
  /** Of all of it: what the deployed code says of itself. */
  all: z.string(),
});
export type CodeDigest = z.infer<typeof codeDigest>;

/** The private asset from which Functions read the client. */
export const CLIENT_ASSET = 'client.private.json';
/** The private asset that tells a deployment which build it is. */
export const BUILD_ASSET = 'build.private.json';

/** What each part is called when people read that it changed. */
const WORDS = { client: "the client's file", functions: 'functions', assets: 'assets', packages: 'packages' } as const;
const PARTS = ['client', 'functions', 'assets', 'packages'] as const satisfies readonly (keyof CodeDigest)[];

/** What a build consists of: its files, and what the cloud is asked to install and run it with. */
export interface BuildContents {
  readonly functions: readonly FolderFile[];
  readonly assets: readonly FolderFile[];
  readonly packages: Readonly<Record<string, string>>;
}

/** The fingerprints of a build. */
export function digestBuild({ functions, assets, packages }: BuildContents): CodeDigest {
  const parts = {
    client: digestFiles(assets.filter(({ file }) => file === CLIENT_ASSET)),
    functions: digestFiles(functions),
    assets: digestFiles(assets.filter(({ file }) => file !== CLIENT_ASSET)),
    packages: digestJson(packages),
  };
  return { ...parts, all: digestJson(parts) };
}

/** What differs, in words: ["the client's file", "functions"]. Everything, when nothing is known of what was before. */
export function digestDifferences(before: CodeDigest | undefined, after: CodeDigest): string[] {
  return PARTS.filter(part => before?.[part] !== after[part]).map(part => WORDS[part]);
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

function digestFiles(files: readonly FolderFile[]): string {
  const hash = createHash('sha256');
  for (const { file, bytes } of files) hash.update(`${file}\0${bytes.length}\0`).update(bytes);
  return short(hash);
}

/** 64 bits: enough to tell builds of one client apart. */
function short(hash: ReturnType<typeof createHash>): string {
  return hash.digest('hex').slice(0, 16);
}
