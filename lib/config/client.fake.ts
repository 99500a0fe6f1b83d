import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Client } from './client';
import { readClient } from './read-client';

/** Read once: the tests of a file ask for it hundreds of times. */
let sample: string | undefined;

/** The sample client, read from its file, with some settings changed: for tests. Each call gives an object of its own. */
export function sampleClient(change: Partial<Client> = {}): Client {
  sample ??= JSON.stringify(readSample());
  // What a Function reads of its build is the same text.
  return { ...(JSON.parse(sample) as Client), ...change };
}

function readSample(): Client {
  const { client, faults } = readClient(readFileSync(join(__dirname, '../../clients/sample.yaml'), 'utf8'));
  if (faults) throw new Error(`clients/sample.yaml: ${JSON.stringify(faults)}`);
  return client;
}
