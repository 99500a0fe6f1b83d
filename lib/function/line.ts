import type { Twilio } from 'twilio';
import { systemClock, type Clock } from '../clock';
import { lineOf, readEnvironment, type Client, type Environment } from '../config';
import { AppError } from '../errors';
import { createLog, type Log } from '../log';
import { runtimeGlobals, type RuntimeContext, type RuntimeEvent } from './runtime';

/** All that a Function has beside its input: the client it serves, the account it runs in, time and a log. */
export interface Line {
  /** As callers of the number meet it that the request names as `To`; as the file has it for all numbers without one. */
  readonly client: Client;
  readonly environment: Environment;
  readonly accountSid: string;
  readonly authToken: string;
  /** Host of this deployment. */
  readonly domain: string;
  /** The account's REST client. */
  readonly rest: () => Twilio;
  readonly clock: Clock;
  readonly log: Log;
  /** Fires when work must end so that the answer comes in time. */
  readonly signal: AbortSignal;
  /** The same moment, milliseconds since 1970. */
  readonly deadlineMs: number;
}

const CLIENT_ASSET = '/client.json';
const BUILD_ASSET = '/build.json';
let cached: Client | undefined;

/** The client's file as it was checked and packed by the build; read once a process. Throws CLIENT_FILE_INVALID when it isn't there. */
export function loadClient(): Client {
  if (cached) return cached;
  const asset = runtimeGlobals().Runtime.getAssets()[CLIENT_ASSET];
  if (!asset) {
    throw new AppError(
      'CLIENT_FILE_INVALID',
      "This deployment has no client's file. Run `npx linekit build --client NAME`, then deploy.",
    );
  }
  cached = JSON.parse(asset.open()) as Client;
  return cached;
}

/** Fingerprint of the build that runs, which the build packs; undefined in one that was made by other means. */
export function buildFingerprint(): string | undefined {
  const asset = runtimeGlobals().Runtime.getAssets()[BUILD_ASSET];
  return asset && (JSON.parse(asset.open()) as { fingerprint?: string }).fingerprint;
}

/** The client, as callers of the number meet it that the request names as `To`. */
export function loadClientFor({ To: number }: RuntimeEvent): Client {
  return lineOf(loadClient(), typeof number === 'string' ? number : undefined);
}

/** Forgets the client: each test brings its own. */
export function forgetClient(): void {
  cached = undefined;
}

/** Throws WRONG_ACCOUNT unless this process runs in the account that the client's file names: another client's line must not be touched. */
function checkAccount(client: Client, context: RuntimeContext): { accountSid: string; authToken: string } {
  const { ACCOUNT_SID: accountSid, AUTH_TOKEN: authToken } = context;
  if (accountSid !== client.accountSid) {
    throw new AppError(
      'WRONG_ACCOUNT',
      `This code was built for "${client.client}" (account ${client.accountSid}) but runs in ${accountSid ?? 'an unknown account'}. Deploy it with the credentials of that client.`,
    );
  }
  if (!authToken)
    throw new AppError(
      'CONFIG_MISSING',
      'AUTH_TOKEN is missing: let the Serverless service include credentials (deploy does).',
    );
  return { accountSid, authToken };
}

/** The log of one request; its CallSid and RecordingSid stand on every line. */
export function requestLog(context: RuntimeContext, event: Readonly<Record<string, unknown>>): Log {
  const { PATH, LINEKIT_LOG_CALLER_DATA } = context;
  const { CallSid, RecordingSid } = event;
  return createLog(
    { showCallerData: LINEKIT_LOG_CALLER_DATA === 'true' },
    { function: PATH, callSid: CallSid, recordingSid: RecordingSid },
  );
}

/** The line of one request. Throws when the client's file or the account is not right. */
export function openLine(
  context: RuntimeContext,
  event: RuntimeEvent,
  parts: { log: Log; signal: AbortSignal; deadlineMs: number },
): Line {
  const client = loadClientFor(event);
  const account = checkAccount(client, context);
  return {
    ...account,
    ...parts,
    client,
    environment: readEnvironment(context),
    domain: context.DOMAIN_NAME ?? '',
    rest: () => context.getTwilioClient(),
    clock: systemClock,
  };
}
