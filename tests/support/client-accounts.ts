import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createControlClient,
  createEmulator,
  localAnthropic,
  localCalendar,
  localDeepgram,
  localMailgun,
  localPepper,
  type CallerStep,
  type CallReport,
  type ControlClient,
  type Emulator,
  type StoreSnapshot,
} from '../../emulator';
import type { Client } from '../../lib/config';
import { loadClient } from '../../scripts/client/client-file';
import { localPost } from '../../bench/measure/local-post';
import { createLocalRest } from '../../scripts/local/local-rest';
import { createClientProject, type ClientProject } from './client-project';
import { startDeployer, type Deployer, type DeployerReport, type DeployerRequest } from './deployer';

/** A token for each account: one client's opens nothing of another's. */
const tokenOf = (index: number): string => `10ca1${String(index).padStart(27, '0')}`;
/** And an API key. */
const keyOf = (index: number) => ({ sid: `SK${String(index).padStart(32, '0')}`, secret: `local secret ${index}` });

/** Accounts of several clients on one local Twilio, empty at first, and a project to deploy to them from. */
export interface ClientAccounts {
  readonly emulator: Emulator;
  /** Faults, mails and what else is done to the local Twilio from outside. */
  readonly control: ControlClient;
  readonly project: ClientProject;
  readonly clients: readonly Client[];
  readonly deployer: Deployer;
  /** What a person sets for a client: credentials and keys. */
  settings(client: string): Record<string, string>;
  /** The same with an API key of the account instead of its token; or of another client's. */
  settingsByKey(client: string, owner?: string): Record<string, string>;
  deploy(client: string, request?: Partial<DeployerRequest>): ReturnType<Deployer['run']>;
  rollback(client: string, request?: Partial<DeployerRequest>): ReturnType<Deployer['run']>;
  drift(client: string, request?: Partial<DeployerRequest>): ReturnType<Deployer['run']>;
  /** Everything that is stored and belongs to one client's account, as text. */
  belongings(client: string): string;
  /** Asks a REST API with the credentials of a client; with fields, POSTs them. */
  rest(client: string, address: string, fields?: Record<string, string>): Promise<unknown>;
  call(call: { to: string; caller: readonly CallerStep[]; from?: string }): Promise<CallReport>;
  close(): Promise<void>;
}

/** Opens them at a moment (ISO 8601, with offset), on a clock that stands still but for calls. */
export async function openClientAccounts(names: readonly string[], at: string): Promise<ClientAccounts> {
  const project = createClientProject(names);
  const dataFolder = mkdtempSync(join(tmpdir(), 'linekit-accounts-'));
  const clients = names.map(name => loadClient(name, join(project.root, 'clients')));
  const emulator = await createEmulator({
    clock: 'controlled',
    startAtMs: Date.parse(at),
    dataFolder,
    projectFolder: join(__dirname, '../..'),
    accounts: clients.map(({ accountSid, name }, index) => ({
      sid: accountSid,
      authToken: tokenOf(index),
      apiKeys: { [keyOf(index).sid]: keyOf(index).secret },
      friendlyName: name,
    })),
    mailgun: {
      key: localMailgun.key,
      domains: clients.map(({ email }) => ({ name: email.domain, region: email.region })),
    },
  });
  const deployer = startDeployer(project.root, emulator);
  const indexOf = (name: string): number => names.indexOf(name);
  const settings = (name: string) => ({
    TWILIO_ACCOUNT_SID: clients[indexOf(name)]?.accountSid ?? '',
    TWILIO_AUTH_TOKEN: tokenOf(indexOf(name)),
    MAILGUN_API_KEY: localMailgun.key,
    DEEPGRAM_API_KEY: localDeepgram.key,
    ANTHROPIC_API_KEY: localAnthropic.key,
    LINEKIT_PIN_PEPPER: localPepper,
    CALDAV_USERNAME: localCalendar.username,
    CALDAV_PASSWORD: localCalendar.password,
  });
  const run =
    (what: DeployerRequest['what']) =>
    (clientName: string, request: Partial<DeployerRequest> = {}) =>
      deployer.run(what, { clientName, settings: settings(clientName), ...request });
  return {
    emulator,
    control: createControlClient(emulator.port),
    project,
    clients,
    deployer,
    settings,
    settingsByKey: (name, owner = name) => {
      const { TWILIO_AUTH_TOKEN: _token, ...rest } = settings(name);
      const { sid, secret } = keyOf(indexOf(owner));
      return { ...rest, TWILIO_API_KEY: sid, TWILIO_API_SECRET: secret };
    },
    deploy: run('deploy'),
    rollback: run('rollback'),
    drift: run('drift'),
    belongings: name => belongings(emulator.snapshot(), clients[indexOf(name)]?.accountSid ?? ''),
    rest: (name, address, fields) => {
      const { TWILIO_ACCOUNT_SID: accountSid = '', TWILIO_AUTH_TOKEN: authToken = '' } = settings(name);
      const [host = '', ...parts] = address.split('/');
      const path = `/${parts.join('/')}`;
      if (!fields) return createLocalRest(emulator.port, { accountSid, authToken }).json(host, path);
      return localPost({ port: emulator.port, host, path, fields, credentials: { sid: accountSid, authToken } });
    },
    call: request => call(emulator, request),
    close: async () => {
      await Promise.all([deployer.close(), emulator.close()]);
      rmSync(dataFolder, { recursive: true, force: true });
      project.remove();
    },
  };
}

/** What a deployment changed of the wiring: "created flow linekit voicemail". */
export function changesOf({ wiring }: DeployerReport): string[] {
  const changes = wiring?.changes ?? [];
  return changes
    .filter(each => each.outcome !== 'unchanged')
    .map(({ outcome, kind, name }) => `${outcome} ${kind} ${name}`);
}

function belongings(store: StoreSnapshot, accountSid: string): string {
  const all = Object.values(store).flat();
  const own = all.filter(record => Reflect.get(record, 'account_sid') === accountSid);
  const sids = new Set(own.map(({ sid }) => sid));
  // What was uploaded is found by the version that it is of, and has no account of its own.
  const contents = all.flatMap(record => {
    const base64: unknown = Reflect.get(record, 'base64');
    return typeof base64 === 'string' && sids.has(record.sid) ? [Buffer.from(base64, 'base64').toString('utf8')] : [];
  });
  return JSON.stringify(own) + contents.join('\n');
}

async function call(
  emulator: Emulator,
  { from = '+12025550111', ...request }: { to: string; caller: readonly CallerStep[]; from?: string },
): Promise<CallReport> {
  let over = false;
  const { ended } = emulator.placeCall({ from, ...request });
  void ended.then(() => (over = true));
  await emulator.runUntil(() => over, 30 * 60_000);
  await emulator.advance(5_000);
  return ended;
}
