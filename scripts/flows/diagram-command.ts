import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { projectRoot } from '../project';
import { print, printJson } from '../terminal/print';
import { chooseFlows } from './choose-flows';
import { parseFlow } from './flow';
import { flowDrawings } from './flow-diagram';

const HELP = `
Without --out it prints Mermaid, which GitHub and GitLab draw in Markdown. The drawings in docs/flows/ are written by
\`npx linekit generate\`.

Examples:
  $ npx linekit flows diagram voicemail
  $ npx linekit flows diagram --out .linekit/flows`;

/** `linekit flows diagram [name…]`: each flow as a Mermaid flowchart and as an SVG. */
export function diagramCommand(): Command {
  return new Command('diagram')
    .description('draw flows: Mermaid on stdout, or Mermaid and SVG files in a folder')
    .argument('[name...]', 'files of flows/, without .json; all when none is named')
    .option('--out <folder>', 'write NAME.mmd and NAME.svg there')
    .option('--json', 'print one JSON report')
    .addHelpText('after', HELP)
    .action((names: string[], options: { out?: string; json?: true }) => {
      const drawn = chooseFlows(projectRoot, names).map(({ name, file, text }) => ({
        name,
        ...flowDrawings(name, parseFlow(text, file)),
      }));
      const { out } = options;
      const written = out === undefined ? [] : drawn.flatMap(each => writeDrawings(out, each));
      if (options.json)
        printJson(
          drawn.map(({ name, mmd }) => ({
            name,
            mermaid: mmd,
            files: written.filter(file => file.includes(`${name}.`)),
          })),
        );
      else if (out === undefined) drawn.forEach(({ mmd }) => print(mmd));
      else print(`✓ wrote ${written.join(', ')}`);
    });
}

function writeDrawings(folder: string, { name, mmd, svg }: { name: string; mmd: string; svg: string }): string[] {
  mkdirSync(folder, { recursive: true });
  const files = [
    { file: join(folder, `${name}.mmd`), text: mmd },
    { file: join(folder, `${name}.svg`), text: svg },
  ];
  files.forEach(({ file, text }) => writeFileSync(file, text));
  return files.map(({ file }) => file);
}
