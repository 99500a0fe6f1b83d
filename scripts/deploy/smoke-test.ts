import type { Client } from '../../lib/config';
import { CommandError } from '../command-error';
import { postSigned, type FunctionReply } from '../sweep/signed-post';
import { getPublic, showReply } from './function-requests';
import type { Credentials } from './credentials';

/** A new build takes a moment to be everywhere: waits between tries where nothing of ours has answered. Ten seconds in all. */
const WAITS_MS = [500, 1000, 2000, 3000, 3500];
/** Answers of Twilio's edge, not of a Function. */
const NOT_THERE_YET = [404, 502, 503, 504];

export interface SmokeTest {
  readonly client: Client;
  readonly domain: string;
  readonly credentials: Credentials;
  /** Of the build that has to answer. */
  readonly fingerprint: string;
  readonly wait: (ms: number) => Promise<void>;
}

/**
 * Asks the deployed code for its health, until it is the new build that answers, and for what applies now with a signature as Twilio makes
 * it; the latter only with the auth token, since an API key cannot sign. Throws SMOKE_TEST_FAILED with the answer and what to do.
 */
export async function smokeTest(test: SmokeTest): Promise<void> {
  const { client, domain, credentials } = test;
  const isNew = ({ status, body }: FunctionReply) => status !== 200 || property(body, 'build') === test.fingerprint;
  const health = await patiently(test, () => getPublic(`https://${domain}/health`), isNew);
  if (health.status !== 200 || property(health.body, 'ok') !== true) throw failed(test, '/health', health);
  const runs = property(health.body, 'client');
  if (runs !== client.client) throw failed(test, `/health says that it runs for client "${String(runs)}"`, health);
  if (!isNew(health)) throw failed(test, `/health is still that of another build than ${test.fingerprint}`, health);
  const { authToken } = credentials;
  if (authToken === undefined) return;
  const [number] = client.numbers;
  const fields = number ? { To: number.number } : {};
  const now = await patiently(test, () => postSigned(`https://${domain}/lines/now`, fields, authToken));
  if (now.status !== 200 || typeof property(now.body, 'state') !== 'string') throw failed(test, '/lines/now', now);
}

/** What the code that runs says of itself: the fingerprint of its build; undefined when it does not answer, or does not know. */
export async function runningFingerprint(domain: string): Promise<string | undefined> {
  try {
    const { status, body } = await getPublic(`https://${domain}/health`);
    const fingerprint = status === 200 ? property(body, 'build') : undefined;
    return typeof fingerprint === 'string' ? fingerprint : undefined;
  } catch {
    return undefined;
  }
}

async function patiently(
  { wait }: SmokeTest,
  ask: () => Promise<FunctionReply>,
  isIt: (reply: FunctionReply) => boolean = () => true,
): Promise<FunctionReply> {
  for (const waitMs of WAITS_MS) {
    const reply = await ask();
    if (!NOT_THERE_YET.includes(reply.status) && isIt(reply)) return reply;
    await wait(waitMs);
  }
  return ask();
}

function failed({ client, domain }: SmokeTest, what: string, reply: FunctionReply): CommandError {
  return new CommandError(
    'SMOKE_TEST_FAILED',
    `The code is deployed to https://${domain}, but does not answer as it should: ${what} → ${showReply(reply)}\n` +
      `The wiring was left as it was. Mend the code and deploy again, or take the last good deployment back: ` +
      `npx linekit deploy ${client.client} --rollback`,
  );
}

function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
