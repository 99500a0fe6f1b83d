import { Command } from 'commander';
import { lineOf } from '../lib/config';
import { demoVoicemail, type DemoOptions } from './demo/demo-voicemail';
import { localTime, showReport } from './demo/show-report';
import { createCallPrinter, screenWidth } from './local/print-call';
import { refuseSecondLine, stayUp } from './local/stay-up';
import { createStopwatch } from './local/stopwatch';
import { inProject } from './project';
import { coloursFor } from './terminal/colours';
import { print, printJson } from './terminal/print';
import { createProgress } from './terminal/progress';

interface DemoFlags {
  readonly client: string;
  readonly keep?: true;
  readonly json?: true;
  readonly verbose?: true;
}

const HELP = `
It starts a local Twilio, deploys the functions through the real deploy API client, wires the client's line, and lets a
caller leave a recorded message: nobody answers, so it becomes a Flex task and an e-mail. Its clock jumps over all
waiting. No Twilio account and no network are needed. What came of it lies in .linekit/demo/ afterwards.

Examples:
  $ npx linekit demo voicemail
  $ npx linekit demo voicemail --json | jq .task
  $ npx linekit demo voicemail --verbose     every TwiML verb and web request
  $ npx linekit demo voicemail --keep`;

/** `linekit demo voicemail`: a whole call, from ring to task and mail. */
export function demoCommand(): Command {
  const demo = new Command('demo').description('play a whole call on a local Twilio and show what came of it');
  demo
    .command('voicemail')
    .description('a caller finds nobody, leaves a message, and it becomes a task and a mail')
    .option('--client <name>', 'whose line is called', 'sample')
    .option('--keep', 'leave the local Twilio up afterwards, to look around in')
    .option('--json', 'print one JSON report: call, path, task, mail, timings')
    .addHelpText('after', HELP)
    .action(runVoicemail);
  return demo;
}

async function runVoicemail(flags: DemoFlags): Promise<void> {
  if (flags.keep) refuseSecondLine();
  const progress = createProgress();
  const { report, line } = await demoVoicemail({
    clientName: flags.client,
    folder: inProject('.linekit/demo'),
    progress,
    stopwatch: createStopwatch(),
    ...(flags.json ? silent : live(flags.verbose === true)),
  }).finally(() => progress.done());
  try {
    if (flags.json) printJson(report);
    else print(showReport(report, { colours: coloursFor(process.stdout), width: screenWidth() }));
    if (flags.keep) await stayUp(line, { quiet: flags.json === true });
  } finally {
    await line.emulator.close();
  }
}

const silent = { ringing: () => undefined, heard: () => undefined };

/** Prints the call while it goes on. */
function live(verbose: boolean): Pick<DemoOptions, 'ringing' | 'heard'> {
  let printEntry = createCallPrinter({ verbose });
  return {
    ringing({ to, line, startMs }) {
      const colours = coloursFor(process.stdout);
      const when = localTime(new Date(startMs).toISOString(), lineOf(line.client, to).timeZone);
      print(`\n${colours.bold('THE CALL')}${colours.dim(`, to ${line.client.name}, on ${when}`)}`);
      printEntry = createCallPrinter({ startMs, verbose });
    },
    heard: entry => printEntry(entry),
  };
}
