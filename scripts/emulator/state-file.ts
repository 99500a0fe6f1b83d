import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

import * as z from 'zod';

import type { StoreSnapshot } from '../../emulator';
import { CommandError } from '../command-error';

const snapshot: z.ZodType<StoreSnapshot> = z.record(z.string(), z.array(z.looseObject({ sid: z.string() })));

/** What an earlier run left in the file; undefined when it is not there yet. Rejects a file of another form with STATE_UNREADABLE. */
export function readState(file: string): StoreSnapshot | undefined {
  if (!existsSync(file)) return undefined;
  try {
    return snapshot.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    const text = `${file} does not hold the state of a local Twilio: name another file, or remove it to begin anew`;
    throw new CommandError('STATE_UNREADABLE', text, { cause: error });
  }
}

/** Writes the state, whole or not at all. It holds keys and tokens: only its owner may read it. */
export function saveState(file: string, state: StoreSnapshot): void {
  const beside = `${file}.${process.pid}.tmp`;
  writeFileSync(beside, JSON.stringify(state), { mode: 0o600 });
  renameSync(beside, file);
}
