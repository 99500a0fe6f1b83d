import type { Collection, Store, StoredRecord } from '../contract';
import type { FlowDefinition } from './definition/flow-definition';
import type { ExecutionState, FlowRef, Variables } from './engine/execution';

/** A flow as its newest revision is, and which revision calls run. */
export interface FlowRecord extends StoredRecord {
  account_sid: string;
  author_sid: string | null;
  friendly_name: string;
  definition: FlowDefinition;
  status: 'draft' | 'published';
  revision: number;
  commit_message: string | null;
  valid: boolean;
  errors: readonly unknown[];
  warnings: readonly unknown[];
  webhook_url: string;
  date_created: string;
  date_updated: string;
  /** Not answered: the newest published revision; null before the first. */
  published_revision: number | null;
}

/** One saved revision. Its key is `FW….<revision>`; `flow_sid` is the SID that Twilio answers. */
export type RevisionRecord = Omit<FlowRecord, 'published_revision' | 'warnings' | 'webhook_url'> & { flow_sid: string };

export interface ExecutionRecord extends StoredRecord {
  account_sid: string;
  flow_sid: string;
  contact_channel_address: string;
  contact_sid: string;
  flow_version: number;
  context: Record<string, never>;
  status: 'active' | 'ended';
  date_created: string;
  date_updated: string;
  initiated_by: string;
}

export interface StepRecord extends StoredRecord {
  account_sid: string;
  flow_sid: string;
  execution_sid: string;
  parent_step_sid: string | null;
  /** The event by which the widget was left. */
  name: string;
  context: Record<string, never>;
  transitioned_from: string;
  /** The next widget, or "Ended". */
  transitioned_to: string;
  type: string;
  date_created: string;
  date_updated: string | null;
  /** Not answered here, but by the step's context. */
  variables: Variables;
}

/** What the engine keeps of an execution; its key is the execution's SID. */
export interface StateRecord extends StoredRecord {
  state: ExecutionState;
  /** When the widget that waits is left by `timeout`, milliseconds since 1970; null when nothing limits it. */
  waitUntilMs: number | null;
}

/** The executions that a call has had, oldest first; its key is the CallSid. */
export interface CallRecord extends StoredRecord {
  executions: readonly string[];
}

/** The users that try a flow's drafts; its key is the flow's SID. */
export interface TestUsersRecord extends StoredRecord {
  test_users: readonly string[];
}

/** Everything that Studio keeps. */
export interface StudioRecords {
  readonly flows: Collection<FlowRecord>;
  readonly revisions: Collection<RevisionRecord>;
  readonly executions: Collection<ExecutionRecord>;
  readonly steps: Collection<StepRecord>;
  readonly states: Collection<StateRecord>;
  readonly calls: Collection<CallRecord>;
  readonly testUsers: Collection<TestUsersRecord>;
}

/** Studio's collections of a store. */
export function studioRecords(store: Store): StudioRecords {
  return {
    flows: store.collection('studio.flows'),
    revisions: store.collection('studio.revisions'),
    executions: store.collection('studio.executions'),
    steps: store.collection('studio.steps'),
    states: store.collection('studio.states'),
    calls: store.collection('studio.calls'),
    testUsers: store.collection('studio.test-users'),
  };
}

/** The key of a revision. */
export function revisionKey({ sid, revision }: FlowRef): string {
  return `${sid}.${revision}`;
}

/**
 * Which revision "LatestPublished", "LatestDraft" (or "LatestRevision", as error 81021 calls it) or a number means. Undefined when the
 * flow or that revision is not there, or the flow is another account's.
 */
export function findRevision(records: StudioRecords, accountSid: string, wanted: FlowWanted): FlowRef | undefined {
  const flow = records.flows.get(wanted.flowSid);
  if (!flow || flow.account_sid !== accountSid) return undefined;
  const revision = revisionNumber(flow, wanted.revision);
  const ref = { sid: flow.sid, revision };
  return records.revisions.get(revisionKey(ref)) ? ref : undefined;
}

export interface FlowWanted {
  readonly flowSid: string;
  readonly revision: string;
}

function revisionNumber(flow: FlowRecord, wanted: string): number {
  if (wanted === 'LatestPublished') return flow.published_revision ?? 0;
  return wanted === 'LatestDraft' || wanted === 'LatestRevision' ? flow.revision : Number(wanted);
}
