import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import { Command } from 'commander';
import { badInput } from '../command-error';
import { toMermaid } from '../diagram/mermaid';
import { toSvg } from '../diagram/svg';
import { inProject, projectRoot } from '../project';
import { coloursFor } from '../terminal/colours';
import { print, printJson } from '../terminal/print';
import { loadClient } from './client-file';
import { planClient } from './plan/plan';
import { planDiagram } from './plan/plan-diagram';
import { planMarkdown } from './plan/plan-markdown';
import { planText } from './plan/plan-text';

interface PlanFlags {
  readonly out?: string;
  readonly mermaid?: string | true;
  readonly markdown?: true;
  readonly json?: true;
}

const HELP = `
The plan goes through the very flows that will be deployed, with the client's words in them. Nothing is asked of Twilio.

Examples:
  $ npx linekit client plan sample
  $ npx linekit client plan sample --mermaid plan.mmd --out plan.svg
  $ npx linekit client plan sample --markdown >> "$GITHUB_STEP_SUMMARY"`;

/** `linekit client plan <client>`: what callers will meet, in words and drawn. */
export function planCommand(): Command {
  return new Command('plan')
    .description('say and draw what callers of a client will meet: hours, words, where each path ends')
    .argument('<client>', 'name of the file in clients/, without .yaml')
    .option('--out <file>', 'where the SVG goes (default: .linekit/plans/CLIENT.svg)')
    .option('--mermaid [file]', 'print Mermaid instead of words, or write it to a file')
    .option('--markdown', 'print Markdown with the diagram in it, for a pull request')
    .option('--json', 'print one JSON report')
    .addHelpText('after', HELP)
    .action((name: string, flags: PlanFlags) => {
      if ([flags.json, flags.markdown, flags.mermaid === true].filter(Boolean).length > 1) {
        throw badInput('ONE_FORM', 'Take one of --json, --markdown and --mermaid without a file.');
      }
      const plan = planClient(loadClient(name), { root: projectRoot, todayMs: Date.now() });
      const diagram = planDiagram(plan);
      const svgFile = flags.out ?? inProject('.linekit/plans', `${name}.svg`);
      writeTo(svgFile, toSvg(diagram));
      const mermaid = toMermaid(diagram);
      if (typeof flags.mermaid === 'string') writeTo(flags.mermaid, mermaid);
      if (flags.json) printJson({ ...plan, mermaid, svgFile });
      else if (flags.markdown) print(planMarkdown(plan));
      else if (flags.mermaid === true) print(mermaid);
      else print(`${planText(plan, coloursFor(process.stdout))}\n\n✓ drawn in ${relative('', svgFile) || svgFile}`);
    });
}

function writeTo(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
