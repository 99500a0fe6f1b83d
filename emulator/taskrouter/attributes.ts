import { invalid } from '../rest/twilio-error';
import type { Scope } from './expression/expression';
import type { TaskRecord } from './records';

/** Twilio's limit of a task's or worker's attributes, characters. */
const MAX_LENGTH = 4096;

/** Attributes as a request gives them, checked: a JSON object of at most 4,096 characters. Throws TwilioError 400/20001. */
export function checkAttributes(json: string): string {
  if (json.length > MAX_LENGTH) throw invalid(`Attributes exceed the maximum length of ${MAX_LENGTH} characters`);
  if (!parseObject(json)) throw invalid('Invalid Attributes: must be a valid JSON object');
  return json;
}

/** The attributes of a task or worker; those in the store are always an object. */
export function attributesOf({ attributes }: { readonly attributes: string }): Scope {
  return parseObject(attributes) ?? {};
}

/** The call that a task is about, as far as it says so. */
export function callSidOf(task: TaskRecord): string | undefined {
  if (task.routing.callSid !== null) return task.routing.callSid;
  const callSid = attributesOf(task).call_sid;
  return typeof callSid === 'string' && callSid !== '' ? callSid : undefined;
}

function parseObject(json: string): Scope | undefined {
  try {
    const value: unknown = JSON.parse(json);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    return Object.fromEntries(Object.entries(value));
  } catch {
    return undefined;
  }
}
