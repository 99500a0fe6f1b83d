import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { createControlClient, type AgentAnswer, type Emulator } from '../../emulator';
import { lineOf, lineOptions, type Client, type Prompts } from '../../lib/config';
import { loadClient } from '../../scripts/client/client-file';
import { bringUpLine } from '../../scripts/local/line';
import { createLocalRest, type LocalRest } from '../../scripts/local/local-rest';
import { runCommand } from '../../scripts/local/run-command';
import { createStopwatch } from '../../scripts/local/stopwatch';
import { createProgress } from '../../scripts/terminal/progress';

/** The sample client's line with options, deployed, with agents. */
export interface WaitingLine {
  readonly emulator: Emulator;
  readonly client: Client;
  readonly prompts: Prompts;
  readonly to: string;
  readonly rest: LocalRest;
  readonly workspace: string;
  /** Agents who answer each offer like this; a third each has a skill of the sample's queues, or none. */
  hire(count: number, answer: () => AgentAnswer): Promise<void>;
  /** What `npx linekit sweep` does and says. */
  sweep(): Promise<unknown>;
  close(): Promise<void>;
}

/** A Monday morning, when the sample client is open. */
const OPEN = Date.parse('2026-11-23T10:00:00-08:00');
const HOST = 'taskrouter.twilio.com';
const workspaces = z.object({ workspaces: z.array(z.object({ sid: z.string() })) });
const workflows = z.object({ workflows: z.array(z.object({ sid: z.string(), friendly_name: z.string() })) });
const worker = z.object({ sid: z.string() });

/** Builds, deploys and wires it on a local Twilio in this process, with TaskRouter's rate limits on, and a clock that jumps over all waiting. The queue takes as many calls as a deployed one does, unless told otherwise. */
export async function openWaitingLine({ queueLimit }: { queueLimit?: number } = {}): Promise<WaitingLine> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'linekit-bench-'));
  const client = loadClient('sample');
  const line = await bringUpLine({
    ...{ client, dataFolder, clock: 'fast-forward', startAtMs: OPEN, port: 0 },
    progress: createProgress({ quiet: true }),
    stopwatch: createStopwatch(),
  });
  const { emulator, accountSid, environment } = line;
  await createControlClient(emulator.port).limitRates(true);
  const rest = createLocalRest(emulator.port, { accountSid, authToken: environment['TWILIO_AUTH_TOKEN'] ?? '' });
  const [first] = workspaces.parse(await rest.json(HOST, '/v1/Workspaces')).workspaces;
  const workspace = `/v1/Workspaces/${first?.sid ?? ''}`;
  if (queueLimit !== undefined) await raiseQueueLimit({ rest, client, workspace }, queueLimit);
  const to = client.numbers.find(each => each.line === 'direct-with-options')?.number ?? '';
  return {
    ...{ emulator, client, rest, to, workspace },
    prompts: lineOptions(lineOf(client, to)).prompts,
    async hire(count, answer) {
      const skills = ['scheduling', 'pharmacy'];
      for (let index = 0; index < count; index += 1) {
        const FriendlyName = `Agent ${index}`;
        const Attributes = JSON.stringify({ routing: { skills: skills.slice(index % 3, (index % 3) + 1) } });
        const { sid } = worker.parse(await rest.post(HOST, `${workspace}/Workers`, { FriendlyName, Attributes }));
        emulator.agents.hire({ workerSid: sid, script: { on: answer } });
      }
    },
    sweep: () => runCommand(['sweep', client.client, '--no-dotenv'], environment),
    close: async () => {
      await emulator.close();
      rmSync(dataFolder, { recursive: true, force: true });
    },
  };
}

/**
 * A queue takes 100 calls unless its owner asks for more; the 101st caller is offered a callback or a message at once, and would not wait.
 * Source: twilio.com/docs/taskrouter/twiml-queue-calls, "Update the call queue limit for Flex"
 */
async function raiseQueueLimit(
  { rest, client, workspace }: Pick<WaitingLine, 'rest' | 'client' | 'workspace'>,
  limit: number,
): Promise<void> {
  const page = workflows.parse(await rest.json(HOST, `${workspace}/Workflows`));
  const calls = page.workflows.find(each => each.friendly_name === 'linekit calls');
  const fields = { FriendlyName: calls?.sid ?? '', MaxSize: String(limit) };
  await rest.post('api.twilio.com', `/2010-04-01/Accounts/${client.accountSid}/Queues.json`, fields);
}
