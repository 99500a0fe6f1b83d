import type { Collection, StoredRecord } from '../../contract';
import type { Scope } from '../../rest/resource';
import { invalid } from '../../rest/twilio-error';
import type { Office } from '../lifecycle/office';

/** What all resources of TaskRouter have in common. */
export function common(office: Office): {
  world: Office['world'];
  document: 'taskrouter_v1';
  parents: Readonly<Record<string, (key: string, scope: Scope) => StoredRecord | undefined>>;
} {
  const { records, world } = office;
  return {
    world,
    document: 'taskrouter_v1',
    parents: {
      WorkspaceSid: sid => records.workspaces.get(sid),
      WorkerSid: (sid, scope) => inWorkspace(records.workers.get(sid), scope),
      TaskSid: (sid, scope) => inWorkspace(records.tasks.get(sid), scope),
      TaskQueueSid: (sid, scope) => inWorkspace(records.queues.get(sid), scope),
      WorkflowSid: (sid, scope) => inWorkspace(records.workflows.get(sid), scope),
    },
  };
}

function inWorkspace<R extends { workspace_sid: string }>(record: R | undefined, scope: Scope): R | undefined {
  return record?.workspace_sid === scope['workspace_sid'] ? record : undefined;
}

interface Named extends StoredRecord {
  readonly friendly_name: string;
  readonly account_sid: string;
  readonly workspace_sid?: string;
}

/** Throws 400/20001 when another record of the same workspace (or account) has the name already. */
export function refuseDuplicate<R extends Named>(kind: string, records: Collection<R>, named: Named): void {
  const twin = records.find(
    other =>
      other.sid !== named.sid &&
      other.friendly_name === named.friendly_name &&
      other.account_sid === named.account_sid &&
      other.workspace_sid === named.workspace_sid,
  );
  if (twin) throw invalid(`${kind} with the same friendly name already exists`);
}

/** The activity's sid, checked. Undefined and "" mean none. Throws 400/20001 when the workspace has no such activity. */
export function checkActivity(office: Office, sid: string | null | undefined, workspaceSid: string): string | null {
  if (sid === undefined || sid === null || sid === '') return null;
  if (office.records.activities.get(sid)?.workspace_sid === workspaceSid) return sid;
  throw invalid(`Invalid ActivitySid ${sid}: it does not exist in this Workspace`);
}

/**
 * Sorts by `Ordering` ("Priority:desc,DateCreated:asc"); `properties` names what may be sorted by. Throws 400/20001 for anything else.
 * Records that are equal stay in the order of their creation.
 */
export function sortBy<R extends StoredRecord>(
  records: readonly R[],
  ordering: string | null,
  properties: Readonly<Record<string, (record: R) => string | number>>,
): readonly R[] {
  if (ordering === null || ordering === '') return records;
  const comparisons = ordering.split(',').map(part => {
    const [name = '', direction = 'asc'] = part.trim().split(':');
    const read = properties[name];
    if (!read || !/^(asc|desc)$/i.test(direction)) throw invalid(`Invalid Ordering "${part}"`);
    const sign = direction.toLowerCase() === 'asc' ? 1 : -1;
    return (left: R, right: R): number => {
      const [a, b] = [read(left), read(right)];
      return a === b ? 0 : a < b ? -sign : sign;
    };
  });
  return [...records].sort((left, right) => {
    for (const compare of comparisons) {
      const difference = compare(left, right);
      if (difference !== 0) return difference;
    }
    return 0;
  });
}

/** True when the query does not ask for the property, or for this value. */
export function asks(query: URLSearchParams, name: string, value: string | null): boolean {
  const wanted = query.get(name);
  return wanted === null || wanted === '' || wanted === value;
}
