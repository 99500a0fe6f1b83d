import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Client } from '../../lib/config';
import { badInput } from '../command-error';
import { clientNames, type ClientCheck } from './client-file';

/** Just what two files must not have in common; whatever else is wrong with another client's file is not this client's business. */
const claims = z.looseObject({
  accountSid: z.unknown(),
  numbers: z.array(z.looseObject({ number: z.unknown() })).catch([]),
});

/** What this client's file has in common with another one, of all that only one may have. */
interface Collision {
  readonly other: string;
  readonly claim: string;
  /** "account AC…" */
  readonly shown: string;
}

/** Makes sure that no other client's file claims this client's account or one of its numbers: one would overwrite the other. Throws CLIENTS_COLLIDE. */
export function refuseSharedClaims(client: Client, folder: string): void {
  const [collision] = collisionsOf(client, folder);
  if (!collision) return;
  throw badInput(
    'CLIENTS_COLLIDE',
    `clients/${client.client}.yaml and clients/${collision.other}.yaml both have ${collision.shown}: deploying one would take the line of the other. ` +
      'Nothing was changed.',
  );
}

/** The same check with a fault for each collision, at the line of the claim. */
export function withCollisions(check: ClientCheck, folder: string): ClientCheck {
  if (!check.value) return check;
  const lines = readFileSync(join(folder, `${check.client}.yaml`), 'utf8').split('\n');
  const faults = collisionsOf(check.value, folder).map(({ other, claim, shown }) => ({
    path: shown.startsWith('account') ? 'accountSid' : 'numbers',
    line: lines.findIndex(line => line.includes(claim)) + 1,
    message: `clients/${other}.yaml has ${shown} too; each belongs to one client`,
  }));
  const { client, file } = check;
  return faults.length === 0 ? check : { client, file, faults };
}

function collisionsOf(client: Client, folder: string): Collision[] {
  return clientNames(folder)
    .filter(name => name !== client.client)
    .flatMap(other => {
      const text = readFileSync(join(folder, `${other}.yaml`), 'utf8');
      return mentions(text, client) ? sharedClaims(client, readClaims(text)).map(claim => ({ other, ...claim })) : [];
    });
}

/** Spares the parsing of a hundred files that have nothing to do with this one. */
function mentions(text: string, client: Client): boolean {
  return [client.accountSid, ...client.numbers.map(each => each.number)].some(claim => text.includes(claim));
}

function sharedClaims(client: Client, other: z.infer<typeof claims> | undefined): Omit<Collision, 'other'>[] {
  if (!other) return [];
  const theirs = new Set(other.numbers.map(each => each.number));
  const { accountSid } = client;
  const account = other.accountSid === accountSid ? [{ claim: accountSid, shown: `account ${accountSid}` }] : [];
  const numbers = client.numbers.filter(({ number }) => theirs.has(number));
  return [...account, ...numbers.map(({ number }) => ({ claim: number, shown: `number ${number}` }))];
}

function readClaims(text: string): z.infer<typeof claims> | undefined {
  try {
    return claims.safeParse(parse(text)).data;
  } catch {
    return undefined;
  }
}
