import { existsSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { skipLoudly } from '../support/terraform';

/** A client of Twilio's that is tried as it comes: what is installed, each version exactly, by npm or by pip. */
export interface Client {
  readonly packages?: Readonly<Record<string, string>>;
  readonly pip?: readonly string[];
  /** The folder below {@link clientsFolder}: its name tells the versions, so that a new one is installed anew. */
  readonly folder: string;
}

/** Twilio's own tools, in the versions that the local Twilio is measured by. */
export const clients = {
  'twilio-run': { folder: 'twilio-run-5.0.1', packages: { 'twilio-run': '5.0.1' } },
  'twilio-cli': {
    folder: 'twilio-cli-6.2.4-plugin-serverless-3.1.3',
    packages: { 'twilio-cli': '6.2.4', '@twilio-labs/plugin-serverless': '3.1.3' },
  },
  'twilio-python': { folder: 'twilio-python-9.13.0', pip: ['twilio==9.13.0'] },
  'twilio-node': { folder: 'twilio-node-6.2.0', packages: { twilio: '6.2.0' } },
} as const satisfies Readonly<Record<string, Client>>;

export type ClientName = keyof typeof clients;

/** Outside the repository, kept from run to run: LINEKIT_CLIENTS_FOLDER, or a place among the user's caches. */
export function clientsFolder(): string {
  const { LINEKIT_CLIENTS_FOLDER: chosen, XDG_CACHE_HOME: caches } = process.env;
  if (chosen) return chosen;
  const home = homedir();
  return join(caches || (existsSync(home) ? join(home, '.cache') : tmpdir()), 'linekit', 'clients');
}

/** The folder of an installed client, which holds its `node_modules`. */
export function folderOf(client: ClientName): string {
  return join(clientsFolder(), clients[client].folder);
}

/** Whether it is there, whole: an installation gets its name when it is complete. */
export function isInstalled(client: ClientName): boolean {
  return existsSync(folderOf(client));
}

/** `describe`, where the client is installed; elsewhere it says loudly that the tests are left out. */
export function describeClient(client: ClientName, what: string, tests: () => void): void {
  if (isInstalled(client)) return describe(what, tests);
  skipLoudly(`${client} could not be installed: ${what}`);
  describe.skip(what, tests);
}
