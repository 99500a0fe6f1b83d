import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { flowsOf } from '../../lib/config';
import { loadClient } from '../../scripts/client/client-file';
import { functionPath } from '../../scripts/build/function-path';
import { flowValues } from '../../scripts/flows/flow-values';
import { renderTemplate } from '../../scripts/flows/render';
import { skillQueues } from '../../scripts/provision/routing/queues';
import { workflowsOf, WORKFLOWS, type RoutedClient } from '../../scripts/provision/routing/workflows';
import { copyForTerraform, skipLoudly, terraformIsInstalled, type TerraformCopy } from '../support/terraform';
import { root } from './source-files';

const files = readdirSync(join(root, 'terraform'), { recursive: true, encoding: 'utf8' })
  .filter(name => name.endsWith('.tf') && !name.includes('.terraform'))
  .map(name => ({ name, text: readFileSync(join(root, 'terraform', name), 'utf8') }));

const blocks = (kind: 'variable' | 'output') =>
  files.flatMap(({ name, text }) =>
    [...text.matchAll(new RegExp(`^${kind} "(\\w+)" \\{\\n([\\s\\S]*?)^\\}`, 'gm'))].map(([, label, body = '']) => ({
      where: `${name}: ${label}`,
      body,
    })),
  );

describe('as it is written', () => {
  test('every variable has a description, a type and a validation, every output a description', () => {
    const variables = blocks('variable');
    expect(variables.length).toBeGreaterThan(15);
    for (const part of [/^ {2}description *= "/m, /^ {2}type *= /m, /^ {2}validation \{/m])
      expect(variables.filter(({ body }) => !part.test(body)).map(({ where }) => where)).toEqual([]);
    const outputs = blocks('output');
    expect(outputs.filter(({ body }) => !/^ {2}description = "/m.test(body)).map(({ where }) => where)).toEqual([]);
  });

  test('the provider is pinned exactly, in one place', () => {
    const pins = files.flatMap(({ name, text }) =>
      [...text.matchAll(/^ +version += "(.*)"/gm)].map(([, v]) => [name, v]),
    );
    expect(pins).toEqual([['versions.tf', '0.27.0']]);
  });

  test('no SID, number, address or secret of anybody is in it', () => {
    const personal = /\b[A-Z]{2}[0-9a-f]{32}\b|@[a-z0-9-]+\.[a-z]|https:\/\/(?!\$\{)[a-z]/;
    expect(files.filter(({ text }) => personal.test(text)).map(({ name }) => name)).toEqual([]);
  });

  test('what can be gone for good is never destroyed', () => {
    for (const resource of ['phone_number', 'taskrouter_workspace', 'taskrouter_task_queue', 'taskrouter_workflow']) {
      const found = files.flatMap(({ text }) => [
        ...text.matchAll(new RegExp(`^resource "twilio_${resource}" [\\s\\S]*?^\\}`, 'gm')),
      ]);
      expect(found.length).toBeGreaterThan(0);
      for (const [text] of found) expect(text).toContain('prevent_destroy = true');
    }
  });

  test('no data source that keeps a secret in the state is read', () => {
    // twilio_account_details has the account's auth token, twilio_serverless_variables every value, _functions the source.
    const telling = /^data "twilio_(account_details|serverless_variables?|serverless_functions?)"/m;
    expect(files.filter(({ text }) => telling.test(text)).map(({ name }) => name)).toEqual([]);
  });
});

const installed = terraformIsInstalled();
if (!installed) skipLoudly('no Terraform of 1.10 or later on this machine: tests/contracts/terraform.test.ts');

(installed ? describe : describe.skip)('as Terraform reads it', () => {
  let copy: TerraformCopy;
  beforeAll(() => (copy = copyForTerraform()));
  afterAll(() => copy.remove());

  test('it is formatted', async () => {
    expect(await copy.run('terraform', ['fmt', '-check', '-recursive'])).toMatchObject({ exitCode: 0, stdout: '' });
  });

  test.each(['client', 'render', 'routing'])('the tests of %s pass, without a provider', async module => {
    const folder = `terraform/modules/${module}`;
    expect(await copy.run(folder, ['init', '-no-color'])).toMatchObject({ exitCode: 0 });
    const { exitCode, stdout } = await copy.run(folder, ['test', '-no-color']);
    expect(stdout).toMatch(/Success! [1-9]\d* passed, 0 failed\./);
    expect(exitCode).toBe(0);
  });

  test("it makes of each client's flows, queues and workflows what the wiring makes of them", async () => {
    writeFileSync(join(copy.folder, 'terraform/main.tf'), rendering);
    for (const name of ['versions', 'variables', 'imports', 'outputs', 'functions-environment'])
      writeFileSync(join(copy.folder, `terraform/${name}.tf`), '');
    expect(await copy.run('terraform', ['init', '-no-color'])).toMatchObject({ exitCode: 0 });
    const clients = JSON.stringify(clientNames);
    const environment = { TF_VAR_clients: clients, TF_VAR_account: JSON.stringify(accountValues) };
    expect(await copy.run('terraform', ['apply', '-auto-approve', '-no-color'], environment)).toMatchObject({
      exitCode: 0,
    });
    const { stdout } = await copy.run('terraform', ['output', '-json', 'rendered']);
    expect(JSON.parse(stdout)).toEqual({
      flows: Object.fromEntries(clientNames.map(name => [name, wiredFlows(name)])),
      routing: wiredRouting(),
    });
  });
});

const clientNames = readdirSync(join(root, 'clients'))
  .filter(name => name.endsWith('.yaml'))
  .map(name => name.replace(/\.yaml$/, ''));

const paths = readdirSync(join(root, 'functions'), { recursive: true, encoding: 'utf8' })
  .filter(file => file.endsWith('.ts'))
  .map(file => functionPath(file.replaceAll('\\', '/').replace(/ts$/, 'js')));
const sids = {
  domain: 'linekit-1234-dev.twil.io',
  serviceSid: 'ZS1',
  environmentSid: 'ZE1',
  workflowSid: 'WW1',
  voiceChannelSid: 'TC1',
  functionSids: new Map(paths.map((path, index) => [path, `ZH${index}`])),
};
/** What all clients share: the values of the account alone. */
const accountValues = Object.fromEntries(
  Object.entries(flowValues(loadClient('sample'), sids)).filter(([name]) => /^function|_sid$/.test(name)),
);

/** The provider-free modules, for all clients at once. */
const rendering = `
variable "clients" {
  type = set(string)
}

variable "account" {
  type = map(string)
}

module "client" {
  source   = "./modules/client"
  for_each = var.clients
  file     = "../clients/\${each.key}.yaml"
}

locals {
  flows = merge([for client in var.clients : { for name, each in module.client[client].flows : "\${client}/\${name}" => each }]...)
}

module "flow" {
  source   = "./modules/render"
  for_each = local.flows
  file     = "../flows/\${each.value.line}.json"
  values   = merge(each.value.values, var.account)
}

locals {
  files = merge(
    { for client in var.clients : client => "../clients/\${client}.yaml" },
    { for file in fileset("./modules/routing/tests/clients", "*.yaml") : file => "./modules/routing/tests/clients/\${file}" },
  )
}

module "routing" {
  source     = "./modules/routing"
  for_each   = local.files
  file       = each.value
  queue_sids = { for name in concat(["Everyone"], try(yamldecode(file(each.value)).queues[*].queue, [])) : name => "WQ \${name}" }
}

output "rendered" {
  value = {
    flows     = { for client in var.clients : client => { for name, each in module.client[client].flows : name => jsondecode(module.flow["\${client}/\${name}"].json) } }
    routing = { for name, each in module.routing : name => {
      queues    = each.queues
      workflows = { for workflow, json in each.workflows : workflow => jsondecode(json) }
    } }
  }
}
`;

function wiredFlows(name: string): Record<string, unknown> {
  return Object.fromEntries(
    flowsOf(loadClient(name)).map(flow => {
      const file = `flows/${flow.line}.json`;
      return [
        flow.name,
        renderTemplate(readFileSync(join(root, file), 'utf8'), flowValues(flow.client, sids), file).value,
      ];
    }),
  );
}

function wiredRouting(): Record<string, unknown> {
  const cases = join(root, 'terraform/modules/routing/tests/clients');
  const files = [
    ...clientNames.map(name => [name, join(root, 'clients', `${name}.yaml`)] as const),
    ...readdirSync(cases).map(name => [name, join(cases, name)] as const),
  ];
  return Object.fromEntries(
    files.map(([name, file]) => [name, routingOf(parse(readFileSync(file, 'utf8')) as RoutingFile)]),
  );
}

/** What the wiring asks of a file; the cases of the module's own tests have nothing else in them. */
type RoutingFile = RoutedClient & Parameters<typeof skillQueues>[0];

function routingOf(client: RoutingFile): object {
  const { calls, callbacks } = workflowsOf(client, queue => `WQ ${queue}`);
  return {
    queues: Object.fromEntries(skillQueues(client).map(each => [each.friendlyName, each.targetWorkers])),
    workflows: { [WORKFLOWS.calls]: calls, [WORKFLOWS.callbacks]: callbacks },
  };
}
