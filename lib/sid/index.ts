declare const brand: unique symbol;

/** An identifier of Twilio's: two letters that tell the kind, and 32 hexadecimal digits. */
export type Sid<Prefix extends string> = string & { readonly [brand]: Prefix };

export type AccountSid = Sid<'AC'>;
export type CallSid = Sid<'CA'>;
export type RecordingSid = Sid<'RE'>;
export type TaskSid = Sid<'WT'>;
export type WorkerSid = Sid<'WK'>;
/** A task as it was offered to one worker. */
export type ReservationSid = Sid<'WR'>;
/** A Studio execution. */
export type ExecutionSid = Sid<'FN'>;

/** Whether the text is a SID of that kind. */
export function isSid<Prefix extends string>(prefix: Prefix, text: string): text is Sid<Prefix> {
  return text.startsWith(prefix) && /^[A-Z]{2}[0-9a-f]{32}$/i.test(text);
}
