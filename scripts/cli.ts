import { Command, CommanderError } from 'commander';
import { describeError, EXIT } from './command-error';
import { coloursFor } from './terminal/colours';
import { HELP_COLUMNS, refilled } from './terminal/refill';

/** A command is loaded when it is asked for: `linekit --help` loads none of them. */
interface Entry {
  readonly summary: string;
  load(): Promise<Command>;
}

const commands: Readonly<Record<string, Entry>> = {
  demo: {
    summary: 'play a whole call on a local Twilio and show what came of it',
    load: async () => (await import('./demo-command')).demoCommand(),
  },
  start: {
    summary: "keep a client's line up on a local Twilio, to call and to look at",
    load: async () => (await import('./start-command')).startCommand(),
  },
  call: {
    summary: 'place a call on the local Twilio that is up',
    load: async () => (await import('./call-command')).callCommand(),
  },
  emulator: {
    summary: 'run a bare local Twilio',
    load: async () => (await import('./emulator-command')).emulatorCommand(),
  },
  client: {
    summary: 'check the files in clients/',
    load: async () => (await import('./client-command')).clientCommand(),
  },
  flows: {
    summary: 'check, draw and bring back the Studio flows in flows/',
    load: async () => (await import('./flows-command')).flowsCommand(),
  },
  build: {
    summary: "bundle the functions and a client's file into dist/",
    load: async () => (await import('./build-command')).buildCommand(),
  },
  deploy: {
    summary: "build, and deploy the functions to a client's account",
    load: async () => (await import('./deploy-command')).deployCommand(),
  },
  sweep: {
    summary: 'deliver the voicemails that no webhook delivered',
    load: async () => (await import('./sweep-command')).sweepCommand(),
  },
  accounts: {
    summary: 'bring in, list, remove and unlock the accounts by which callers are known',
    load: async () => (await import('./accounts-command')).accountsCommand(),
  },
  generate: {
    summary: 'write the files that follow from others: .env.example, schema, tables, flows',
    load: async () => (await import('./generate-command')).generateCommand(),
  },
  evals: {
    summary: 'hold talks with the assistant and check what comes of them',
    load: async () => (await import('./evals-command')).evalsCommand(),
  },
  bench: {
    summary: 'measure the figures that matter',
    load: async () => (await import('./bench-command')).benchCommand(),
  },
};

const VERBOSE = 'say more: every step of a call, and where an error came from';

const HELP = `
Every command has --help with examples, and --json where a machine may read the result.
Exit codes: 0 done · 1 failed · 2 wrong usage or bad input. NO_COLOR is honoured.

First time here?  npx linekit demo voicemail`;

async function main(words: readonly string[]): Promise<void> {
  const program = new Command('linekit')
    .description('Phone lines for many clients on Twilio and Flex.')
    .option('--verbose', VERBOSE)
    .enablePositionalOptions()
    .addHelpText('after', HELP)
    .configureHelp({
      subcommandTerm: each => each.name(),
      helpWidth: Math.min(process.stdout.columns || HELP_COLUMNS, HELP_COLUMNS),
    })
    .configureOutput({ writeOut: text => process.stdout.write(refilled(text)) })
    .showSuggestionAfterError()
    .exitOverride();
  const asked = words.find(word => !word.startsWith('-'));
  for (const [name, entry] of Object.entries(commands)) {
    const wanted = name === asked || (asked === 'help' && words.includes(name));
    const command = wanted ? await entry.load() : new Command(name).description(entry.summary);
    inherit(command, program);
    program.addCommand(command);
  }
  await program.parseAsync(strayWord(program, words) ?? words, { from: 'user' });
}

/** The words up to the first that is no command, without what would make commander print its help and call that a success; undefined when all are known. */
function strayWord(program: Command, words: readonly string[]): string[] | undefined {
  let command = program;
  const way: string[] = [];
  for (const word of words.filter(each => !each.startsWith('-') && each !== 'help')) {
    if (command.commands.length === 0) return undefined;
    const next = command.commands.find(each => each.name() === word);
    way.push(word);
    if (!next) return way;
    command = next;
  }
  return undefined;
}

/** `addCommand` copies no settings: without this a wrong option would exit with 1 instead of 2. */
function inherit(command: Command, parent: Command): void {
  command.copyInheritedSettings(parent);
  // A command may have words of its own for it.
  if (!command.options.some(option => option.long === '--verbose')) command.option('--verbose', VERBOSE);
  command.enablePositionalOptions();
  command.commands.forEach(child => inherit(child, command));
}

function fail(error: unknown): void {
  if (error instanceof CommanderError) {
    // Commander has printed its words already; help and version are no failures.
    process.exitCode = error.exitCode === 0 ? EXIT.ok : EXIT.badInput;
    return;
  }
  const { line, exitCode } = describeError(error);
  const [code = '', ...words] = line.split(': ');
  const verbose = process.argv.includes('--verbose');
  const trace = verbose && error instanceof Error ? `\n${error.stack ?? ''}\n` : '';
  process.stderr.write(`${coloursFor(process.stderr).red(code)}: ${words.join(': ')}\n${trace}`);
  if (!verbose && code === 'INTERNAL') process.stderr.write('Run it again with --verbose to see where it came from.\n');
  process.exitCode = exitCode;
}

// `npx linekit … | head` closes the pipe when it has enough: that is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(EXIT.ok);
});

main(process.argv.slice(2)).catch(fail);
