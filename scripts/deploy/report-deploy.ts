import type { Change, Outcome } from '../provision/change';
import type { Colours } from '../terminal/colours';
import { showMs, table } from '../terminal/table';
import type { DeployReport } from './deploy';
import type { ShownPlan } from './deploy-options';
import type { PutBack, RollbackReport } from './rollback';

const WIRINGS = { terraform: 'Terraform', builtin: "linekit's own wiring" };

const VERBS: Readonly<Record<Outcome, string>> = {
  created: 'create',
  updated: 'update',
  deleted: 'delete',
  replaced: 'replace',
  'taken over': 'take over',
  unchanged: 'leave',
};

/** The plan of a wiring, as a person reads it before saying yes. */
export function reportPlan({ by, changes, warnings }: ShownPlan, colours: Colours): string {
  return `${showWarnings(warnings, colours)}${WIRINGS[by]} would:\n${showChanges(changes, colours)}`;
}

/** A line an object, and what of a flow differs below it. */
export function showChanges(changes: readonly Change[], colours: Colours): string {
  return changes
    .map(({ outcome, kind, name, properties, details }) => {
      const mark = (outcome === 'deleted' || outcome === 'replaced' ? colours.red : colours.yellow)(VERBS[outcome]);
      const lines = details ?? [];
      const shown = lines.length === 0 && properties ? `  ${colours.dim(properties.join(', '))}` : '';
      return `  ${mark} ${kind} ${name}${shown}\n${lines.map(line => `      ${colours.dim(line)}\n`).join('')}`;
    })
    .join('');
}

/** What a deployment did. */
export function reportDeployment(report: DeployReport, colours: Colours): string {
  const { client, code, wiring, verified, dryRun } = report;
  const changed = code.changed.length > 0 ? ` (${code.changed.join(', ')})` : '';
  const rows = [
    ['code', `${code.outcome}${changed}: ${code.functions} functions, ${code.assets} assets`],
    ['wiring', wiring ? wiringWords(wiring, dryRun) : 'left alone'],
    ...(verified?.numbers ?? []).map(({ number, flow }) => [number, `rings "${flow}"`]),
  ].map(([name = '', words = '']) => [colours.dim(name), words]);
  const head = dryRun
    ? `${client}: nothing was changed; a deployment would do this`
    : `${colours.green('✓')} ${client}: https://${report.domain ?? ''} is live, after ${showMs(report.durationMs)}`;
  const plan = dryRun ? showChanges(wiring?.changes ?? [], colours) : '';
  return `${head}\n${table(rows)}${plan}${showWarnings(report.warnings, colours)}`;
}

function wiringWords({ by, because, changes }: NonNullable<DeployReport['wiring']>, dryRun: boolean): string {
  const objects = `${changes.length} ${changes.length === 1 ? 'object' : 'objects'}`;
  const words = `${changes.length === 0 ? 'nothing' : objects} ${dryRun ? 'would change' : 'changed'}`;
  return `${WIRINGS[by]}: ${words}${because ? ` (${because})` : ''}`;
}

/** What a rollback would put back. */
export function reportRollbackPlan(plan: { to: string; putBack: readonly PutBack[] }, colours: Colours): string {
  return `Back to the deployment of ${plan.to}:\n${showPutBack(plan.putBack, colours)}`;
}

/** What a rollback did. */
export function reportRollback(report: RollbackReport, colours: Colours): string {
  const { client, to, takenBack, before, dryRun, putBack } = report;
  const what = takenBack ? `the deployment of ${takenBack}` : 'what was changed since, or never completed,';
  const head = dryRun
    ? `${client}: nothing was changed; a rollback would take back ${what} and go to the deployment of ${to}`
    : `${colours.green('✓')} ${client}: took back ${what}; the deployment of ${to} is live again`;
  const next = before
    ? `One more rollback goes to the deployment of ${before}.`
    : 'There is nothing further back to go to.';
  return `${head}\n${dryRun ? showPutBack(putBack, colours) : ''}  ${colours.dim(next)}\n${showWarnings(report.warnings, colours)}`;
}

function showPutBack(putBack: readonly PutBack[], colours: Colours): string {
  return putBack
    .map(({ kind, name, from, to, details = [] }) => {
      const lines = details.map(line => `      ${colours.dim(line)}\n`).join('');
      return `  ${kind} ${name}: ${from} → ${colours.yellow(to)}\n${lines}`;
    })
    .join('');
}

function showWarnings(warnings: readonly string[], colours: Colours): string {
  return warnings.map(warning => `${colours.yellow('!')} ${warning}\n`).join('');
}
