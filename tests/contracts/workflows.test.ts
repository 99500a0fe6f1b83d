import { spawnSync } from 'node:child_process';
import type { Command } from 'commander';
import { clientCommand } from '../../scripts/client-command';
import { deployCommand } from '../../scripts/deploy-command';
import { sweepCommand } from '../../scripts/sweep-command';
import { isSetByWiring, variableNames, variables } from '../../lib/config';
import { readWorkflow, workflowFiles, type WorkflowStep } from '../support/workflow-file';

const workflows = workflowFiles().map(file => ({ file, ...readWorkflow(file) }));
const jobs = workflows.flatMap(({ file, workflow }) =>
  Object.entries(workflow.jobs).map(([name, job]) => ({ where: `${file}: ${name}`, job })),
);
const steps = jobs.flatMap(({ where, job }) => job.steps.map(step => ({ where: `${where}: ${labelOf(step)}`, step })));
const EXPRESSION = /\$\{\{([\s\S]*?)\}\}/g;

function labelOf({ name, uses, run }: WorkflowStep): string {
  return name ?? uses ?? run?.slice(0, 40) ?? '';
}

test('there are a check, a deployment and a sweep', () => {
  expect(workflows.map(({ file }) => file)).toEqual(['check.yml', 'deploy.yml', 'sweep.yml']);
  expect(workflows.map(({ workflow }) => workflow.name)).toEqual(['check', 'deploy', 'sweep']);
  expect(steps.length).toBeGreaterThan(15);
});

test('actions are pinned by the SHA of a commit, the same everywhere, with the version beside it', () => {
  const lines = workflows.flatMap(({ source }) =>
    [...source.matchAll(/^ +- uses: (.*)$/gm)].map(([, uses = '']) => uses),
  );
  expect(lines.length).toBe(steps.filter(({ step }) => step.uses).length);
  expect(lines.filter(line => !/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line))).toEqual([]);
  const pins = new Map(lines.map(line => [line.split('@')[0], line]));
  expect(new Set(lines)).toEqual(new Set(pins.values()));
});

test('nothing is permitted but what a job asks for; only the comment writes', () => {
  expect(workflows.map(({ workflow }) => workflow.permissions)).toEqual(workflows.map(() => ({})));
  const writing = jobs.filter(({ job }) => Object.values(job.permissions ?? {}).includes('write'));
  expect(writing.map(({ where, job }) => [where, job.permissions])).toEqual([
    ['check.yml: comment', { 'pull-requests': 'write' }],
  ]);
  // What may write runs nothing that a pull request brings.
  expect(writing.flatMap(({ job }) => job.steps.filter(({ uses }) => uses))).toEqual([]);
});

test('a checkout leaves no token behind, and every job has an end', () => {
  const checkouts = steps.filter(({ step }) => step.uses?.startsWith('actions/checkout@'));
  expect(checkouts.filter(({ step }) => step.with?.['persist-credentials'] !== false)).toEqual([]);
  expect(jobs.filter(({ job }) => job['timeout-minutes'] > 30)).toEqual([]);
});

test('secrets are given to the one step that needs them, and never to an action or a command line', () => {
  const holders = steps.filter(({ step }) => JSON.stringify(step).includes('secrets.'));
  expect(holders.map(({ where }) => where)).toEqual(['deploy.yml: deploy: Deploy', 'sweep.yml: sweep: Sweep']);
  const inEnvironments = holders.flatMap(({ step }) => Object.values(step.env ?? {}).map(String)).join('\n');
  const all = workflows.map(({ source }) => source).join('\n');
  expect([...all.matchAll(/secrets\./g)]).toHaveLength([...inEnvironments.matchAll(/secrets\./g)].length);
  expect(workflows.filter(({ source }) => /\bset -x\b|ACTIONS_STEP_DEBUG/.test(source))).toEqual([]);
});

test('a deployment takes an API key or the token, a sweep the token alone, which signs; a check takes neither', () => {
  const credentials = workflows.map(({ file, source }) => [
    file,
    [...new Set([...source.matchAll(/secrets\.(TWILIO_\w+)/g)].map(([, name]) => name))].sort(),
  ]);
  const token = ['TWILIO_ACCOUNT_SID', 'TWILIO_AUTH_TOKEN'];
  expect(credentials).toEqual([
    ['check.yml', []],
    ['deploy.yml', ['TWILIO_ACCOUNT_SID', 'TWILIO_API_KEY', 'TWILIO_API_SECRET', 'TWILIO_AUTH_TOKEN']],
    ['sweep.yml', token],
  ]);
});

test('a deployment is given each secret of the Functions, and whatever else some client must have', () => {
  const given = steps.find(({ where }) => where === 'deploy.yml: deploy: Deploy')?.step.env ?? {};
  const wanted = variableNames.filter(
    name => !isSetByWiring(name) && (variables[name].secret || variables[name].required),
  );
  expect(wanted.length).toBeGreaterThan(5);
  for (const name of wanted) expect({ name, value: given[name] }).toEqual({ name, value: `\${{ secrets.${name} }}` });
});

test('no script has an expression in it: what people type arrives by the environment', () => {
  expect(steps.filter(({ step }) => step.run?.includes('${{'))).toEqual([]);
});

test('every expression reads what is there', () => {
  for (const { workflow, file } of workflows) {
    for (const [name, job] of Object.entries(workflow.jobs)) {
      const { steps: _steps, ...rest } = job;
      const ids = new Set(job.steps.flatMap(({ id }) => id ?? []));
      const outputs = job.needs === undefined ? {} : (workflow.jobs[job.needs]?.outputs ?? {});
      const inputs = workflow.on.workflow_dispatch?.inputs ?? {};
      for (const [, words = ''] of JSON.stringify({ rest, steps: job.steps }).matchAll(EXPRESSION)) {
        for (const [path] of words.matchAll(/\b(steps|needs|inputs|matrix|env)\.[\w.-]+/g)) {
          const [context, first = '', , last = ''] = path.split('.');
          const known =
            (context === 'steps' && ids.has(first)) ||
            (context === 'needs' && first === job.needs && last in outputs) ||
            (context === 'inputs' && first in inputs) ||
            (context === 'matrix' && first in (job.strategy?.matrix ?? {})) ||
            (context === 'env' && first in (job.env ?? {}));
          expect(known ? [] : [`${file}: ${name}: ${path}`]).toEqual([]);
        }
      }
    }
  }
});

test('every script is one that bash understands', () => {
  for (const { where, step } of steps) {
    if (step.run === undefined) continue;
    const { status, stderr } = spawnSync('bash', ['-n'], { input: step.run, encoding: 'utf8' });
    expect({ where, status, stderr }).toEqual({ where, status: 0, stderr: '' });
  }
});

test('every variable of a script is set by its step, its job, the script itself or the runner', () => {
  const ASSIGNED = /(?:^|\s)(?:(\w+)\+?=|for (\w+) in|read -ra (\w+)|mapfile -t (\w+))/gm;
  const missing = jobs.flatMap(({ where, job }) =>
    job.steps.flatMap(step => {
      const script = step.run ?? '';
      const own = [...script.matchAll(ASSIGNED)].map(([, ...names]) => names.find(name => name !== undefined));
      const set = new Set([
        ...Object.keys({ ...job.env, ...step.env }),
        ...own,
        'GITHUB_OUTPUT',
        'GITHUB_STEP_SUMMARY',
      ]);
      const used = [...script.matchAll(/\$\{?#?([A-Za-z_]\w*)/g)].map(([, name = '']) => name);
      return used.filter(name => !set.has(name)).map(name => `${where}: ${labelOf(step)}: $${name}`);
    }),
  );
  expect(missing).toEqual([]);
});

test('every command of linekit is one, with these flags', () => {
  const top: Readonly<Record<string, () => Command>> = {
    client: clientCommand,
    deploy: deployCommand,
    sweep: sweepCommand,
  };
  const calls = steps.flatMap(({ step }) => [...(step.run ?? '').matchAll(/npx linekit ([^|>\n`]*)/g)]);
  expect(calls).toHaveLength(4);
  for (const [call, words = ''] of calls) {
    const [name = '', second = '', ...rest] = words.trim().split(/\s+/);
    const command = top[name]?.();
    const inner = command?.commands.find(each => each.name() === second);
    const flags = [second, ...rest].filter(word => word.startsWith('--'));
    const known = (inner ?? command)?.options.flatMap(({ long }) => long ?? []) ?? [];
    expect({ call, known: flags.every(flag => known.includes(flag)) }).toEqual({ call, known: true });
  }
});

test('each client has a queue of its own, in which nothing is cut off', () => {
  const working = jobs.filter(({ job }) => job.environment !== undefined);
  expect(working.map(({ where }) => where)).toEqual(['deploy.yml: deploy', 'sweep.yml: sweep']);
  for (const { job } of working) {
    expect(job.concurrency).toMatchObject({
      group: expect.stringContaining('matrix.client'),
      'cancel-in-progress': false,
    });
    expect(job.environment).toContain('matrix.client');
    expect(job.strategy?.['fail-fast']).toBe(false);
  }
});
