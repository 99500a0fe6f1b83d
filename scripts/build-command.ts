import { Command } from 'commander';
import { buildProject, type Build } from './build/build';
import { projectRoot } from './project';
import { coloursFor } from './terminal/colours';
import { print, printJson } from './terminal/print';
import { showBytes, showMs, table } from './terminal/table';

/** `linekit build`: dist/functions and dist/assets, ready to deploy. */
export function buildCommand(): Command {
  return new Command('build')
    .description("bundle the functions, and a client's checked file, into dist/")
    .option('--client <name>', 'whose file goes into the build', 'sample')
    .option('--json', 'print one JSON report')
    .addHelpText('after', '\nExamples:\n  $ npx linekit build\n  $ npx linekit build --client sample --json')
    .action(async (options: { client: string; json?: true }) => {
      const build = await buildProject(options.client, projectRoot);
      if (!options.json) return print(reportBuild(build));
      const { client, functions, assets, durationMs } = build;
      printJson({ client: client.client, functions, assets, durationMs: Math.round(durationMs) });
    });
}

function reportBuild(build: Build): string {
  const colours = coloursFor(process.stdout);
  const files = [
    ...build.functions.map(({ file, bytes }) => ({ file: `functions/${file}`, bytes })),
    ...build.assets.map(({ file, bytes }) => ({ file: `assets/${file}`, bytes })),
  ];
  const count = (list: readonly unknown[], one: string) => `${list.length} ${one}${list.length === 1 ? '' : 's'}`;
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  const rows = files.map(({ file, bytes }) => [`dist/${file}`, showBytes(bytes)]);
  return (
    table(rows, { right: [1] }) +
    `${colours.green('✓')} ${build.client.client}: ${count(build.functions, 'function')} and ` +
    `${count(build.assets, 'asset')}, ${showBytes(total)}, in ${showMs(build.durationMs)}`
  );
}
