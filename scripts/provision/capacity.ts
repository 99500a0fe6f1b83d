import type { Client } from '../../lib/config';
import { UNKNOWN, type Change, type Target } from './change';

/** What a worker takes of a channel unless told otherwise (Twilio docs, "WorkerChannel"). */
const DEFAULT_CAPACITY = 1;
/** Workers asked about at a time: a workspace may have thousands. */
const AT_A_TIME = 20;
/** Agents named one by one before the rest is only counted. */
const NAMED = 6;

interface AgentCapacity {
  readonly agent: string;
  readonly workerSid: string;
  readonly channel: string;
  /** Undefined where the workspace does not have the channel yet. */
  readonly channelSid: string | undefined;
  readonly has: number;
  readonly wanted: number;
}

/** Gives every worker of the workspace the capacities of the client's file: one change a channel. Reads only, where nothing differs. */
export async function wireCapacity(
  { api, apply }: Target,
  workspaceSid: string | undefined,
  { capacity = {} }: Pick<Client, 'capacity'>,
): Promise<Change[]> {
  const names = Object.keys(capacity);
  if (names.length === 0 || workspaceSid === undefined || workspaceSid === UNKNOWN) return [];
  const { workers } = api.taskrouter.v1.workspaces(workspaceSid);
  const agents = await workers.list({ pageSize: 1000 });
  const found = await inTurns(agents, async ({ sid, friendlyName }): Promise<AgentCapacity[]> => {
    const channels = await workers(sid).workerChannels.list({ pageSize: 1000 });
    return Object.entries(capacity).map(([channel, wanted]) => {
      const own = channels.find(each => each.taskChannelUniqueName === channel);
      const has = own?.configuredCapacity ?? DEFAULT_CAPACITY;
      return { agent: friendlyName, workerSid: sid, channel, channelSid: own?.sid, has, wanted };
    });
  });
  const others = found.flat().filter(({ has, wanted }) => has !== wanted);
  if (apply) {
    await inTurns(others, async ({ workerSid, channel, channelSid, wanted }) =>
      workers(workerSid)
        .workerChannels(channelSid ?? channel)
        .update({ capacity: wanted }),
    );
  }
  return names.map(name =>
    change(
      name,
      others.filter(({ channel }) => channel === name),
    ),
  );
}

function change(name: string, others: readonly AgentCapacity[]): Change {
  const common = { kind: 'capacity', name, sid: others[0]?.channelSid ?? UNKNOWN };
  const [first] = others;
  if (!first) return { ...common, outcome: 'unchanged' };
  const named = others.slice(0, NAMED).map(({ agent, has }) => `${agent} has ${has}`);
  const rest = others.length > NAMED ? [`${others.length - NAMED} more`] : [];
  const agents = others.length === 1 ? '1 agent' : `${others.length} agents`;
  const details = [`${first.wanted} for ${agents}: ${[...named, ...rest].join(', ')}`];
  return { ...common, outcome: 'updated', properties: ['configured capacity'], details };
}

async function inTurns<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const done: R[] = [];
  for (let from = 0; from < items.length; from += AT_A_TIME)
    done.push(...(await Promise.all(items.slice(from, from + AT_A_TIME).map(work))));
  return done;
}
