import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../scripts/project';
import type { BenchFigure } from './contract';
import { bytesBelow, installedPackages } from './measure/installed-packages';
import { runNpm } from './measure/run-npm';

const MB = 1_000_000;
/** What npm says when there is no way to the registry. */
const OFFLINE = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ENETUNREACH|ETIMEDOUT|ERR_SOCKET_TIMEOUT/;

/** What a newcomer downloads before the demo runs. docs/decisions/0009-install-weight.md goes through it package by package. */
export async function figures(): Promise<BenchFigure[]> {
  const packages = [...installedPackages(projectRoot).values()];
  const deployed = packages.filter(each => !each.dev);
  return [
    { name: 'install: packages', value: packages.length, unit: 'packages' },
    { name: 'install: unpacked', value: megabytes(packages), unit: 'MB' },
    { name: 'install: packages that deployed Functions need', value: deployed.length, unit: 'packages' },
    { name: 'install: unpacked, of those', value: megabytes(deployed), unit: 'MB' },
    ...(await install()),
  ];
}

function megabytes(packages: readonly { bytes: number }[]): number {
  return packages.reduce((sum, { bytes }) => sum + bytes, 0) / MB;
}

/** `npm ci` as on a machine that never saw npm. No figures, and a line on stderr that says why, without a registry. */
async function install(): Promise<BenchFigure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'linekit-install-'));
  const cache = join(folder, 'cache');
  try {
    for (const file of ['package.json', 'package-lock.json']) copyFileSync(join(projectRoot, file), join(folder, file));
    const beganMs = performance.now();
    await runNpm(['ci', '--cache', cache, '--no-audit', '--no-fund', '--fetch-retries=0'], folder, 300_000);
    const seconds = (performance.now() - beganMs) / 1000;
    return [
      { name: 'install: npm ci with an empty cache', value: seconds, unit: 's' },
      { name: 'install: downloaded by it', value: bytesBelow(cache) / MB, unit: 'MB' },
    ];
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    if (!OFFLINE.test(said)) throw error;
    process.stderr.write('install: NOT MEASURED: npm ci, since the npm registry cannot be reached from here\n');
    return [];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
