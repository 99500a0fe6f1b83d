import { Command } from 'commander';
import { diagramCommand } from './flows/diagram-command';
import { lintCommand } from './flows/lint-command';
import { pullCommand } from './flows/pull-command';

/** `linekit flows …`: the Studio flows of the repository. */
export function flowsCommand(): Command {
  return new Command('flows')
    .description('work on the Studio flows in flows/')
    .addCommand(lintCommand())
    .addCommand(diagramCommand())
    .addCommand(pullCommand());
}
