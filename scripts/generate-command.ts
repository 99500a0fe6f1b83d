import { Command } from 'commander';
import { CommandError } from './command-error';
import { generatedFiles, writeGenerated } from './generate/generate';
import { projectRoot } from './project';
import { print, printJson } from './terminal/print';

/** `linekit generate`: files that follow from others, written or (`--check`) compared. */
export function generateCommand(): Command {
  return new Command('generate')
    .description(
      'write the files that follow from others: .env.example, the schemas of clients/ and evals/, tables of the docs, flows and their drawings',
    )
    .option('--check', 'write nothing; fail when a file is stale')
    .option('--json', 'print one JSON report')
    .addHelpText('after', '\nExamples:\n  $ npx linekit generate\n  $ npx linekit generate --check')
    .action(async (options: { check?: true; json?: true }) => {
      const files = await generatedFiles(projectRoot);
      const stale = files.filter(each => !each.current).map(({ file }) => file);
      if (options.json)
        printJson({ files: files.map(({ file, current }) => ({ file, current })), wrote: !options.check });
      if (options.check && stale.length > 0) {
        throw new CommandError('STALE_FILES', `Run \`npx linekit generate\`: ${stale.join(', ')} would change.`);
      }
      if (!options.check) writeGenerated(projectRoot, files);
      if (!options.json)
        print(stale.length === 0 ? `✓ ${files.length} files are current` : `wrote ${stale.join(', ')}`);
    });
}
