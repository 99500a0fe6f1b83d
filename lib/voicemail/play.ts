import { AppError, retry } from '../errors';
import { notHeld, repeats } from '../desk';
import { accessBy, findConversation, hasHeldOne, type Conversation, type VoicemailDesk, type Wanted } from './access';
import { PART_BYTES } from './listen';

/** A player asks for one recording in many parts: within this time that counts as one listening. */
const ONE_LISTENING_MS = 10 * 60_000;

/**
 * The recording as mp3, for an agent who has or had a task of its conversation; who listened and when is kept in the desk's ledger before any
 * sound goes out. Throws TASK_NOT_HELD, RECORDING_DELETED, NOT_FOUND.
 */
export async function playVoicemail(wanted: Wanted, desk: VoicemailDesk): Promise<Buffer> {
  const conversation = await findConversation(wanted, desk);
  const { recordingSid } = conversation;
  if (!(await hasHeldOne(conversation, desk))) throw notHeld();
  if (conversation.record.deleted.some(each => each.recordingSid === recordingSid))
    throw new AppError('RECORDING_DELETED', 'This recording was deleted.');
  await noteListening(conversation, desk);
  return retry(() => desk.recordings.media(recordingSid), repeats(desk));
}

/**
 * The same in the stock plugin's shape: base64 and its type. Throws RECORDING_TOO_LARGE when the answer would be larger than a Function's may
 * be, beside what `playVoicemail` throws.
 */
export async function fetchVoicemail(
  wanted: Wanted,
  desk: VoicemailDesk,
): Promise<{ recording: string; type: string }> {
  const recording = (await playVoicemail(wanted, desk)).toString('base64');
  if (recording.length > PART_BYTES)
    throw new AppError(
      'RECORDING_TOO_LARGE',
      `This recording has ${recording.length} bytes in base64; a Function answers ${PART_BYTES} at most. Stream it from /voicemail/play.`,
    );
  return { recording, type: 'audio/mpeg' };
}

async function noteListening({ recordingSid, conversationId }: Conversation, desk: VoicemailDesk): Promise<void> {
  const access = accessBy(desk);
  desk.log.info('voicemail played to an agent', { recordingSid, workerSid: access.workerSid });
  await retry(
    () =>
      desk.ledger.change(conversationId, record => {
        const last = record.heard.findLast(
          each => each.workerSid === access.workerSid && each.recordingSid === recordingSid,
        );
        if (last && Date.parse(access.at) - Date.parse(last.at) < ONE_LISTENING_MS) return record;
        return { ...record, heard: [...record.heard, { ...access, recordingSid }].slice(-HEARD_KEPT) };
      }),
    repeats(desk),
  );
}

/** The ledger's item takes 16 KB, and one listening 150 bytes; the log has them all. */
const HEARD_KEPT = 60;
