import { answer } from '../assistant';
import { flowUrl } from './place';
import type { AssistantDesk } from './take-turn';

/** Between two looks at what another request is still at. */
const LOOK_AGAIN_MS = 1_500;

/** How Twilio says that a call is over. Source: Twilio docs, "Call resource", Status. */
const OVER: readonly string[] = ['completed', 'busy', 'failed', 'no-answer', 'canceled'];

/** Whether that CallStatus is of a call that is over. */
export function isOver(callStatus = ''): boolean {
  return OVER.includes(callStatus);
}

/**
 * The call is over, whoever ended it: what the assistant had begun becomes known, the rest of what it cost is booked, and the story is left in
 * state and log. A call that had ended in the assistant's way costs one reading. May be told as often as it likes. What another request is
 * still at is looked at again until `untilMs` (milliseconds since 1970). Throws what the store throws.
 */
export async function endCall(desk: () => AssistantDesk, untilMs: number): Promise<void> {
  for (;;) {
    const { deps } = desk();
    const { then, turn, handOver } = await answer(deps, { id: 'hangUp', kind: 'hangUp' });
    const { clock, log } = deps;
    if (then === 'wait' && clock.now().getTime() + LOOK_AGAIN_MS < untilMs) {
      await clock.pause(LOOK_AGAIN_MS);
      continue;
    }
    if (!handOver) return;
    const { summary, done, unsure, costMicroUsd } = handOver;
    log.info('assistant: the caller hung up', { turn, done: done.length, costMicroUsd, pii: { summary } });
    if (then === 'wait' || unsure.length > 0)
      log.error('assistant: somebody must check what was done for a caller who hung up', { unsure, pii: { summary } });
    return;
  }
}

/** Where the end of a call is told next: Studio hears of it as without us. Undefined without a flow. */
export function toldNext(place: AssistantDesk['place'], call: { callSid: string; status: string }): string | undefined {
  const flow = flowUrl(place);
  // A redirect loses what a POST said.
  return flow && `${flow}?CallSid=${call.callSid}&CallStatus=${encodeURIComponent(call.status)}`;
}
