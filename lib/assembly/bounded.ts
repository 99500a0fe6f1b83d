import { untilAborted } from '../errors';

/**
 * The port, each of whose promises ends with DEADLINE_EXCEEDED when the signal fires: twilio-node takes no signal, and a request that hangs must
 * not keep the caller in silence. What the work answers after that is passed over.
 */
export function bounded<T extends object>(port: T, signal: AbortSignal): T {
  return new Proxy(port, {
    get(target, name): unknown {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      return (...words: unknown[]) => untilAborted(Promise.resolve(Reflect.apply(member, target, words)), signal);
    },
  });
}
