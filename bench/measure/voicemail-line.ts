import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import type { CallerStep, Emulator } from '../../emulator';
import { loadClient } from '../../scripts/client/client-file';
import { bringUpLine } from '../../scripts/local/line';
import { createLocalRest } from '../../scripts/local/local-rest';
import { createStopwatch } from '../../scripts/local/stopwatch';
import { inProject } from '../../scripts/project';
import { createProgress } from '../../scripts/terminal/progress';

/** Callers who leave the recorded message of the demo on the sample client's voicemail line. */
export interface VoicemailLine {
  readonly emulator: Emulator;
  /** One call, from ring to task and mail. With a number, the message differs from that of every other number. */
  call(from: string, message?: number): Promise<{ callSid: string }>;
  /** How many voicemail tasks name this caller. */
  tasksBy(): Promise<ReadonlyMap<string, number>>;
  /** How many mails came of this caller's calls. */
  mailsBy(): ReadonlyMap<string, number>;
  close(): Promise<void>;
}

/** Builds, deploys and wires the sample client on a local Twilio in this process, whose clock jumps over all waiting. */
export async function openVoicemailLine(): Promise<VoicemailLine> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'linekit-bench-'));
  const client = loadClient('sample');
  const line = await bringUpLine({
    client,
    dataFolder,
    clock: 'fast-forward',
    port: 0,
    progress: createProgress({ quiet: true }),
    stopwatch: createStopwatch(),
  });
  const { emulator } = line;
  const to = client.numbers.find(each => each.line === 'voicemail')?.number ?? '';
  return {
    emulator,
    call: async (from, message) => {
      const { callSid, ended } = emulator.placeCall({ from, to, caller: leaveMessage(message) });
      await ended;
      return { callSid };
    },
    tasksBy: async () => count(await taskCallers(line)),
    mailsBy: () => count(emulator.inbox().map(mail => /\+\d+/.exec(mail.subject)?.[0] ?? '')),
    close: async () => {
      await emulator.close();
      rmSync(dataFolder, { recursive: true, force: true });
    },
  };
}

function leaveMessage(message: number | undefined): CallerStep[] {
  const words = readFileSync(inProject('scripts/demo/message.txt'), 'utf8').trim();
  const audio = readFileSync(inProject('scripts/demo/message.wav'));
  // One sample that tells the messages apart: no encoder can take one's work for another's.
  if (message !== undefined) audio.writeInt16LE(message % 0x7fff, audio.indexOf('data') + 8);
  return [{ do: 'listen', until: 'beep' }, { do: 'say', words, audio }, { do: 'press', digits: '#' }, { do: 'wait' }];
}

const workspaces = z.object({ workspaces: z.array(z.object({ sid: z.string() })) });
const tasks = z.object({
  tasks: z.array(z.object({ attributes: z.string() })),
  meta: z.object({ next_page_url: z.string().nullable() }),
});
const attributes = z.object({ taskType: z.string(), from: z.string() });

/** The caller of each voicemail task, as the REST API lists them. */
async function taskCallers({ emulator, accountSid, environment }: Awaited<ReturnType<typeof bringUpLine>>) {
  const authToken = environment['TWILIO_AUTH_TOKEN'] ?? '';
  const rest = createLocalRest(emulator.port, { accountSid, authToken });
  const host = 'taskrouter.twilio.com';
  const callers: string[] = [];
  for (const { sid } of workspaces.parse(await rest.json(host, '/v1/Workspaces')).workspaces) {
    for (let path: string | null = `/v1/Workspaces/${sid}/Tasks?PageSize=1000`; path !== null;) {
      const page: z.infer<typeof tasks> = tasks.parse(await rest.json(host, path));
      const all = page.tasks.map(task => attributes.safeParse(JSON.parse(task.attributes)).data);
      callers.push(...all.flatMap(task => (task?.taskType === 'voicemail' ? [task.from] : [])));
      const next = page.meta.next_page_url;
      path = next === null ? null : new URL(next).pathname + new URL(next).search;
    }
  }
  return callers;
}

function count(names: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}
