import type { Route, StoredRecord, World } from '../contract';
import { computedCollection } from '../rest/computed-collection';
import { resource, type Parameters } from '../rest/resource';
import { invalid, TwilioError } from '../rest/twilio-error';
import type { LiveCalls } from '../voice/live-calls';
import { averageWaitSeconds, MAX_QUEUE_SIZE, type QueueRecord, type Queues } from '../voice/queues';
import { methodOf, urlOf } from './call-requests';
import { checkFriendlyName } from './number-rules';

export interface QueueParts {
  readonly world: World;
  readonly queues: Queues;
  readonly calls: LiveCalls;
}

/** Twilio's most, https://www.twilio.com/docs/voice/api/queue-resource. */
const LARGEST_QUEUE = 5000;

/** Queues of waiting calls, and who waits in them. */
export function queueRoutes(parts: QueueParts): Route[] {
  const { world, queues } = parts;
  const nowMs = (): number => world.clock.now();
  const ofQueues = resource<QueueRecord>({
    world,
    document: 'api_v2010',
    path: '/2010-04-01/Accounts/{AccountSid}/Queues.json',
    sidPrefix: 'QU',
    records: queues.records,
    operations: ['create', 'fetch', 'list', 'update', 'delete'],
    create(record, { parameters, accountSid }) {
      check(parameters);
      refuseDuplicate(queues, accountSid, record.friendly_name);
      return { ...record, max_size: record.max_size ?? MAX_QUEUE_SIZE };
    },
    update(record, change, { parameters, accountSid }) {
      check(parameters);
      const { friendly_name: name } = change;
      if (name !== undefined && name !== record.friendly_name) refuseDuplicate(queues, accountSid, name);
      return change;
    },
    remove(record) {
      if (queues.of(record.sid).members.length > 0)
        throw new TwilioError(400, 22002, `Queue ${record.sid} is not empty`);
    },
    present: ({ sid }) => ({
      current_size: queues.of(sid).members.length,
      average_wait_time: averageWaitSeconds(queues.of(sid), nowMs()),
    }),
  });
  return [...ofQueues, ...memberRoutes(parts)];
}

interface MemberRecord extends StoredRecord {
  readonly queue_sid: string;
  readonly call_sid: string;
  readonly date_enqueued: string;
  readonly position: number;
  readonly wait_time: number;
}

function memberRoutes({ world, queues, calls }: QueueParts): Route[] {
  const records = computedCollection(() => queues.records.all().flatMap(({ sid }) => membersOf(queues, sid, world)));
  return resource<MemberRecord>({
    world,
    document: 'api_v2010',
    path: '/2010-04-01/Accounts/{AccountSid}/Queues/{QueueSid}/Members.json',
    sidPrefix: 'CA',
    records,
    operations: ['fetch', 'list', 'update'],
    parents: { QueueSid: sid => queues.records.get(sid) },
    find: (key, { scope }) => {
      const members = membersOf(queues, scope['queue_sid'] ?? '', world);
      return key === 'Front' ? members[0] : members.find(member => member.call_sid === key);
    },
    update(record, _, { parameters }) {
      const { Url = '', Method } = parameters;
      const source = { kind: 'voice-url', url: urlOf('Url', Url), method: methodOf(Method), parameters: {} } as const;
      calls.update(record.call_sid, { document: source });
      return { position: 0 };
    },
  });
}

function membersOf(queues: Queues, queueSid: string, { clock }: World): MemberRecord[] {
  return queues.of(queueSid).members.flatMap(({ call, enteredMs }, index) =>
    call
      ? [
          {
            sid: call.sid,
            call_sid: call.sid,
            queue_sid: queueSid,
            date_enqueued: new Date(enteredMs).toISOString(),
            position: index + 1,
            wait_time: Math.floor((clock.now() - enteredMs) / 1000),
          },
        ]
      : [],
  );
}

function check(parameters: Parameters): void {
  checkFriendlyName(parameters);
  const { MaxSize: size } = parameters;
  if (typeof size === 'number' && (size < 1 || size > LARGEST_QUEUE))
    throw invalid(`Invalid value for parameter MaxSize: ${size} is not between 1 and ${LARGEST_QUEUE}`);
}

function refuseDuplicate({ records }: Queues, accountSid: string, name: string): void {
  if (records.find(record => record.account_sid === accountSid && record.friendly_name === name))
    throw new TwilioError(400, 22003, `Queue with the FriendlyName ${name} already exists`);
}
