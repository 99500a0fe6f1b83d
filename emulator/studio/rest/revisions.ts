import type { ApiReply, ApiRequest, Route } from '../../contract';
import { describe } from '../../rest/description';
import { pageOf } from '../../rest/paging';
import { presentRecord } from '../../rest/presentation';
import { notFound } from '../../rest/twilio-error';
import { findRevision, revisionKey, type RevisionRecord, type StudioRecords } from '../records';

const LIST = '/v2/Flows/{Sid}/Revisions';

/** The revisions of a flow. They share the flow's SID, which is why this is no ordinary resource. `Revision` may be "LatestPublished" and the like. */
export function revisionRoutes(records: StudioRecords): Route[] {
  const description = describe('studio_v2', LIST);

  function present(revision: RevisionRecord, whole: boolean) {
    const unread = whole ? {} : { definition: null, valid: null, errors: null };
    return presentRecord(description, revision, { sid: revision.flow_sid, ...unread });
  }

  function list(request: ApiRequest): ApiReply {
    const flow = records.flows.get(request.path.Sid ?? '');
    if (!flow || flow.account_sid !== request.account?.sid) throw notFound(request.url.pathname);
    const revisions = records.revisions.filter(({ flow_sid: sid }) => sid === flow.sid).reverse();
    const page = pageOf(revisions, description, request.url);
    return { status: 200, body: page.body(page.records.map(revision => present(revision, false))) };
  }

  function fetch({ path, account, url }: ApiRequest): ApiReply {
    const wanted = { flowSid: path.Sid ?? '', revision: path.Revision ?? '' };
    const ref = findRevision(records, account?.sid ?? '', wanted);
    const revision = ref && records.revisions.get(revisionKey(ref));
    if (!revision) throw notFound(url.pathname);
    return { status: 200, body: present(revision, true) };
  }

  return [
    { method: 'GET', path: LIST, access: 'account', handle: list },
    { method: 'GET', path: `${LIST}/{Revision}`, access: 'account', handle: fetch },
  ];
}
