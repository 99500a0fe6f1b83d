import type { ApiRequest, Route } from '../contract';
import { describe } from '../rest/description';
import { pageOf } from '../rest/paging';
import { checkParameters } from '../rest/parameters';
import { presentRecord } from '../rest/presentation';
import { notFound } from '../rest/twilio-error';
import { eventTypes, findType, latestVersion, schemaUrl, type EventType } from './catalogue';

/** Twilio says when each came; nobody's code depends on it. */
const SINCE = '2021-05-21T00:00:00Z';

/** What can be subscribed to, and the forms of it: /v1/Types, /v1/Schemas. The same for every account. */
export function typeRoutes(): Route[] {
  return [...eventTypeRoutes(), ...schemaRoutes()];
}

function eventTypeRoutes(): Route[] {
  const description = describe('events_v1', '/v1/Types');
  const show = (type: EventType): object => presentRecord(description, recordOf(type));
  return [
    {
      method: 'GET',
      path: '/v1/Types',
      access: 'account',
      handle({ query, url }) {
        checkParameters(query, { fields: description.operations.list?.query ?? {} });
        const schemaId = query.get('SchemaId');
        const types = eventTypes.filter(type => !schemaId || type.schemaId === schemaId);
        const page = pageOf(
          types.map(type => ({ ...type, sid: type.type })),
          description,
          url,
        );
        return { status: 200, body: page.body(page.records.map(show)) };
      },
    },
    {
      method: 'GET',
      path: '/v1/Types/{Type}',
      access: 'account',
      handle(request) {
        const type = findType(request.path['Type'] ?? '');
        if (!type) throw notFound(request.url.pathname);
        return { status: 200, body: show(type) };
      },
    },
  ];
}

function recordOf({ type, schemaId }: EventType): Record<string, unknown> & { sid: string } {
  return {
    sid: type,
    type,
    schema_id: schemaId,
    date_created: SINCE,
    date_updated: SINCE,
    description: `Event ${type}`,
    status: 'active',
    documentation_url: 'https://www.twilio.com/docs/events/event-types',
    // The document's example names a schema of its own.
    links: { schema: `https://events.twilio.com/v1/Schemas/${schemaId}/Versions` },
  };
}

function schemaRoutes(): Route[] {
  const schema = describe('events_v1', '/v1/Schemas/{Id}');
  const versions = describe('events_v1', '/v1/Schemas/{Id}/Versions');
  const latestOf = ({ path, url }: ApiRequest): { id: string; latest: number } => {
    const id = path['Id'] ?? '';
    const latest = latestVersion(id);
    if (latest === undefined) throw notFound(url.pathname);
    return { id, latest };
  };
  const version = (id: string, number: number): object => {
    const record = { sid: String(number), id, schema_version: number, date_created: SINCE, raw: schemaUrl(id, number) };
    return presentRecord(versions, record);
  };
  return [
    {
      method: 'GET',
      path: '/v1/Schemas/{Id}',
      access: 'account',
      handle(request) {
        const { id, latest } = latestOf(request);
        const url = `${schema.origin}/v1/Schemas/${id}`;
        const record = { sid: id, id, url, latest_version: latest, latest_version_date_created: SINCE };
        const links = { versions: `${url}/Versions` };
        return { status: 200, body: presentRecord(schema, record, { links }) };
      },
    },
    {
      method: 'GET',
      path: '/v1/Schemas/{Id}/Versions',
      access: 'account',
      handle(request) {
        const { id, latest } = latestOf(request);
        const numbers = Array.from({ length: latest }, (_, index) => ({ sid: String(index + 1) }));
        const page = pageOf(numbers, versions, request.url);
        return { status: 200, body: page.body(page.records.map(({ sid }) => version(id, Number(sid)))) };
      },
    },
    {
      method: 'GET',
      path: '/v1/Schemas/{Id}/Versions/{SchemaVersion}',
      access: 'account',
      handle(request) {
        const { id, latest } = latestOf(request);
        const number = Number(request.path['SchemaVersion']);
        if (!Number.isInteger(number) || number < 1 || number > latest) throw notFound(request.url.pathname);
        return { status: 200, body: version(id, number) };
      },
    },
  ];
}
