import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

import { inProject } from '../project';

const running = z.object({
  port: z.number().int().positive(),
  pid: z.number().int().positive(),
  accountSid: z.string(),
  number: z.string().optional(),
});

/** A local Twilio that is up, as other commands find it; `number` is the first of the line on it, where there is a line. */
export type RunningEmulator = z.output<typeof running>;

/** Where commands keep what the local Twilio leaves: its certificate authority, mails, and the notes that one runs. */
export const localFolder = (): string => inProject('.linekit');

/** Notes in `folder` that a local Twilio is up, beside the notes of others. Returns the way to take the note back. */
export function announceRunning(emulator: RunningEmulator, folder = localFolder()): () => void {
  mkdirSync(notesIn(folder), { recursive: true });
  for (const { file, note } of notes(folder)) if (!isAlive(note.pid)) rmSync(file, { force: true });
  const file = path.join(notesIn(folder), `${emulator.pid}-${emulator.port}.json`);
  writeFileSync(file, `${JSON.stringify(emulator, null, 2)}\n`);
  return () => rmSync(file, { force: true });
}

/** The local Twilios that `folder` has a note of and whose process lives, the youngest first. */
export function allRunning(folder = localFolder()): RunningEmulator[] {
  const alive = notes(folder).filter(({ note }) => isAlive(note.pid));
  return alive.sort((a, b) => b.atMs - a.atMs).map(({ note }) => note);
}

/** The one that commands mean when no port is named: the line that is up, or else the youngest. */
export function findRunning(folder = localFolder()): RunningEmulator | undefined {
  const all = allRunning(folder);
  return all.find(({ number }) => number !== undefined) ?? all[0];
}

/** The number to call on `port` when none is named; undefined where no line of this checkout is up. */
export function numberOfLine(port: number, folder = localFolder()): string | undefined {
  return allRunning(folder).find(running => running.port === port)?.number;
}

interface Note {
  readonly file: string;
  readonly atMs: number;
  readonly note: RunningEmulator;
}

function notes(folder: string): Note[] {
  return fileNames(notesIn(folder)).flatMap(name => {
    const file = path.join(notesIn(folder), name);
    try {
      return [{ file, atMs: statSync(file).mtimeMs, note: running.parse(JSON.parse(readFileSync(file, 'utf8'))) }];
    } catch {
      // Taken back, or half written, at this very moment.
      return [];
    }
  });
}

function fileNames(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function notesIn(folder: string): string {
  return path.join(folder, 'running');
}
