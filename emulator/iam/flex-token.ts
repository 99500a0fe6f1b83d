import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import * as z from 'zod';
import type { Account } from '../contract';

/** What a Flex token says of the worker who holds it, as the validation answers it. */
export const flexClaims = z.object({
  worker_sid: z.string(),
  roles: z.array(z.string()),
  /** With what they signed in: an address, as a rule. */
  realm_user_id: z.string(),
  identity: z.string(),
  /** ISO 8601. */
  expiration: z.string(),
});
export type FlexClaims = z.infer<typeof flexClaims>;

const HEADER = Buffer.from(JSON.stringify({ alg: 'dir', enc: 'A256GCM', cty: 'twilio-fpa;v=1' })).toString('base64url');

/** A token in the form of Flex's: a JWE in compact serialization (RFC 7516 §7.1), which only its own account's validation can open. */
export function sealToken(account: Account, claims: FlexClaims): string {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', keyOf(account), iv).setAAD(Buffer.from(HEADER));
  const sealed = Buffer.concat([cipher.update(JSON.stringify(claims)), cipher.final()]);
  return [HEADER, '', ...[iv, sealed, cipher.getAuthTag()].map(part => part.toString('base64url'))].join('.');
}

/** What a token says; undefined when it was not made for this account, or was changed since. */
export function openToken(account: Account, token: string): FlexClaims | undefined {
  const [header, , iv, sealed, tag, ...rest] = token.split('.');
  if (header !== HEADER || iv === undefined || sealed === undefined || tag === undefined || rest.length > 0)
    return undefined;
  try {
    const decipher = createDecipheriv('aes-256-gcm', keyOf(account), bytes(iv), { authTagLength: 16 })
      .setAAD(Buffer.from(HEADER))
      .setAuthTag(bytes(tag));
    const text = Buffer.concat([decipher.update(bytes(sealed)), decipher.final()]).toString('utf8');
    return flexClaims.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** Of the account's token, so that a cloud that goes on from a snapshot still knows the tokens it gave out. */
function keyOf({ sid, authToken }: Account): Buffer {
  return createHash('sha256').update(`flex token\n${sid}\n${authToken}`).digest();
}

function bytes(part: string): Buffer {
  return Buffer.from(part, 'base64url');
}
