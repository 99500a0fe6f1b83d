import type { DialTarget } from '../../dial-leg';
import { mayShow } from '../../own-numbers';
import type { Session } from '../../session';

/**
 * Who a Dial says is calling: `callerId`, or who calls this leg. A phone must be called from a number of the call or of the account (13214); anything
 * else by what can stand in an address (13247). Undefined, with a warning, when nobody can be called so.
 */
export function callerIdFor(
  targets: readonly DialTarget[],
  callerId: string | undefined,
  session: Session,
): string | undefined {
  const from = callerId?.trim() || session.call.record.from;
  if (!/^[\w+.:@%~-]+$/.test(from)) {
    session.warn({ code: 13247, message: `Dial: Invalid From number (caller ID) "${from}"` });
    return undefined;
  }
  if (targets.some(({ to }) => to.startsWith('+')) && !mayCallFrom(from, session)) {
    session.warn({ code: 13214, message: `Dial: Invalid callerId value "${from}"` });
    return undefined;
  }
  return from;
}

/** The calling and the called number, whatever they are, and those that the account has or verified. */
function mayCallFrom(from: string, { call }: Session): boolean {
  const { record, accountSid, world } = call;
  if (from.startsWith('client:')) return false;
  if (from === record.from || from === record.to) return true;
  return mayShow(from, accountSid, world);
}
