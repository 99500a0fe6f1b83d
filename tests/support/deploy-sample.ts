import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { sampleClient } from '../../lib/config/client.fake';
import { bringUpLine } from '../../scripts/local/line';
import { createStopwatch } from '../../scripts/local/stopwatch';
import { createProgress } from '../../scripts/terminal/progress';
import { snapshotFile } from './snapshot-file';

/** Brings the sample client's line up as a user would (build, deploy, wire) and keeps what the account then holds. */
export default async function deploySample(): Promise<void> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'linekit-journeys-'));
  const line = await bringUpLine({
    client: sampleClient(),
    clock: 'real',
    port: 0,
    dataFolder,
    progress: createProgress({ quiet: true }),
    stopwatch: createStopwatch(),
  });
  try {
    mkdirSync(dirname(snapshotFile), { recursive: true });
    writeFileSync(snapshotFile, JSON.stringify({ domain: line.domain, store: line.emulator.snapshot() }));
  } finally {
    await line.emulator.close();
    rmSync(dataFolder, { recursive: true, force: true });
  }
}
