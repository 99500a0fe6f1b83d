import { z } from 'zod';
import { createEmulator, localAccount, type Emulator } from '../../emulator';
import { localPost } from './local-post';

const NUMBER = '+15550100200';
const created = z.object({ sid: z.string() });

/** A line whose calls go through a Studio flow, leave a message and talk to an agent, on a clock that jumps. */
export interface BusyLine {
  readonly emulator: Emulator;
  /** Places that many calls at once and resolves with their statuses when all are over. */
  call(count: number): Promise<readonly string[]>;
}

/** Starts a local Twilio with a number, a flow, a workflow and enough agents for `mostAtOnce` calls. */
export async function openBusyLine(mostAtOnce: number): Promise<BusyLine> {
  const emulator = await createEmulator({ clock: 'fast-forward' });
  const { port } = emulator;
  const make = async (host: string, path: string, fields: Readonly<Record<string, string>>): Promise<string> =>
    created.parse(await localPost({ port, host, path, fields, credentials: localAccount })).sid;
  const workflowSid = await makeDesk(make, mostAtOnce);
  const flowSid = await make('studio.twilio.com', '/v2/Flows', {
    FriendlyName: 'bench',
    Status: 'published',
    Definition: JSON.stringify(flow(workflowSid)),
  });
  const accountPath = `/2010-04-01/Accounts/${localAccount.sid}`;
  await make('api.twilio.com', `${accountPath}/IncomingPhoneNumbers.json`, {
    PhoneNumber: NUMBER,
    VoiceUrl: `https://webhooks.twilio.com/v1/Accounts/${localAccount.sid}/Flows/${flowSid}`,
  });
  for (let agent = 0; agent < mostAtOnce; agent += 1)
    emulator.agents.hire({
      friendlyName: agentName(agent),
      script: { on: () => ({ do: 'accept', afterMs: 1000, talkMs: 5000 }) },
    });
  let placed = 0;
  return {
    emulator,
    call(count) {
      const calls = Array.from({ length: count }, () => {
        placed += 1;
        const from = `+1555${String(1_000_000 + (placed % 8_000_000))}`;
        const words = `This is caller ${placed} and I leave a message`;
        return emulator.placeCall({
          from,
          to: NUMBER,
          caller: [
            { do: 'listen', until: 'beep' },
            { do: 'say', words },
            { do: 'press', digits: '#' },
          ],
        }).ended;
      });
      return Promise.all(calls).then(reports => reports.map(({ call }) => call.status));
    },
  };
}

function agentName(agent: number): string {
  return `agent-${agent}`;
}

type Make = (host: string, path: string, fields: Readonly<Record<string, string>>) => Promise<string>;

/** Agents who are all there, and a workflow that asks any of them. */
async function makeDesk(make: Make, agents: number): Promise<string> {
  const host = 'taskrouter.twilio.com';
  const workspace = `/v1/Workspaces/${await make(host, '/v1/Workspaces', { FriendlyName: 'bench' })}`;
  const available = await make(host, `${workspace}/Activities`, { FriendlyName: 'Here', Available: 'true' });
  const queue = await make(host, `${workspace}/TaskQueues`, { FriendlyName: 'all', TargetWorkers: '1==1' });
  for (let agent = 0; agent < agents; agent += 1)
    await make(host, `${workspace}/Workers`, { FriendlyName: agentName(agent), ActivitySid: available });
  const configuration = { task_routing: { default_filter: { queue } } };
  return make(host, `${workspace}/Workflows`, { FriendlyName: 'all', Configuration: JSON.stringify(configuration) });
}

function flow(workflow: string): object {
  const widget = (name: string, type: string, rest: { on?: string; to?: string; properties?: object }): object => ({
    name,
    type,
    transitions: rest.on === undefined ? [] : [{ event: rest.on, ...(rest.to !== undefined && { next: rest.to }) }],
    properties: { offset: { x: 0, y: 0 }, ...rest.properties },
  });
  const recording = { timeout: 5, finish_on_key: '#', play_beep: 'true', max_length: 60 };
  const desk = { workflow, channel: `TC${'0'.repeat(32)}`, attributes: '{}' };
  return {
    description: 'a message, then a person',
    initial_state: 'Trigger',
    flags: { allow_concurrent_calls: true },
    states: [
      widget('Trigger', 'trigger', { on: 'incomingCall', to: 'greet' }),
      widget('greet', 'say-play', {
        on: 'audioComplete',
        to: 'message',
        properties: { say: 'Please leave a message', loop: 1 },
      }),
      widget('message', 'record-voicemail', { on: 'recordingComplete', to: 'desk', properties: recording }),
      widget('desk', 'send-to-flex', { on: 'callComplete', properties: desk }),
    ],
  };
}
