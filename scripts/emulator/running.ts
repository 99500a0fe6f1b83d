import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

import { inProject } from '../project';

const running = z.object({
  port: z.number().int().positive(),
  pid: z.number().int().positive(),
  accountSid: z.string(),
});

/** A local Twilio that is up, as other commands find it. */
export type RunningEmulator = z.output<typeof running>;

/** Where commands keep what the local Twilio leaves: its certificate authority, mails, and the note that it runs. */
export const localFolder = (): string => inProject('.linekit');

/** Notes in `folder` that a local Twilio is up. Returns the way to take the note back. */
export function announceRunning(emulator: RunningEmulator, folder = localFolder()): () => void {
  mkdirSync(folder, { recursive: true });
  const file = noteIn(folder);
  writeFileSync(file, `${JSON.stringify(emulator, null, 2)}\n`);
  return () => {
    // Another one may have started since: its note stays.
    if (findRunning(folder)?.pid === emulator.pid) rmSync(file, { force: true });
  };
}

/** The local Twilio that `folder` has a note of, unless its process is gone. */
export function findRunning(folder = localFolder()): RunningEmulator | undefined {
  try {
    const emulator = running.parse(JSON.parse(readFileSync(noteIn(folder), 'utf8')));
    process.kill(emulator.pid, 0);
    return emulator;
  } catch {
    return undefined;
  }
}

function noteIn(folder: string): string {
  return path.join(folder, 'emulator.json');
}
