import type { Parameters } from '../../rest/resource';

/** What an instruction says, by the names that assignment callbacks use, whichever way it came. */
export type InstructionFields = Readonly<Record<string, unknown>>;

/** Parameters of a reservation's update that belong to an instruction, and what callbacks call them. */
const OWN_NAMES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  reject: { WorkerActivitySid: 'activity_sid' },
  dequeue: {
    DequeueTo: 'to',
    DequeueFrom: 'from',
    DequeueRecord: 'record',
    DequeueTimeout: 'timeout',
    DequeueStatusCallbackUrl: 'status_callback_url',
    DequeueStatusCallbackEvent: 'status_callback_events',
    DequeuePostWorkActivitySid: 'post_work_activity_sid',
  },
  call: {
    CallTo: 'to',
    CallFrom: 'from',
    CallUrl: 'url',
    CallRecord: 'record',
    CallTimeout: 'timeout',
    CallAccept: 'accept',
    CallStatusCallbackUrl: 'status_callback_url',
  },
  redirect: { RedirectCallSid: 'call_sid', RedirectUrl: 'url', RedirectAccept: 'accept' },
  conference: { StatusCallback: 'status_callback_url', StatusCallbackEvent: 'status_callback_events' },
  supervise: { StatusCallback: 'status_callback_url', StatusCallbackEvent: 'status_callback_events' },
};
/** Instructions whose parameters have no prefix: "EndConferenceOnExit" is `end_conference_on_exit`. */
const UNPREFIXED = new Set(['conference', 'supervise']);

/** The fields of an instruction that came by REST, with prefixed parameters. */
export function fieldsOfRequest(instruction: string, parameters: Parameters): InstructionFields {
  const names = OWN_NAMES[instruction] ?? {};
  const fields: Record<string, unknown> = { instruction };
  for (const [parameter, value] of Object.entries(parameters)) {
    const name = names[parameter] ?? (UNPREFIXED.has(instruction) ? snakeCase(parameter) : undefined);
    if (name !== undefined && name !== 'instruction') fields[name] = value;
  }
  return fields;
}

/** A field as text; undefined when it is not there or empty. */
export function textOf(fields: InstructionFields, name: string): string | undefined {
  const value = fields[name];
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** True and "true" are. */
export function flagOf(fields: InstructionFields, name: string): boolean | undefined {
  const text = textOf(fields, name)?.toLowerCase();
  return text === undefined ? undefined : text === 'true';
}

/** A list, or one text with commas. */
export function listOf(fields: InstructionFields, name: string): string[] {
  const value = fields[name];
  const parts: unknown[] = Array.isArray(value) ? value : typeof value === 'string' ? value.split(',') : [];
  return parts.map(part => String(part).trim()).filter(part => part !== '');
}

function snakeCase(name: string): string {
  return name.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '_').toLowerCase();
}
