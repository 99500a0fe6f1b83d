/** Moves this process's calendar, as far as Functions see it. Timers and monotonic clocks stay real. */
export interface EmulatedDate {
  /** From now on it is `nowMs` (since 1970), and time goes on from there. */
  set(nowMs: number): void;
}

/** Replaces the global `Date`, and the moment that `Intl.DateTimeFormat` formats when it is given none. Until `set` is called, time is real. */
export function emulateDate(): EmulatedDate {
  const realNow = Date.now.bind(Date);
  let aheadMs = 0;
  const now = () => realNow() + aheadMs;
  const RealDate = Date;
  const EmulatedDateConstructor = new Proxy(RealDate, {
    construct: (target, args, newTarget) =>
      Object(Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget)) as object,
    apply: target => new target(now()).toString(),
  });
  RealDate.now = now;
  RealDate.prototype.constructor = EmulatedDateConstructor;
  globalThis.Date = EmulatedDateConstructor;
  emulateDateTimeFormat(now);
  return { set: nowMs => void (aheadMs = nowMs - realNow()) };
}

/** `format()` and `formatToParts()` without a date read the machine's clock inside the engine. */
function emulateDateTimeFormat(now: () => number): void {
  const prototype = Intl.DateTimeFormat.prototype;
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called with `this` below
  const { formatToParts } = prototype;
  prototype.formatToParts = function (date) {
    return formatToParts.call(this, date ?? now());
  };
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called with `this` below
  const format = Object.getOwnPropertyDescriptor(prototype, 'format')?.get;
  if (!format) return;
  Object.defineProperty(prototype, 'format', {
    configurable: true,
    get(this: Intl.DateTimeFormat) {
      // The engine's getter returns a function that is bound to this format.
      const bound = format.call(this) as (date: Date | number) => string;
      return (date?: Date | number) => bound(date ?? now());
    },
  });
}
