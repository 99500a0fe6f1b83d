import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { skipLoudly } from '../support/terraform';
import { clients, clientsFolder, folderOf, isInstalled, type ClientName } from './installed';

const names = Object.keys(clients) as ClientName[];

/** Installs what is not there yet. What can't be installed (no network) is said loudly, and its suites are left out. */
export default function installClients(): void {
  for (const name of names) if (!isInstalled(name)) install(name);
}

function install(name: ClientName): void {
  const startedMs = Date.now();
  const { packages } = clients[name];
  process.stderr.write(`installing ${specifiers(packages).join(' ')} to ${folderOf(name)} …\n`);
  mkdirSync(clientsFolder(), { recursive: true });
  // Renamed when it is whole: an installation that was interrupted is none.
  const folder = mkdtempSync(join(clientsFolder(), 'installing-'));
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies: packages }));
  const words = ['install', '--prefix', folder, '--no-audit', '--no-fund', '--no-package-lock', '--ignore-scripts'];
  const { status, stderr } = spawnSync('npm', words, { cwd: folder, encoding: 'utf8', timeout: 600_000 });
  if (status === 0) {
    renameSync(folder, folderOf(name));
    process.stderr.write(`installed ${name} in ${Math.round((Date.now() - startedMs) / 1000)} s\n`);
    return;
  }
  rmSync(folder, { recursive: true, force: true });
  skipLoudly(`npm could not install ${name}. ${(stderr ?? '').trim().split('\n').slice(-3).join(' ')}`);
}

function specifiers(packages: Readonly<Record<string, string>>): string[] {
  return Object.entries(packages).map(([name, version]) => `${name}@${version}`);
}
