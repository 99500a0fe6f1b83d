import { Command, InvalidArgumentError } from 'commander';
import { loadClient } from './client/client-file';
import { bringUpLine, type LocalLine } from './local/line';
import { createCallPrinter } from './local/print-call';
import { realKeyIn } from './local/real-key';
import { refuseSecondLine, stayUp } from './local/stay-up';
import { createStopwatch } from './local/stopwatch';
import { inProject } from './project';
import { coloursFor } from './terminal/colours';
import { print } from './terminal/print';
import { createProgress } from './terminal/progress';

interface StartFlags {
  readonly client: string;
  readonly port: number;
  readonly verbose?: true;
  /** The assistant's model is the real one. */
  readonly live?: true;
}

const HELP = `
Deploys and wires the client's line on a local Twilio with the real clock, and keeps it up until Ctrl-C. Calls are
printed while they happen. Place them from a second shell with \`npx linekit call\`, or point any Twilio client at it:
the environment lies in .linekit/env.

Examples:
  $ npx linekit start
  $ npx linekit start --client sample --port 8080
  $ ANTHROPIC_API_KEY=sk-ant-… npx linekit start --live`;

/** `linekit start`: a line that stays up. */
export function startCommand(): Command {
  return new Command('start')
    .description("keep a client's line up on a local Twilio, to call and to look at")
    .option('--client <name>', 'whose line', 'sample')
    .option('--port <port>', 'where it listens; a free port when left out', parsePort, 0)
    .option('--live', "an assistant's model is the real one, with the key in ANTHROPIC_API_KEY")
    .addHelpText('after', HELP)
    .action(async (flags: StartFlags) => {
      refuseSecondLine();
      const client = loadClient(flags.client);
      const realKey = flags.live ? realKeyIn(process.env) : undefined;
      const progress = createProgress();
      const line = await bringUpLine({
        client,
        clock: 'real',
        port: flags.port,
        dataFolder: inProject('.linekit'),
        ...{ progress, realKey },
        stopwatch: createStopwatch(),
      }).finally(() => progress.done());
      printCalls(line, flags.verbose === true);
      await stayUp(line, { quiet: false }).finally(() => line.emulator.close());
    });
}

/** Prints each call from its first ring, with times of its own. */
function printCalls({ emulator }: LocalLine, verbose: boolean): void {
  const colours = coloursFor(process.stdout);
  let printEntry = createCallPrinter({ verbose });
  let callSid: string | undefined;
  emulator.follow(entry => {
    if (entry.callSid !== undefined && entry.callSid !== callSid) {
      callSid = entry.callSid;
      printEntry = createCallPrinter({ startMs: entry.atMs, verbose });
      print(`\n${colours.dim(callSid)}`);
    }
    printEntry(entry);
  });
}

function parsePort(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65535) return port;
  throw new InvalidArgumentError('A port is a whole number from 0 to 65535.');
}
