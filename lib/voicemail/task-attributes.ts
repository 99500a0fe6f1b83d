import type { Client } from '../config';
import { callerName, callerNumber } from '../phone';
import type { ExecutionSid } from '../sid';
import type { CallFacts, RecordingFacts } from './ports';

/**
 * What a Flex agent's screen reads of a voicemail task: a superset of the attributes of Twilio's stock callback-and-voicemail view
 * (flex-project-template, `callback-and-voicemail`), so that its number, player, transcript and call button work. Version 1.
 */
export interface VoicemailAttributes {
  readonly linekit: { readonly schema: 1; readonly client: string };
  readonly taskType: 'voicemail';
  /** What the task list shows: the caller's number or address, or words for a withheld one. */
  readonly name: string;
  readonly from: string;
  readonly to: string;
  readonly direction: 'inbound';
  readonly call_sid: string;
  readonly flow_execution_sid?: ExecutionSid;
  readonly callBackData: {
    /** E.164; "" when the caller withheld it or called from no number (SIP), and the call button then has nothing to dial. */
    readonly numberToCall: string;
    readonly numberToCallFrom: string;
    readonly attempts: number;
    readonly mainTimeZone: string;
    readonly utcDateTimeReceived: string;
    readonly recordingSid: string;
    readonly recordingUrl: string;
    /** Empty: the words come from Deepgram, which has no Twilio transcript. */
    readonly transcriptSid: string;
    readonly transcriptText: string;
    readonly isDeleted: boolean;
  };
  readonly conversations: { readonly conversation_id: string };
}

/** One message: the recording, the call it came from and where it lies. */
export interface Message extends RecordingFacts {
  readonly call: CallFacts;
  readonly recordingUrl: string;
  readonly executionSid?: ExecutionSid | undefined;
}

/** How a caller who withholds the number is called in task lists and mails. */
export const WITHHELD_NAME = 'Number withheld';

/** The attributes of a new task, without the transcript, which comes later. */
export function voicemailAttributes(client: Client, message: Message): VoicemailAttributes {
  const { from } = message.call;
  const number = callerNumber(from);
  return {
    linekit: { schema: 1, client: client.client },
    taskType: 'voicemail',
    name: callerName(from) ?? WITHHELD_NAME,
    from,
    to: message.call.to,
    direction: 'inbound',
    call_sid: message.callSid,
    ...(message.executionSid && { flow_execution_sid: message.executionSid }),
    callBackData: {
      numberToCall: number ?? '',
      numberToCallFrom: message.call.to,
      attempts: 0,
      mainTimeZone: client.timeZone,
      utcDateTimeReceived: message.recordedAt.toISOString(),
      recordingSid: message.recordingSid,
      recordingUrl: message.recordingUrl,
      transcriptSid: '',
      transcriptText: '',
      isDeleted: false,
    },
    conversations: { conversation_id: message.callSid },
  };
}

/** Room for the transcript in a task: Twilio takes 4,096 bytes of attributes in all, and the rest needs under 1,300. */
const TRANSCRIPT_BYTES = 2_400;

/** The transcript as a task can hold it: cut at a word, with a mark, when it is too long. The mail has all of it. */
export function taskTranscript(text: string): string {
  if (Buffer.byteLength(JSON.stringify(text)) <= TRANSCRIPT_BYTES) return text;
  const mark = ' … (the e-mail has all of it)';
  let cut = text.slice(0, TRANSCRIPT_BYTES);
  while (Buffer.byteLength(JSON.stringify(cut + mark)) > TRANSCRIPT_BYTES)
    cut = cut.slice(0, -Math.max(1, Math.floor(cut.length / 50)));
  return cut.replace(/\s+\S*$/, '') + mark;
}
