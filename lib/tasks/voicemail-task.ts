import type { Client } from '../config';
import { callerName, callerNumber } from '../phone';
import type { CallSid, ExecutionSid, RecordingSid } from '../sid';
import { SCHEMA, type VoicemailAttributes } from './attributes';

/** One message: the recording, the call it came from and where it lies. */
export interface VoicemailFacts {
  readonly recordingSid: RecordingSid;
  readonly callSid: CallSid;
  readonly recordedAt: Date;
  readonly call: { readonly from: string; readonly to: string };
  readonly recordingUrl: string;
  readonly executionSid?: ExecutionSid | undefined;
}

/** How a caller who withholds the number is called in task lists and mails. */
export const WITHHELD_NAME = 'Number withheld';

/** The attributes of a new task, without the transcript, which comes later. */
export function voicemailAttributes(client: Client, message: VoicemailFacts): VoicemailAttributes {
  const { from } = message.call;
  const number = callerNumber(from);
  return {
    linekit: { schema: SCHEMA, client: client.client },
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

/** The transcript as a task can hold it beside a story of so many bytes: cut at a word, with a mark, when it is too long. The mail has all of it. */
export function taskTranscript(text: string, storyBytes = 0): string {
  const most = TRANSCRIPT_BYTES - storyBytes;
  if (Buffer.byteLength(JSON.stringify(text)) <= most) return text;
  const mark = ' … (the e-mail has all of it)';
  let cut = text.slice(0, most);
  while (Buffer.byteLength(JSON.stringify(cut + mark)) > most)
    cut = cut.slice(0, -Math.max(1, Math.floor(cut.length / 50)));
  return cut.replace(/\s+\S*$/, '') + mark;
}
