import { Command } from 'commander';
import { lineOf } from '../lib/config';
import { demoAssistant } from './demo/demo-assistant';
import { demoCallback } from './demo/demo-callback';
import { demoVoicemail, type DemoOptions } from './demo/demo-voicemail';
import { createStagePrinter, showCallbackEnd } from './demo/show-callback';
import { showAssistant } from './demo/show-assistant';
import { localTime, showReport } from './demo/show-report';
import { createTalkHighlights } from './demo/talk-highlights';
import { createCallPrinter, screenWidth } from './local/print-call';
import { createHighlights } from './report/highlights';
import { realKeyIn } from './local/real-key';
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

const CALLBACK_HELP = `
It starts a local Twilio with the sample client's line. A caller hears the place in line, asks by keys to be called at
another number and hangs up; an agent calls, finds a machine, tries later, and reaches the caller two hours on. The
clock jumps over all waiting. No Twilio account and no network are needed.

Examples:
  $ npx linekit demo callback
  $ npx linekit demo callback --json | jq .wait
  $ npx linekit demo callback --verbose      every TwiML verb and web request`;

const ASSISTANT_HELP = `
It starts a local Twilio with the sample client's line, and brings in an account with a PIN. A caller proves by keys who
they are, asks for free times, says nothing for a while, is misheard, books a time that is read back first, and asks for
a person; the agent's task has the whole story. Models, calendar and Flex are doubles. With --live the real model
answers, which needs ANTHROPIC_API_KEY, network, and a cent; everything else stays local, and the key in this process.

Examples:
  $ npx linekit demo assistant
  $ npx linekit demo assistant --json | jq .task.attributes.assistant
  $ npx linekit demo assistant --verbose     every TwiML verb and web request
  $ npx linekit demo assistant --live`;

/** `linekit demo voicemail`, `callback` and `assistant`: from ring to task and mail; from a place in line to the talk; a talk, and a person. */
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
  demo
    .command('callback')
    .description('a caller who waits asks for a callback; an agent tries, tries later, and reaches the caller')
    .option('--keep', 'leave the local Twilio up afterwards, to look around in')
    .option('--json', 'print one JSON report: stages, wait, timings')
    .addHelpText('after', CALLBACK_HELP)
    .action(runCallback);
  demo
    .command('assistant')
    .description('a caller talks with the assistant, books a time, and is handed to a person with the whole story')
    .option('--live', 'with the real model, by ANTHROPIC_API_KEY')
    .option('--keep', 'leave the local Twilio up afterwards, to look around in')
    .option('--json', 'print one JSON report: call, ledger, task, appointments, timings')
    .addHelpText('after', ASSISTANT_HELP)
    .action(runAssistant);
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

async function runCallback(flags: Omit<DemoFlags, 'client'>): Promise<void> {
  if (flags.keep) refuseSecondLine();
  const progress = createProgress();
  const screen = { colours: coloursFor(process.stdout), width: screenWidth() };
  let printer: ReturnType<typeof createStagePrinter> | undefined;
  const { report, line } = await demoCallback({
    folder: inProject('.linekit/demo-callback'),
    progress,
    stopwatch: createStopwatch(),
    show(stage, { client: { timeZone } }) {
      if (flags.json) return;
      printer ??= createStagePrinter({ ...screen, timeZone, verbose: flags.verbose === true });
      print(printer.print(stage));
    },
  }).finally(() => progress.done());
  try {
    if (flags.json) printJson(report);
    else print(showCallbackEnd(report, screen));
    if (flags.keep) await stayUp(line, { quiet: flags.json === true });
  } finally {
    await line.emulator.close();
  }
}

async function runAssistant(flags: Omit<DemoFlags, 'client'> & { readonly live?: true }): Promise<void> {
  if (flags.keep) refuseSecondLine();
  const realKey = flags.live ? realKeyIn(process.env) : undefined;
  const progress = createProgress();
  const { report, line } = await demoAssistant({
    folder: inProject('.linekit/demo-assistant'),
    ...{ progress, realKey },
    stopwatch: createStopwatch(),
    ...(flags.json ? silent : live(flags.verbose === true, createTalkHighlights())),
  }).finally(() => progress.done());
  try {
    if (flags.json) printJson(report);
    else print(showAssistant(report, { colours: coloursFor(process.stdout), width: screenWidth() }));
    if (flags.keep) await stayUp(line, { quiet: flags.json === true });
  } finally {
    await line.emulator.close();
  }
}

const silent = { ringing: () => undefined, heard: () => undefined };

/** Prints the call while it goes on. */
function live(verbose: boolean, highlights = createHighlights()): Pick<DemoOptions, 'ringing' | 'heard'> {
  let printEntry = createCallPrinter({ verbose, highlights });
  return {
    ringing({ to, line, startMs }) {
      const colours = coloursFor(process.stdout);
      const when = localTime(new Date(startMs).toISOString(), lineOf(line.client, to).timeZone);
      print(`\n${colours.bold('THE CALL')}${colours.dim(`, to ${line.client.name}, on ${when}`)}`);
      printEntry = createCallPrinter({ startMs, verbose, highlights });
    },
    heard: entry => printEntry(entry),
  };
}
