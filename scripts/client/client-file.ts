import { isUtf8 } from 'node:buffer';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Client } from '../../lib/config';
import { readClient, type Fault } from '../../lib/config/read-client';
import { badInput, CommandError, EXIT } from '../command-error';
import { inProject } from '../project';

/** What a check of one client's file found. */
export interface ClientCheck {
  readonly client: string;
  /** Relative to the repository: "clients/sample.yaml". */
  readonly file: string;
  /** Undefined when there are faults. */
  readonly value?: Client;
  readonly faults: readonly Fault[];
}

/** The file of a client does not hold. Carries every fault, for `--json`. */
export class ClientFileError extends CommandError {
  constructor(readonly check: ClientCheck) {
    super('CLIENT_FILE_INVALID', describeFaults(check), { exitCode: EXIT.badInput });
  }
}

/** The names of all clients, in alphabetical order. */
export function clientNames(folder: string = inProject('clients')): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter(entry => entry.name.endsWith('.yaml') && !entry.isDirectory())
    .map(({ name }) => name.slice(0, -'.yaml'.length))
    .sort();
}

/** Checks `clients/<name>.yaml`. Throws CLIENT_UNKNOWN when there is no such file. */
export function checkClient(name: string, folder: string = inProject('clients')): ClientCheck {
  const names = clientNames(folder);
  if (!names.includes(name)) {
    throw badInput('CLIENT_UNKNOWN', `There is no clients/${name}.yaml. There is: ${names.join(', ') || 'none yet'}.`);
  }
  const file = `clients/${name}.yaml`;
  const bytes = readFileSync(join(folder, `${name}.yaml`));
  const text = bytes.toString('utf8');
  if (!isUtf8(bytes)) return { client: name, file, faults: [wrongEncoding(text)] };
  const read = readClient(text);
  if (!read.client) return { client: name, file, faults: read.faults };
  if (read.client.client === name) return { client: name, file, value: read.client, faults: [] };
  const line = text.split('\n').findIndex(each => each.startsWith('client:')) + 1;
  return { client: name, file, faults: [{ path: 'client', line, message: `expected ${name}, as the file is called` }] };
}

/** What an editor saved in another encoding would be garbled in the mails, and on the phone. */
function wrongEncoding(text: string): Fault {
  const line = text.split('\n').findIndex(each => each.includes('\uFFFD')) + 1;
  return { path: '', line, message: 'is not UTF-8: save it in that encoding' };
}

/** The client of that name. Throws CLIENT_UNKNOWN, or CLIENT_FILE_INVALID with every fault. */
export function loadClient(name: string, folder?: string): Client {
  const check = checkClient(name, folder);
  if (!check.value) throw new ClientFileError(check);
  return check.value;
}

/** "clients/sample.yaml:12  voicemail.maxSeconds: expected at most 3600 seconds", a line a fault. */
export function faultLines(check: ClientCheck): string[] {
  return check.faults.map(
    fault => `${check.file}:${fault.line}  ${fault.path === '' ? 'the file' : fault.path}: ${fault.message}`,
  );
}

function describeFaults(check: ClientCheck): string {
  const count = check.faults.length === 1 ? 'one fault' : `${check.faults.length} faults`;
  return `${check.file} has ${count}.\n${faultLines(check)
    .map(line => `  ${line}`)
    .join('\n')}`;
}
