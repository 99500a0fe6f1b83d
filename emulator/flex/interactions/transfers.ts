import type { ApiRequest, Route } from '../../contract';
import { describe } from '../../rest/description';
import { presentRecord } from '../../rest/presentation';
import { resolveScope } from '../../rest/scope';
import { invalid, notFound } from '../../rest/twilio-error';
import type { ResourceOptions } from '../../rest/resource';
import type { Interactions, TransferRecord } from './records';

const PATH = '/v1/Interactions/{InteractionSid}/Channels/{ChannelSid}/Transfers';
const TYPES = ['warm', 'cold', 'external'];
const STATUSES = ['active', 'completed', 'failed'] as const;

/** Transfers, whose parameters come as JSON and are in no document: `{type, from, to, status}`. Records; nobody is transferred. */
export function transferRoutes(kept: Interactions, parents: ResourceOptions<TransferRecord>['parents']): Route[] {
  const description = describe('flex_v1', PATH);
  const nowIso = (): string => new Date(kept.world.clock.now()).toISOString();
  const show = (record: TransferRecord): object => presentRecord(description, record);

  function found(request: ApiRequest): TransferRecord {
    const scope = resolveScope(request, description, parents ?? {});
    const transfer = kept.transfers.get(request.path['Sid'] ?? '');
    if (transfer?.channel_sid !== scope['channel_sid']) throw notFound(request.url.pathname);
    return transfer as TransferRecord;
  }

  function create(request: ApiRequest) {
    const scope = resolveScope(request, description, parents ?? {});
    const { type = 'cold', from = null, to = null } = bodyOf(request);
    if (typeof type !== 'string' || !TYPES.includes(type)) throw invalid(`type must be one of ${TYPES.join(', ')}`);
    const transfer: TransferRecord = {
      sid: kept.world.ids.sid('UX'),
      account_sid: scope['account_sid'] ?? '',
      interaction_sid: scope['interaction_sid'] ?? '',
      channel_sid: scope['channel_sid'] ?? '',
      instance_sid: kept.world.ids.sid('GO'),
      type,
      status: 'active',
      from: participant(from),
      to: to === null ? null : typeof to === 'string' ? to : JSON.stringify(to),
      execution_sid: null,
      note_sid: null,
      summary_sid: null,
      date_created: nowIso(),
      date_updated: nowIso(),
    };
    return { status: 201, body: show(kept.transfers.insert(transfer)) };
  }

  function update(request: ApiRequest) {
    const { sid } = found(request);
    const wanted = bodyOf(request)['status'];
    const status = STATUSES.find(known => known === wanted);
    if (wanted !== undefined && status === undefined) throw invalid(`status must be one of ${STATUSES.join(', ')}`);
    const change = { ...(status && { status }), date_updated: nowIso() };
    return { status: 200, body: show(kept.transfers.update(sid, change)) };
  }

  const read = (request: ApiRequest) => ({ status: 200, body: show(found(request)) });
  return [
    { method: 'POST', path: PATH, access: 'account', handle: create },
    { method: 'GET', path: `${PATH}/{Sid}`, access: 'account', handle: read },
    { method: 'POST', path: `${PATH}/{Sid}`, access: 'account', handle: update },
  ];
}

function participant(from: unknown): string | null {
  if (from === null) return null;
  if (typeof from === 'string' && /^UT[0-9a-f]{32}$/i.test(from)) return from;
  throw invalid('from must be the sid of a participant (UT…)');
}

function bodyOf({ body, form }: ApiRequest): Readonly<Record<string, unknown>> {
  const text = body.toString('utf8');
  if ([...form.keys()].length > 0 || text === '') return Object.fromEntries(form);
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed))
      return parsed as Readonly<Record<string, unknown>>;
  } catch {
    // Refused below, with what is no object.
  }
  throw invalid('The body must be a JSON object');
}
