import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

const folder = join(__dirname, '../../.github/workflows');

const text = z.union([z.string(), z.number(), z.boolean()]);
const variables = z.record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/), text);
const permissions = z.partialRecord(
  z.enum(['contents', 'pull-requests', 'issues', 'actions', 'checks', 'id-token', 'deployments', 'packages']),
  z.enum(['read', 'write', 'none']),
);
const concurrency = z.strictObject({ group: z.string(), 'cancel-in-progress': z.boolean() });

const step = z
  .strictObject({
    name: z.string().optional(),
    id: z.string().optional(),
    if: z.string().optional(),
    uses: z.string().optional(),
    with: z.record(z.string(), text).optional(),
    run: z.string().optional(),
    env: variables.optional(),
  })
  .refine(each => (each.uses === undefined) !== (each.run === undefined), 'a step either uses or runs');

const job = z.strictObject({
  name: z.string().optional(),
  needs: z.string().optional(),
  if: z.string().optional(),
  'runs-on': z.string(),
  'timeout-minutes': z.number(),
  permissions: permissions.optional(),
  environment: z.string().optional(),
  concurrency: concurrency.optional(),
  outputs: z.record(z.string(), z.string()).optional(),
  strategy: z
    .strictObject({
      'fail-fast': z.boolean(),
      matrix: z.record(z.string(), z.union([z.array(text), z.string()])),
    })
    .optional(),
  env: variables.optional(),
  steps: z.array(step).min(1),
});

/** What linekit's workflows use of GitHub's workflow syntax: a key that is not here is most likely a slip. */
const workflow = z.strictObject({
  name: z.string(),
  on: z.strictObject({
    push: z.strictObject({ branches: z.array(z.string()) }).optional(),
    pull_request: z.null().optional(),
    schedule: z.array(z.strictObject({ cron: z.string() })).optional(),
    workflow_dispatch: z
      .strictObject({
        inputs: z.record(
          z.string(),
          z.strictObject({ description: z.string(), required: z.boolean(), default: z.string() }),
        ),
      })
      .nullable()
      .optional(),
  }),
  permissions,
  concurrency: concurrency.optional(),
  defaults: z.strictObject({ run: z.strictObject({ shell: z.literal('bash') }) }),
  jobs: z.record(z.string(), job),
});
export type Workflow = z.infer<typeof workflow>;
export type WorkflowJob = z.infer<typeof job>;
export type WorkflowStep = z.infer<typeof step>;

/** The files of .github/workflows. */
export function workflowFiles(): string[] {
  return readdirSync(folder).sort();
}

/** The text of one, and what it says. Throws with the place of what is no workflow. */
export function readWorkflow(file: string): { readonly source: string; readonly workflow: Workflow } {
  const source = readFileSync(join(folder, file), 'utf8');
  return { source, workflow: workflow.parse(parse(source)) };
}
