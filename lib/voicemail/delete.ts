import { AppError, retry } from '../errors';
import { leads, notHeld, repeats } from '../desk';
import { accessBy, findConversation, hasHeldOne, type Conversation, type VoicemailDesk, type Wanted } from './access';
import { isSettled, type LedgerEntry, type Step } from './ledger';

/**
 * Deletes a recording and its transcript for good: at Twilio, in the delivery ledger and on every task that shows it (`isDeleted`). For whoever
 * has or had a task of the conversation, supervisors and admins. A mail that was sent stays where it is; one that was not is not sent any more.
 * Asked again it does what is missing. Throws TASK_NOT_HELD, NOT_FOUND; CONFLICT while the voicemail is being delivered.
 */
export async function deleteVoicemail(wanted: Wanted, desk: VoicemailDesk): Promise<{ tasks: number }> {
  const conversation = await findConversation(wanted, desk);
  const { recordingSid, conversationId } = conversation;
  if (!leads(desk.agent) && !(await hasHeldOne(conversation, desk))) throw notHeld();
  await retry(() => forget(conversation, desk), { ...repeats(desk), when: repeatable });
  await retry(() => desk.recordings.delete(recordingSid), repeats(desk));
  const shown = await retry(() => desk.tasks.withRecording(recordingSid), repeats(desk));
  const taskSids = [...new Set([...conversation.taskSids, ...shown])];
  const changed = await Promise.all(
    taskSids.map(taskSid => retry(() => desk.tasks.change(taskSid, DELETED), repeats(desk))),
  );
  const access = { ...accessBy(desk), recordingSid };
  await retry(
    () =>
      desk.ledger.change(conversationId, record =>
        record.deleted.some(each => each.recordingSid === recordingSid)
          ? record
          : { ...record, deleted: [...record.deleted, access] },
      ),
    repeats(desk),
  );
  const tasks = changed.filter(Boolean).length;
  desk.log.info('voicemail deleted by an agent', { recordingSid, workerSid: access.workerSid, tasks });
  return { tasks };
}

/** The view hides player and transcript by `isDeleted`; the words themselves go. */
const DELETED = { callBackData: { isDeleted: true, transcriptText: '', transcriptSid: '', recordingUrl: '' } };

const repeatable = ({ code }: AppError): boolean => code === 'CONFLICT' || code === 'RATE_LIMITED';

/** Takes the words out of the delivery ledger; what is not delivered yet has nothing left to deliver but its task. */
async function forget({ recordingSid, entry }: Conversation, { voicemails, clock }: VoicemailDesk): Promise<void> {
  const nowMs = clock.now().getTime();
  const claim = await voicemails.claim(recordingSid, before => ({
    ...(before ?? entry),
    leaseUntilMs: nowMs + LEASE_MS,
    triedAtMs: nowMs,
  }));
  if (claim.kind === 'busy') throw new AppError('CONFLICT', 'The voicemail is being delivered at this moment.');
  if (claim.kind === 'finished') return;
  await voicemails.save(recordingSid, withoutWords(claim.before ?? entry), claim.revision);
}

const LEASE_MS = 15_000;

function withoutWords({ words: _, ...entry }: LedgerEntry): LedgerEntry {
  const dropped = (step: Step): Step => (isSettled(step) ? step : { state: 'skipped', tries: step.tries });
  const { task, transcript, mail } = entry.steps;
  return { ...entry, leaseUntilMs: 0, steps: { task, transcript: dropped(transcript), mail: dropped(mail) } };
}
