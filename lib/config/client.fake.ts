import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Client } from './client';
import { readClient } from './read-client';

/** The sample client, read from its file, with some settings changed: for tests. */
export function sampleClient(change: Partial<Client> = {}): Client {
  const { client, faults } = readClient(readFileSync(join(__dirname, '../../clients/sample.yaml'), 'utf8'));
  if (faults) throw new Error(`clients/sample.yaml: ${JSON.stringify(faults)}`);
  return { ...client, ...change };
}
