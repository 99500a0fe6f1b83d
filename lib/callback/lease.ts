import type { CallbackDesk } from './desk';
import type { CallbackEntry, CallbackRequest } from './ledger';

/** A holder that runs in a Function is gone after 10 s, Twilio's limit; the rest is for clocks that differ. */
const LEASE_MS = 12_000;

/** How long to wait before looking again whether another holder is done. */
const LOOK_AGAIN_MS = 400;

/** What was found under the key of a request. */
export type Grip =
  /** The work is ours. `unsure`: an earlier holder may have made a task since then: look before making one. */
  | { readonly kind: 'ours'; readonly before: CallbackEntry | undefined; readonly revision: string }
  /** This very request was settled before. */
  | { readonly kind: 'settled'; readonly entry: CallbackEntry }
  /** Another call has booked it. */
  | { readonly kind: 'theirs'; readonly entry: CallbackEntry; readonly revision: string }
  | { readonly kind: 'busy' };

/** The entry of somebody who begins with a request, or goes on with it. */
export function openEntry(request: CallbackRequest, nowMs: number, before?: CallbackEntry): CallbackEntry {
  return {
    request,
    state: 'open',
    leaseUntilMs: nowMs + LEASE_MS,
    askedAtMs: before?.state === 'open' ? before.askedAtMs : nowMs,
  };
}

/** Takes the lease of a request, as soon as nobody else has it. */
export async function takeLease(desk: CallbackDesk, key: string, request: CallbackRequest): Promise<Grip> {
  for (;;) {
    const nowMs = desk.clock.now().getTime();
    const claim = await desk.ports.ledger.claim(key, before => {
      const isFree = !before || (before.leaseUntilMs <= nowMs && before.state !== 'booked');
      const isDone = before?.state === 'withdrawn' && before.request.callSid === request.callSid;
      return isFree && !isDone ? openEntry(request, nowMs, before) : undefined;
    });
    if (claim.kind === 'claimed') return { kind: 'ours', before: claim.before, revision: claim.revision };
    const { entry, revision } = claim;
    if (entry.state !== 'open') {
      const isOwn = entry.request.callSid === request.callSid;
      return isOwn ? { kind: 'settled', entry } : { kind: 'theirs', entry, revision };
    }
    if (nowMs + LOOK_AGAIN_MS >= desk.deadlineMs) return { kind: 'busy' };
    await desk.clock.pause(LOOK_AGAIN_MS);
  }
}
