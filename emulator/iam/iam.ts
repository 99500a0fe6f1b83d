import * as z from 'zod';
import type { ApiReply, ApiRequest, Product, World } from '../contract';
import { absentRoute } from '../rest/absent-route';
import { notFound, TwilioError } from '../rest/twilio-error';
import { openRecords } from '../taskrouter/records';
import { keyRoutes } from './keys';
import { openToken, sealToken } from './flex-token';

/** For whom a token is made, as if they had signed in to Flex. */
export interface FlexSignIn {
  readonly workerSid: string;
  /** Of Flex: "agent", "supervisor", "admin". Defaults to the agent's alone. */
  readonly roles?: readonly string[];
  /** Defaults to an hour on the emulated clock. */
  readonly expiresInSeconds?: number;
}

export interface Iam {
  readonly product: Product;
  /** A Flex token of a worker. Throws TwilioError 404 when no workspace has that worker. */
  readonly signIn: (request: FlexSignIn) => string;
}

const validation = z.object({ token: z.string() });

/**
 * API keys, and the part of Twilio's IAM that Functions called from Flex need: the validation that `twilio-flex-token-validator` asks for. Its answer to a good
 * token is the one in that package's README; the words for a bad one are ours, `valid: false` and a message is all that the package reads.
 */
export function createIam(world: World): Iam {
  const validate = ({ body, account }: ApiRequest): ApiReply => {
    const given = validation.safeParse(parseJson(body));
    if (!given.success || !account) throw new TwilioError(400, 20001, 'A JSON body with a token is required');
    const claims = openToken(account, given.data.token);
    if (!claims) return refused(20101, 'Token is invalid');
    if (Date.parse(claims.expiration) <= world.clock.now()) return refused(20104, 'Token has expired');
    return { status: 200, body: { valid: true, code: 0, message: null, ...claims } };
  };
  return {
    signIn: request => signIn(world, request),
    product: {
      name: 'iam',
      hosts: ['iam.twilio.com'],
      routes: [
        { method: 'POST', path: '/v1/Accounts/{AccountSid}/Tokens/validate', access: 'account', handle: validate },
        ...keyRoutes(world),
        absentRoute('ANY', '/v1/*', 'this part of IAM: keys and the validation of Flex tokens are here'),
      ],
    },
  };
}

function signIn(world: World, { workerSid, roles = ['agent'], expiresInSeconds = 3600 }: FlexSignIn): string {
  const worker = openRecords(world.store).workers.get(workerSid);
  const account = worker && world.accounts.find(worker.account_sid);
  if (!worker || !account) throw notFound(`Worker ${workerSid}`);
  return sealToken(account, {
    worker_sid: worker.sid,
    roles: [...roles],
    realm_user_id: worker.friendly_name,
    // Identities of Twilio's clients have letters, digits and "_" only; the rest is written as "_" and its code.
    identity: worker.friendly_name.replace(
      /[^a-z0-9]/gi,
      sign => `_${Buffer.from(sign).toString('hex').toUpperCase()}`,
    ),
    expiration: new Date(world.clock.now() + expiresInSeconds * 1000).toISOString(),
  });
}

function refused(code: number, message: string): ApiReply {
  return { status: 200, body: { valid: false, code, message } };
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}
