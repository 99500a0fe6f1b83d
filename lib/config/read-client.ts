import type { Client } from './client';
import { clientSchema } from './client-schema';
import { readYaml, type Fault } from './schema/read-yaml';

export type { Fault } from './schema/read-yaml';

export type ReadClient =
  { readonly client: Client; readonly faults?: never } | { readonly client?: never; readonly faults: readonly Fault[] };

/** Reads a client's file. Gives the client, or every fault at once, in the order of the file; never throws for what the file says. */
export function readClient(text: string): ReadClient {
  const { value, faults } = readYaml(text, clientSchema);
  return faults ? { faults } : { client: value };
}
