import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Client } from '../../lib/config';
import { badInput } from '../command-error';
import { clientNames } from '../client/client-file';

/** Just what two files must not have in common; whatever else is wrong with another client's file is not this client's business. */
const claims = z.looseObject({
  accountSid: z.unknown(),
  numbers: z.array(z.looseObject({ number: z.unknown() })).catch([]),
});

/** Makes sure that no other client's file claims this client's account or one of its numbers: one would overwrite the other. Throws CLIENTS_COLLIDE. */
export function refuseSharedClaims(client: Client, folder: string): void {
  for (const name of clientNames(folder).filter(each => each !== client.client)) {
    const text = readFileSync(join(folder, `${name}.yaml`), 'utf8');
    const shared = mentions(text, client) ? sharedClaim(client, readClaims(text)) : undefined;
    if (shared === undefined) continue;
    throw badInput(
      'CLIENTS_COLLIDE',
      `clients/${client.client}.yaml and clients/${name}.yaml both have ${shared}: deploying one would take the line of the other. ` +
        'Nothing was changed.',
    );
  }
}

/** Spares the parsing of a hundred files that have nothing to do with this one. */
function mentions(text: string, client: Client): boolean {
  return [client.accountSid, ...client.numbers.map(each => each.number)].some(claim => text.includes(claim));
}

function sharedClaim(client: Client, other: z.infer<typeof claims> | undefined): string | undefined {
  if (!other) return undefined;
  if (other.accountSid === client.accountSid) return `account ${client.accountSid}`;
  const theirs = new Set(other.numbers.map(each => each.number));
  const number = client.numbers.find(each => theirs.has(each.number));
  return number && `number ${number.number}`;
}

function readClaims(text: string): z.infer<typeof claims> | undefined {
  try {
    return claims.safeParse(parse(text)).data;
  } catch {
    return undefined;
  }
}
