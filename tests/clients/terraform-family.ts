import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runTerraform, skipLoudly, terraformIsInstalled } from '../support/terraform';
import { actionsOf, type PlannedActions, type TerraformPlan } from '../support/terraform-plan';
import { openLocalCloud, type LocalCloud } from './local-cloud';

/** What Terraform knows of something that it made. */
export interface Managed {
  readonly address: string;
  readonly values: Readonly<Record<string, unknown>>;
}

/** A Terraform project with one family of a provider's resources, on a local Twilio of its own. */
export interface Family {
  readonly cloud: LocalCloud;
  /** Runs `terraform <words>`, and prints them with the time that they took. Rejects with its errors when it fails; gives what it printed. */
  run(...words: string[]): Promise<string>;
  /** What a plan would do, by address; what stays is left out. */
  plan(...words: string[]): Promise<PlannedActions>;
  /** The output `found`: what data sources read. */
  found(): Promise<unknown>;
  /** What state holds, without data sources. */
  managed(): Promise<Managed[]>;
  /** The names of the provider's resources and data sources that begin so, and that the project's files don't have. */
  unused(...prefixes: string[]): Promise<string[]>;
  /** What the account has, by the URL of a list; its items are under `key`, or are the only list on the page. */
  list(url: string, key?: string): Promise<Readonly<Record<string, unknown>>[]>;
  /** Writes a file of the project. */
  write(file: string, content: string): void;
}

/** `describe` for a family, where Terraform finds the provider; elsewhere it says loudly that the family is left out. */
export function describeFamily(what: string, files: readonly string[], tests: (family: Family) => void): void {
  const folder = terraformIsInstalled() ? initialised(files) : undefined;
  if (!folder) {
    skipLoudly(`Terraform does not find the provider on this machine: ${what}`);
    return describe.skip(what, () => void test(what, () => undefined));
  }
  describe(`terraform: ${what}`, () => {
    let cloud: LocalCloud;
    beforeAll(async () => void (cloud = await openLocalCloud()));
    afterAll(async () => {
      await cloud.close();
      rmSync(folder, { recursive: true, force: true });
    });
    tests(familyIn(folder, () => cloud));
  });
}

/** A folder with these files of `terraform/`, and the provider that they ask for. Undefined where Terraform can't find it. */
function initialised(files: readonly string[]): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'linekit-family-'));
  for (const file of files) copyFileSync(join(__dirname, 'terraform', file), join(folder, file));
  const patience = { TF_REGISTRY_DISCOVERY_RETRY: '0', TF_REGISTRY_CLIENT_TIMEOUT: '10', CHECKPOINT_DISABLE: '1' };
  const { status } = spawnSync('terraform', ['init', '-no-color', '-input=false'], {
    cwd: folder,
    timeout: 120_000,
    env: { ...process.env, ...patience },
  });
  if (status === 0) return folder;
  rmSync(folder, { recursive: true, force: true });
  return undefined;
}

function familyIn(folder: string, cloudOf: () => LocalCloud): Family {
  const run: Family['run'] = async (...words) => {
    const startedMs = Date.now();
    const { accountSid, environment } = cloudOf();
    const surroundings = { ...environment, TF_VAR_account_sid: accountSid };
    const { exitCode, stdout, stderr } = await runTerraform(folder, [...words, '-no-color'], surroundings);
    const seconds = ((Date.now() - startedMs) / 1000).toFixed(1);
    process.stderr.write(`  ${seconds} s  terraform ${words.join(' ')}${exitCode === 0 ? '' : ` → ${exitCode}`}\n`);
    if (exitCode !== 0) throw new Error(`terraform ${words.join(' ')}: ${stderr}`);
    return stdout;
  };
  const json = async <T>(...words: string[]): Promise<T> => JSON.parse(await run(...words, '-json')) as T;
  return {
    get cloud() {
      return cloudOf();
    },
    run,
    plan: async (...words) => {
      await run('plan', '-out=plan', ...words);
      const shown = await runTerraform(folder, ['show', '-json', 'plan'], {});
      return actionsOf(JSON.parse(shown.stdout) as TerraformPlan);
    },
    found: async () => (await json<{ found: { value: unknown } }>('output')).found.value,
    managed: async () => {
      const { values } = await json<{ values?: { root_module: { resources?: (Managed & { mode: string })[] } } }>(
        'show',
      );
      return (values?.root_module.resources ?? []).filter(({ mode }) => mode === 'managed');
    },
    unused: async (...prefixes) => {
      const { provider_schemas: providers } = await json<Schemas>('providers', 'schema');
      const known = Object.values(providers).flatMap(({ resource_schemas, data_source_schemas }) => [
        ...Object.keys(resource_schemas ?? {}).map(name => `resource "${name}"`),
        ...Object.keys(data_source_schemas ?? {}).map(name => `data "${name}"`),
      ]);
      const used = readAll(folder);
      return known.filter(name => prefixes.some(prefix => name.includes(`"${prefix}`)) && !used.includes(`${name} "`));
    },
    list: async (url, key) => {
      const { accountSid, authToken } = cloudOf();
      const authorization = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`;
      const page = JSON.parse((await cloudOf().visit(url, undefined, { authorization })).text) as Record<
        string,
        unknown
      >;
      return (key === undefined ? Object.values(page).find(Array.isArray) : page[key]) as Record<string, unknown>[];
    },
    write: (file, content) => writeFileSync(join(folder, file), content),
  };
}

interface Schemas {
  readonly provider_schemas: Readonly<
    Record<string, { readonly resource_schemas?: object; readonly data_source_schemas?: object }>
  >;
}

function readAll(folder: string): string {
  const files = readdirSync(folder).filter(name => name.endsWith('.tf'));
  return files.map(name => readFileSync(join(folder, name), 'utf8')).join('\n');
}
