import { isDeepStrictEqual } from 'node:util';
import type { Twilio } from 'twilio';
import { z } from 'zod';
import { CommandError } from '../command-error';
import { findSyncService } from '../provision/sync';
import { statusOf } from './account';
import { codeDigest } from '../build/code-digest';
import type { Prepared } from './prepare';
import type { Verified } from './verify';
import { wiringNames, type WiringName } from './wiring';

const completedDeployment = z.strictObject({
  /** When it was complete, ISO 8601. */
  at: z.string(),
  client: z.string(),
  buildSid: z.string(),
  code: codeDigest,
  /** Each flow as this deployment left it: its revision, and the fingerprint of what that says. */
  flows: z.array(z.strictObject({ name: z.string(), sid: z.string(), revision: z.number(), digest: z.string() })),
  workspaceSid: z.string(),
  /** Who wired it. */
  wiring: z.enum(wiringNames),
});
/** A deployment that went through to its end. */
export type CompletedDeployment = z.infer<typeof completedDeployment>;

const document = z.strictObject({ deployments: z.array(completedDeployment) });

/** The deployments of one environment, oldest first; the last is where the account should be. */
export interface DeploymentHistory {
  readonly deployments: readonly CompletedDeployment[];
  /** Of the document, so that two machines cannot overwrite each other; undefined while there is no document. */
  readonly revision?: string;
}

/** A Sync document holds 16 KiB (Sync limits); a deployment takes some 600 bytes. */
const KEPT = 12;

const nameOf = (environment: string): string => `deployments-${environment}`;

/**
 * Reads what was deployed to an environment: a document in linekit's Sync service, where every machine finds it.
 * Empty in an account that was never deployed to. Throws HISTORY_UNREADABLE.
 */
export async function readHistory(api: Twilio, environment: string): Promise<DeploymentHistory> {
  const serviceSid = await findSyncService(api);
  if (serviceSid === undefined) return { deployments: [] };
  try {
    const found = await api.sync.v1.services(serviceSid).documents(nameOf(environment)).fetch();
    const read = document.safeParse(found.data);
    if (read.success) return { deployments: read.data.deployments, revision: found.revision };
  } catch (error) {
    if (statusOf(error) === 404) return { deployments: [] };
    throw error;
  }
  throw new CommandError(
    'HISTORY_UNREADABLE',
    `Sync document ${nameOf(environment)} of service ${serviceSid} is not as linekit writes it. Delete it in the console: ` +
      'the next deployment begins a new one, and only rollbacks to what was before are lost.',
  );
}

/** Writes the history back. Throws DEPLOYED_MEANWHILE when another machine was faster, NOT_WIRED without a Sync service. */
export async function writeHistory(
  api: Twilio,
  environment: string,
  { deployments, revision }: DeploymentHistory,
): Promise<void> {
  const serviceSid = await findSyncService(api);
  if (serviceSid === undefined) {
    throw new CommandError('NOT_WIRED', `Account ${api.accountSid} has no Sync service of linekit. Deploy again.`);
  }
  const { documents } = api.sync.v1.services(serviceSid);
  const data = { deployments: deployments.slice(-KEPT) };
  try {
    if (revision === undefined) await documents.create({ uniqueName: nameOf(environment), data });
    else await documents(nameOf(environment)).update({ data, ifMatch: revision });
  } catch (error) {
    if (![409, 412].includes(statusOf(error) ?? 0)) throw error;
    throw new CommandError(
      'DEPLOYED_MEANWHILE',
      'Somebody else deployed this client at the same moment. Look at what is live, and run the command again.',
      { cause: error },
    );
  }
}

/** Writes a deployment down that is complete now, unless it left everything as the last one did. */
export async function recordDeployment(
  { api, options, client, code, history, last }: Prepared,
  { verified, buildSid, wiring }: { verified: Verified; buildSid: string; wiring: WiringName },
): Promise<void> {
  const deployment: CompletedDeployment = {
    at: new Date().toISOString(),
    client: client.client,
    buildSid,
    code: code.build.digest,
    flows: verified.flows.map(({ name, sid, revision, digest }) => ({ name, sid, revision, digest })),
    workspaceSid: verified.workspaceSid,
    wiring,
  };
  if (last && isDeepStrictEqual(said(last), said(deployment))) return;
  await writeHistory(api, options.environment, { ...history, deployments: [...history.deployments, deployment] });
}

/** What a deployment says, whenever it was and by whichever revisions: going back to its like would change nothing. */
function said({ at: _at, flows, ...rest }: CompletedDeployment) {
  return { ...rest, flows: flows.map(({ name, sid, digest }) => ({ name, sid, digest })) };
}
