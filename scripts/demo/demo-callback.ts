import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createControlClient } from '../../emulator';
import { lineOf, lineOptions } from '../../lib/config';
import { loadClient } from '../client/client-file';
import { CommandError } from '../command-error';
import { openAgentDesk, type AgentDesk, type FlexAnswer } from '../desk/agent-desk';
import { localOffice } from '../desk/local-office';
import { bringUpLine, type LocalLine } from '../local/line';
import type { Stopwatch } from '../local/stopwatch';
import type { Progress } from '../terminal/progress';
import { callbackFaults, screenOf, type CallbackReport, type Stage } from './callback-report';
import { freshFolder } from './disk';
import { nextOpenMoment } from './open-moment';
import { acceptWhenOffered, busyWithOthers, OTHER_NUMBER, playAttempt, playWait } from './play-callback';

export interface CallbackDemoOptions {
  /** Emptied first. */
  readonly folder: string;
  readonly progress: Progress;
  readonly stopwatch: Stopwatch;
  /** Something is over that is worth showing. */
  readonly show: (stage: Stage, line: LocalLine) => void;
}

export interface CallbackDemo {
  readonly report: CallbackReport;
  readonly line: LocalLine;
}

/** Whose line is called: the number that the caller enters is one that this client calls back. */
const CLIENT = 'sample';
const AGENT = 'Ana';
const AGENT_SAYS =
  '<Response><Say>Hello, this is Ana of Riverside Community Clinic. You asked us to call.</Say><Pause length="12"/></Response>';
const CALLER_SAYS = 'Yes, hello. Thank you for calling back. I would like to move my appointment to next week.';

/**
 * A callback's whole way, for real: a caller waits and asks for it, an agent finds a machine, tries later and reaches the caller. The line stays
 * up: the caller closes it. Throws DEMO_FAILED when it did not go like that, or an error of a step; then nothing stays up.
 */
export async function demoCallback(options: CallbackDemoOptions): Promise<CallbackDemo> {
  const client = loadClient(CLIENT);
  freshFolder(options.folder);
  const { folder: dataFolder, progress, stopwatch } = options;
  const line = await bringUpLine({
    ...{ client, dataFolder, progress, stopwatch },
    clock: 'fast-forward',
    startAtMs: nextOpenMoment(lineOf(client, numberToCall(client.numbers)), Date.now()) ?? Date.now(),
    port: 0,
  });
  try {
    return { line, report: await play(line, options) };
  } catch (error) {
    await line.emulator.close();
    throw error;
  }
}

function numberToCall(numbers: readonly { readonly number: string; readonly line: string }[]): string {
  const number = numbers.find(({ line }) => line === 'direct-with-options');
  if (number) return number.number;
  throw new CommandError('NO_NUMBER', `clients/${CLIENT}.yaml has no line with options.`);
}

async function play(line: LocalLine, options: CallbackDemoOptions): Promise<CallbackReport> {
  const { emulator, client } = line;
  const { stopwatch, progress, folder } = options;
  const stages: Stage[] = [];
  const show = (stage: Stage): void => {
    stages.push(stage);
    progress.done();
    options.show(stage, line);
  };
  const to = numberToCall(client.numbers);
  const desk = await openAgentDesk(await localOffice(line), { name: AGENT, says: AGENT_SAYS });
  const leave = busyWithOthers(emulator, desk);
  progress.step('two callers are there before; a third waits');
  const { prompts } = lineOptions(lineOf(client, to));
  const { call, ...wait } = await stopwatch.time('wait', () => playWait(emulator, to, prompts));
  show({ kind: 'call', title: 'THE CALL', call });
  const shift: Shift = { line, desk, show, progress };
  await stopwatch.time('first try', () => findsAMachine(shift));
  await stopwatch.time('second try', () => reachesTheCaller(shift));
  leave();
  const file = join(folder, 'report.json');
  const report: CallbackReport = {
    ...{ client: client.client, stages, wait },
    files: { report: file },
    timings: stopwatch.timings(),
  };
  writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`);
  const faults = callbackFaults(report, OTHER_NUMBER);
  if (faults.length === 0) return report;
  throw new CommandError('DEMO_FAILED', `The callback did not go its way: ${faults.join('; ')}.`);
}

/** An agent's day, and who is shown what of it. */
interface Shift {
  readonly line: LocalLine;
  readonly desk: AgentDesk;
  readonly show: (stage: Stage) => void;
  readonly progress: Progress;
}

async function screen({ line, desk, show }: Shift, title: string, taskSid: string): Promise<void> {
  const at = new Date(line.emulator.clock.now()).toISOString();
  show({ kind: 'screen', title, at, screen: screenOf(await desk.task(taskSid)) });
}

async function findsAMachine(shift: Shift): Promise<void> {
  const { desk, show, line, progress } = shift;
  progress.step(`${AGENT} is offered the callback`);
  const taskSid = await acceptWhenOffered(line.emulator, desk);
  await screen(shift, `${AGENT} accepts the callback`, taskSid);
  await createControlClient(line.emulator.port).setCallee(OTHER_NUMBER, { do: 'voicemail' });
  progress.step(`${AGENT} calls`);
  const { call, answeredBy, parentTask } = await playAttempt(line.emulator, { desk, taskSid });
  show({ kind: 'call', title: `${AGENT.toUpperCase()} CALLS`, call });
  if (!answeredBy?.startsWith('machine'))
    throw new CommandError('DEMO_FAILED', `A machine answered, and was taken for ${answeredBy ?? 'nobody'}.`);
  ok(await desk.ask('/callback/result', { parentTask, result: 'voicemail', callSid: call.sid }));
  const later = ok(await desk.ask('/callback/requeue', { taskSid }));
  await screen(shift, `a machine: ${AGENT} presses “try later”`, taskSid);
  await screen(shift, 'the next try waits in TaskRouter', String(later['taskSid']));
}

async function reachesTheCaller(shift: Shift): Promise<void> {
  const { desk, show, line, progress } = shift;
  progress.step('the next try comes when it is due');
  const taskSid = await acceptWhenOffered(line.emulator, desk);
  await screen(shift, `it comes again, and ${AGENT} accepts`, taskSid);
  await createControlClient(line.emulator.port).setCallee(OTHER_NUMBER, {
    do: 'answer',
    steps: [
      { do: 'say', words: 'Hello?' },
      { do: 'listen', until: 'prompt-end' },
      { do: 'say', words: CALLER_SAYS },
      { do: 'hang-up' },
    ],
  });
  progress.step(`${AGENT} calls again`);
  const { call } = await playAttempt(line.emulator, { desk, taskSid });
  show({ kind: 'call', title: `${AGENT.toUpperCase()} CALLS AGAIN`, call });
  ok(await desk.ask('/callback/result', { taskSid, result: 'reached', callSid: call.sid }));
  ok(await desk.ask('/callback/complete', { taskSid, disposition: 'reached' }));
  await screen(shift, `${AGENT} completes it as “reached”`, taskSid);
}

function ok({ status, body }: FlexAnswer): FlexAnswer['body'] {
  if (status === 200) return body;
  throw new CommandError('DEMO_FAILED', `An agent was answered ${status}: ${JSON.stringify(body)}`);
}
