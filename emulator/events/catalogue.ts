/** A type of events that may be subscribed to. */
export interface EventType {
  readonly type: string;
  readonly schemaId: string;
}

/** The latest version of each schema. Source: twilio.com/docs/events/event-types */
const SCHEMAS: Readonly<Record<string, number>> = {
  'TaskRouter.WDSEvent': 4,
  'Voice.WebhookEvent': 2,
  'Studio.FlowExecutionStarted': 1,
  'Studio.FlowExecutionEnded': 1,
  'Studio.FlowStepEnded': 2,
  'ErrorLogs.Error': 1,
};

const TASKROUTER = {
  activity: ['created', 'updated', 'deleted'],
  reservation: [
    ...['created', 'accepted', 'rejected', 'timeout', 'canceled', 'rescinded', 'completed', 'failed', 'wrapup'],
  ],
  task: [
    ...['created', 'updated', 'canceled', 'wrapup', 'completed', 'deleted', 'system-deleted'],
    ...['transfer-initiated', 'transfer-attempt-failed', 'transfer-failed', 'transfer-canceled', 'transfer-completed'],
  ],
  'task-channel': ['created', 'updated', 'deleted'],
  'task-queue': ['created', 'deleted', 'entered', 'timeout', 'moved', 'expression-updated'],
  worker: [
    ...['created', 'deleted', 'activity.update', 'attributes.update', 'capacity.update'],
    'channel.availability.update',
  ],
  workflow: ['created', 'updated', 'deleted', 'entered', 'skipped', 'target-matched', 'timeout'],
  workspace: ['created', 'updated', 'deleted'],
} as const;

const VOICE = {
  'status-callback': [
    ...['call.initiated', 'call.ringing', 'call.answered', 'call.completed'],
    ...[
      'conference.updated',
      'conference.participant.updated',
      'recording.processed',
      'stream.updated',
      'amd.detected',
    ],
  ],
  twiml: [
    ...['gather.finished', 'dial.finished', 'record.finished', 'enqueue.finished', 'call.redirected', 'request.failed'],
  ],
  'api-request': ['call.created', 'call.modified'],
} as const;

/** All types, sorted by name. */
export const eventTypes: readonly EventType[] = [
  ...named('com.twilio.taskrouter', TASKROUTER, 'TaskRouter.WDSEvent'),
  ...named('com.twilio.voice', VOICE, 'Voice.WebhookEvent'),
  { type: 'com.twilio.studio.flow.execution.started', schemaId: 'Studio.FlowExecutionStarted' },
  { type: 'com.twilio.studio.flow.execution.ended', schemaId: 'Studio.FlowExecutionEnded' },
  { type: 'com.twilio.studio.flow.step.ended', schemaId: 'Studio.FlowStepEnded' },
  { type: 'com.twilio.error-logs.error.logged', schemaId: 'ErrorLogs.Error' },
].sort((left, right) => (left.type < right.type ? -1 : 1));

/** The latest version of a schema; undefined when there is no such schema. */
export function latestVersion(schemaId: string): number | undefined {
  return Object.hasOwn(SCHEMAS, schemaId) ? SCHEMAS[schemaId] : undefined;
}

/** Where a version of a schema lies, as events name it. */
export function schemaUrl(schemaId: string, version: number): string {
  return `https://events-schemas.twilio.com/${schemaId}/${version}`;
}

/** The type of that name. */
export function findType(name: string): EventType | undefined {
  return eventTypes.find(({ type }) => type === name);
}

function named(prefix: string, groups: Readonly<Record<string, readonly string[]>>, schemaId: string): EventType[] {
  return Object.entries(groups).flatMap(([group, events]) =>
    events.map(event => ({ type: `${prefix}.${group}.${event}`, schemaId })),
  );
}
