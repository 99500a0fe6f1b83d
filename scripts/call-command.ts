import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

import { Command, InvalidArgumentError } from 'commander';

import type { ControlClient, TimelineEntry } from '../emulator';
import { ControlError, createControlClient } from '../emulator';
import { badInput, CommandError, EXIT } from './command-error';
import { parsePort } from './emulator-command';
import { answerNow, callerScript } from './emulator/caller-script';
import type { CallerOptions, Steps } from './emulator/caller-script';
import { nodeCode } from './emulator/node-code';
import { findRunning, numberOfLine } from './emulator/running';
import { createCallPrinter } from './local/print-call';
import { printJson } from './terminal/print';

/** A number that is nobody's (555-01XX is kept free for fiction). */
const usualCaller = '+12025550147';

interface Options extends CallerOptions {
  readonly from: string;
  readonly to?: string;
  readonly port?: number;
  readonly json?: true;
  /** The caller is whoever sits at the keyboard. */
  readonly live?: true;
  /** Every step of the call, instead of what people want to read. */
  readonly verbose?: true;
}

const help = `
The caller listens, presses the keys of --press after the first prompt, speaks after the beep, and hangs up. Without
words the caller just listens until the line ends the call, or for --hang-up-after.

With an assistant or a menu, each --talk is what the caller answers when the line has asked: words, keys (4829#), or ...
for silence. The model is a double that knows no language: it calls the tool whose name shares words with what was said
("free slots", "opening hours", "transfer to a person").

Speech-to-text here recognises nothing by itself. It returns the words that came with the audio: those of --say, or of a
text file beside the audio (message.wav, message.txt). With --say alone, a tone as long as the words is recorded.

  npx linekit call --say "Hello, it's Ada. Please call me back."
  npx linekit call --audio message.wav --from +4930123456
  npx linekit call --press 2 --hang-up-after 5000
  npx linekit call --talk "What are your opening hours?" --talk ... --talk operator
  npx linekit call --live

With --live you are the caller: each line that you type is pressed (4829#) or said at once, and Ctrl-D hangs up.`;

/** `npx linekit call`: rings a number on a local Twilio that is up, and prints the call while it goes on. */
export function callCommand(): Command {
  return new Command('call')
    .description('place a call on the local Twilio and read along')
    .option('--audio <file>', 'a WAV file that the caller speaks after the beep')
    .option('--say <words>', 'what the caller says after the beep, or what --audio says')
    .option('--talk <answer>', 'what the caller answers when the line has asked; may be repeated', collect)
    .option('--live', 'talk from this keyboard while the call goes on')
    .option('--press <digits>', 'keys that the caller presses after the first prompt', parseDigits)
    .option('--from <number>', "the caller's number, or anonymous", usualCaller)
    .option('--to <number>', 'the number to call; the first one of the line that is up when left out')
    .option('--hang-up-after <ms>', 'milliseconds until the caller hangs up, after the last words or keys', parseMs)
    .option('--port <port>', 'where the local Twilio listens; the one that is up here when left out', parsePort)
    .option('--json', 'print one JSON object with the whole call, nothing else')
    .addHelpText('after', help)
    .action((options: Options) => runCall(options));
}

/** Plays the call. Rejects with EMULATOR_NOT_RUNNING, NUMBER_UNCLEAR or CALL_FAILED, or with what is wrong with the options. */
export async function runCall(
  options: Options,
  keyboard: Readable & { isTTY?: boolean } = process.stdin,
): Promise<void> {
  if (options.live && !keyboard.isTTY)
    throw badInput('NO_KEYBOARD', '--live needs a terminal; --talk says what the caller answers beforehand');
  const steps = callerScript(options);
  const port = options.port ?? runningPort();
  const client = createControlClient(port);
  const { callSid, entries, status } = await explained(async () => {
    const to = options.to ?? numberOfLine(port) ?? (await onlyNumber(client));
    const { callSid } = await client.placeCall({ from: options.from, to, steps });
    const hands = options.live ? steerByHand(client, callSid, keyboard) : undefined;
    return { callSid, ...(await followCall(client, callSid, options).finally(() => hands?.close())) };
  });
  if (options.json) printJson({ callSid, status, entries });
  if (status !== 'completed') throw new CommandError('CALL_FAILED', `the call ended as "${status}"`);
}

/** Each line that is typed is what the caller does now; the end of the input hangs up. `close` lets go of the keyboard. */
function steerByHand(client: ControlClient, callSid: string, keyboard: Readable): { close(): void } {
  const lines = createInterface({ input: keyboard });
  // A call that is over can't be steered: its end is shown anyway.
  const steer = (steps: Steps): void => void client.steer(callSid, steps).catch(() => undefined);
  let isOver = false;
  lines.on('line', line => steer(answerNow(line)));
  lines.on('close', () => isOver || steer([{ do: 'hang-up' }]));
  return {
    close() {
      isOver = true;
      lines.close();
    },
  };
}

async function followCall(
  client: ControlClient,
  callSid: string,
  { json, verbose }: Options,
): Promise<{ entries: TimelineEntry[]; status: string }> {
  const show = createCallPrinter({ verbose: verbose === true });
  const entries: TimelineEntry[] = [];
  const call = client.follow(callSid);
  for (let next = await call.next(); ; next = await call.next()) {
    if (next.done) return { entries, status: next.value };
    entries.push(next.value);
    if (!json) show(next.value);
  }
}

function runningPort(): number {
  const running = findRunning();
  if (running) return running.port;
  throw new CommandError('EMULATOR_NOT_RUNNING', notRunning);
}

const notRunning = 'no local Twilio is up: start one with `npm start`, or name its port with --port';

async function onlyNumber(client: ControlClient): Promise<string> {
  const { numbers } = await client.status();
  const [first, ...others] = numbers.map(({ phoneNumber }) => phoneNumber);
  if (first === undefined) throw badInput('NUMBER_UNCLEAR', 'the local Twilio has no number yet: npm start wires one');
  if (others.length > 0) throw badInput('NUMBER_UNCLEAR', `say which with --to: ${[first, ...others].join(', ')}`);
  return first;
}

/** Failures of the connection and of the control routes, in words of this command. */
async function explained<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const code = nodeCode(error);
    if (code === 'ECONNRESET')
      throw new CommandError('EMULATOR_STOPPED', 'the local Twilio stopped in the middle of the call', {
        cause: error,
      });
    if (code === 'ECONNREFUSED') throw new CommandError('EMULATOR_NOT_RUNNING', notRunning, { cause: error });
    if (error instanceof ControlError && error.code !== 'INTERNAL')
      throw new CommandError('CALL_REFUSED', error.message, { cause: error, exitCode: EXIT.badInput });
    throw error;
  }
}

function collect(value: string, before: readonly string[] = []): string[] {
  return [...before, value];
}

function parseDigits(value: string): string {
  if (!/^[0-9*#A-D]+$/.test(value)) throw new InvalidArgumentError('Keys are 0 to 9, * and #.');
  return value;
}

function parseMs(value: string): number {
  if (!/^\d+$/.test(value)) throw new InvalidArgumentError('Milliseconds are a whole number.');
  return Number(value);
}
