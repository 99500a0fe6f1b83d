import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { skipLoudly } from '../support/terraform';
import { clients, clientsFolder, folderOf, isInstalled, type Client, type ClientName } from './installed';

const names = Object.keys(clients) as ClientName[];

/** Installs what is not there yet. What can't be installed (no network, no Python) is said loudly, and its suites are left out. */
export default function installClients(): void {
  for (const name of names) if (!isInstalled(name)) install(name);
}

function install(name: ClientName): void {
  const startedMs = Date.now();
  const client: Client = clients[name];
  process.stderr.write(`installing ${name} to ${folderOf(name)} …\n`);
  mkdirSync(clientsFolder(), { recursive: true });
  // Renamed when it is whole: an installation that was interrupted is none.
  const folder = mkdtempSync(join(clientsFolder(), 'installing-'));
  const fault = client.pip ? installByPip(folder, client.pip) : installByNpm(folder, client.packages ?? {});
  if (fault === undefined) {
    renameSync(folder, folderOf(name));
    process.stderr.write(`installed ${name} in ${Math.round((Date.now() - startedMs) / 1000)} s\n`);
    return;
  }
  rmSync(folder, { recursive: true, force: true });
  skipLoudly(`${name} could not be installed. ${fault}`);
}

function installByNpm(folder: string, packages: Readonly<Record<string, string>>): string | undefined {
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies: packages }));
  const options = ['--no-audit', '--no-fund', '--no-package-lock', '--ignore-scripts'];
  return faultOf('npm', ['install', '--prefix', folder, ...options], folder);
}

/** Into an environment of its own, whose `bin/python` finds it wherever the folder is moved to. */
function installByPip(folder: string, requirements: readonly string[]): string | undefined {
  const python = join(folder, 'bin', 'python');
  return (
    faultOf('python3', ['-m', 'venv', folder], folder) ??
    faultOf(python, ['-m', 'pip', 'install', '--quiet', ...requirements], folder)
  );
}

/** The end of what the command complained of when it failed. */
function faultOf(command: string, words: readonly string[], cwd: string): string | undefined {
  const { status, stderr, error } = spawnSync(command, words, { cwd, encoding: 'utf8', timeout: 600_000 });
  if (status === 0) return undefined;
  return error?.message ?? (stderr || `${command} ended with ${status}`).trim().split('\n').slice(-3).join(' ');
}
