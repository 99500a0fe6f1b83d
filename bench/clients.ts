import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkClient, clientNames } from '../scripts/client/client-file';
import { planClient, type ClientPlan } from '../scripts/client/plan/plan';
import { planDiagram } from '../scripts/client/plan/plan-diagram';
import { planText } from '../scripts/client/plan/plan-text';
import { toSvg } from '../scripts/diagram/svg';
import { chooseFlows } from '../scripts/flows/choose-flows';
import { functionInputs } from '../scripts/flows/lint/function-inputs';
import { lintFlow } from '../scripts/flows/lint/lint';
import { inProject, projectRoot } from '../scripts/project';
import { coloursFor } from '../scripts/terminal/colours';
import type { BenchFigure } from './contract';

const CLIENTS = 100;
const GOAL_MS = 2_000;
const NOVEMBER_MS = Date.parse('2026-11-21T12:00:00Z');

/** What a pull request waits for that touches every client: each file checked, each plan in words, then drawn; and the linter. */
export async function figures(): Promise<BenchFigure[]> {
  const folder = manyClients();
  try {
    const [plansMs, plans] = await timed(async () => checkAll(folder).map(planInWords));
    if (plans.length !== CLIENTS) throw new Error(`${plans.length} plans of ${CLIENTS} clients`);
    const [drawMs] = await timed(async () => plans.map(plan => toSvg(planDiagram(plan))));
    const [lintMs, findings] = await timed(lintAll);
    if (findings > 0) throw new Error('the flows have findings: run npx linekit flows lint');
    const name = `clients: ${CLIENTS} files checked and planned in words`;
    return [
      { name, value: plansMs, unit: 'ms', goal: `≤ ${GOAL_MS} ms`, ok: plansMs <= GOAL_MS },
      { name: `clients: ${CLIENTS} plans drawn as SVG`, value: drawMs, unit: 'ms' },
      { name: 'flows lint: functions built, every flow linted', value: lintMs, unit: 'ms' },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The examples of clients/, over and over, each under a name of its own. */
function manyClients(): string {
  const folder = mkdtempSync(join(tmpdir(), 'linekit-clients-'));
  const examples = clientNames();
  for (let index = 0; index < CLIENTS; index += 1) {
    const example = examples[index % examples.length] ?? 'sample';
    const text = readFileSync(inProject('clients', `${example}.yaml`), 'utf8');
    writeFileSync(join(folder, `client-${index}.yaml`), text.replace(/^client: .*$/m, `client: client-${index}`));
  }
  return folder;
}

function checkAll(folder: string) {
  return clientNames(folder).map(name => {
    const { value, faults } = checkClient(name, folder);
    if (!value) throw new Error(`${name}: ${JSON.stringify(faults)}`);
    return value;
  });
}

function planInWords(client: ReturnType<typeof checkAll>[number]): ClientPlan {
  const plan = planClient(client, { root: projectRoot, todayMs: NOVEMBER_MS });
  if (planText(plan, coloursFor({}, {})).length < 1_000) throw new Error(`${client.client} has a plan of no words`);
  return plan;
}

async function lintAll(): Promise<number> {
  const functions = await functionInputs(projectRoot);
  return chooseFlows(projectRoot, []).flatMap(({ file, text }) => lintFlow(file, text, functions)).length;
}

async function timed<T>(work: () => Promise<T>): Promise<readonly [ms: number, result: T]> {
  const beganMs = performance.now();
  const result = await work();
  return [performance.now() - beganMs, result];
}
