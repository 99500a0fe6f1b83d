import { HOLD_HOURS, missedOutcomes } from '../config';
import type { CallBackData, LinekitMark } from './attributes';
import { isObject, readObject } from './merge';

/**
 * What linekit understands of a task, whoever made it: a callback or voicemail (its own, or one of Twilio's stock plugin, whose missing
 * keys have their defaults here), a call that waits, or something foreign.
 */
export type ParsedTask =
  | {
      readonly kind: 'callback' | 'voicemail';
      /** Undefined on a task that linekit didn't make. */
      readonly linekit: LinekitMark | undefined;
      readonly name: string;
      readonly from: string;
      readonly to: string;
      readonly topic: string | undefined;
      /** "" where there is none. */
      readonly conversationId: string;
      readonly callBackData: CallBackData;
    }
  | { readonly kind: 'call'; readonly callSid: string; readonly topic: string | undefined }
  | { readonly kind: 'foreign' };

/** Reads a task's attributes. Never throws: what isn't JSON, or not of this shape, is foreign. */
export function parseTaskAttributes(json: string): ParsedTask {
  const all = readObject(json);
  if (!all) return { kind: 'foreign' };
  const { taskType } = all;
  const topic = optional(all['topic']);
  if ((taskType === 'callback' || taskType === 'voicemail') && isObject(all['callBackData'])) {
    const conversations = isObject(all['conversations']) ? all['conversations'] : {};
    return {
      kind: taskType,
      linekit: readMark(all['linekit']),
      name: text(all['name']),
      from: text(all['from']),
      to: text(all['to']),
      topic,
      conversationId: text(conversations['conversation_id']),
      callBackData: readCallBackData(all['callBackData']),
    };
  }
  const callSid = optional(all['call_sid']);
  return callSid === undefined ? { kind: 'foreign' } : { kind: 'call', callSid, topic };
}

function readCallBackData(data: Record<string, unknown>): CallBackData {
  const { attempts, isDeleted, dueAt } = data;
  const retry = missedOutcomes.find(outcome => outcome === data['retry']);
  const holdHours = HOLD_HOURS.find(hours => hours === data['holdHours']);
  return {
    numberToCall: text(data['numberToCall']),
    numberToCallFrom: text(data['numberToCallFrom']),
    attempts: typeof attempts === 'number' && Number.isSafeInteger(attempts) && attempts > 0 ? attempts : 0,
    mainTimeZone: text(data['mainTimeZone']),
    utcDateTimeReceived: text(data['utcDateTimeReceived']),
    recordingSid: text(data['recordingSid']),
    recordingUrl: text(data['recordingUrl']),
    transcriptSid: text(data['transcriptSid']),
    transcriptText: text(data['transcriptText']),
    isDeleted: isDeleted === true,
    ...(retry && { retry }),
    ...(typeof dueAt === 'string' && { dueAt }),
    ...(holdHours && { holdHours }),
    ...(data['released'] === true && { released: true }),
  };
}

function readMark(value: unknown): LinekitMark | undefined {
  if (!isObject(value) || typeof value['schema'] !== 'number') return undefined;
  const { schema, client, line, language, key } = value;
  return {
    schema,
    client: text(client),
    line: optional(line),
    language: optional(language),
    key: optional(key),
  };
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function optional(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
