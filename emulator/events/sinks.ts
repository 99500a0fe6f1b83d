import type { ApiRequest, Route, World } from '../contract';
import { resource, type Context } from '../rest/resource';
import { invalid, notFound, notImplemented } from '../rest/twilio-error';
import type { Delivery } from './delivery';
import type { EventRecords, SinkRecord, SinkType } from './records';

/** What a sink's configuration must have. Source: twilio.com/docs/events/event-streams/sink-resource */
const REQUIRED: Readonly<Record<SinkType, readonly string[]>> = {
  webhook: ['destination', 'method'],
  kinesis: ['arn', 'role_arn', 'external_id'],
  segment: ['write_key'],
  email: [],
};

interface Sinks {
  readonly world: World;
  readonly records: EventRecords;
  readonly delivery: Delivery;
}

/** /v1/Sinks, with their tests. Webhooks are active from the start; the others are records only, and never become active by themselves. */
export function sinkRoutes(sinks: Sinks): Route[] {
  const { world, records } = sinks;
  const isInUse = ({ sid }: SinkRecord): boolean =>
    records.subscriptions.find(one => one.sink_sid === sid) !== undefined;
  return [
    ...resource<SinkRecord>({
      world,
      document: 'events_v1',
      path: '/v1/Sinks',
      sidPrefix: 'DG',
      records: records.sinks,
      operations: ['create', 'fetch', 'list', 'update', 'delete'],
      create: compose,
      keep(record, query) {
        const [inUse, status] = [query.get('InUse'), query.get('Status')];
        return (
          (!inUse || (inUse.toLowerCase() === 'true') === isInUse(record)) && (!status || status === record.status)
        );
      },
      remove(record) {
        if (isInUse(record)) throw invalid(`Cannot delete Sink ${record.sid}: a Subscription uses it`);
      },
    }),
    {
      method: 'POST',
      path: '/v1/Sinks/{Sid}/Test',
      access: 'account',
      handle(request) {
        const sink = found(records, request);
        const testId = world.ids.sid('EZ');
        records.sinks.update(sink.sid, { status: 'validating', testId });
        sinks.delivery.test(sink, testId);
        return { status: 201, body: { result: 'submitted' } };
      },
    },
    {
      method: 'POST',
      path: '/v1/Sinks/{Sid}/Validate',
      access: 'account',
      handle(request) {
        const sink = found(records, request);
        const testId = request.form.get('TestId');
        if (!testId) throw invalid('Missing required parameter TestId in the post body');
        const isValid = testId === sink.testId;
        records.sinks.update(sink.sid, { status: isValid ? 'active' : 'failed' });
        return { status: 201, body: { result: isValid ? 'valid' : 'invalid' } };
      },
    },
  ];
}

function found({ sinks }: EventRecords, { path, account, url }: ApiRequest): SinkRecord {
  const sink = sinks.get(path['Sid'] ?? '');
  if (!sink || sink.account_sid !== account?.sid) throw notFound(url.pathname);
  return sink;
}

function compose(record: SinkRecord, { parameters, accountSid }: Context): SinkRecord {
  const configuration = parseObject(String(parameters['SinkConfiguration'] ?? ''));
  const missing = REQUIRED[record.sink_type].find(name => typeof configuration[name] !== 'string');
  if (missing !== undefined) throw invalid(`Invalid SinkConfiguration: ${missing} is missing`);
  if (record.sink_type === 'webhook') checkWebhook(configuration);
  return {
    ...record,
    account_sid: accountSid,
    sink_configuration: configuration,
    status: record.sink_type === 'webhook' ? 'active' : 'initialized',
    testId: null,
  };
}

function checkWebhook({ destination, method }: Readonly<Record<string, unknown>>): void {
  if (!/^https?:\/\//i.test(String(destination)) || !URL.canParse(String(destination))) {
    throw invalid(`Invalid SinkConfiguration: destination ${String(destination)} is no URL`);
  }
  if (method === 'GET') throw notImplemented('webhook sinks with method GET');
  if (method !== 'POST') throw invalid('Invalid SinkConfiguration: method must be POST or GET');
}

function parseObject(json: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(json);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return Object.fromEntries(Object.entries(value));
    }
  } catch {
    // Refused below, with what is no object.
  }
  throw invalid('Invalid SinkConfiguration: must be a JSON object');
}
