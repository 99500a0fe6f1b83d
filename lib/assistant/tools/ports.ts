import type { PhoneNumber } from '../../phone';

/** Port: callbacks and tasks that are open for a caller. */
export interface OpenWork {
  /** Of this account, or of this number. */
  list(of: { readonly accountId: string; readonly caller: PhoneNumber | undefined }): Promise<readonly OpenItem[]>;
  /** Cancels; again with the same key is no fault. Throws NOT_FOUND when it is gone, CONFLICT when an agent is at it. */
  cancelCallback(id: string, key: string): Promise<void>;
}
export interface OpenItem {
  readonly id: string;
  readonly kind: 'callback' | 'voicemail' | 'task';
  readonly about: string;
  /** ISO 8601. */
  readonly createdAt: string;
}

/** Port: books callbacks to the number that the caller calls from. */
export interface Callbacks {
  /** The same key books once. Throws BAD_INPUT for a number that is not called back. */
  request(callback: {
    readonly number: PhoneNumber;
    readonly topic: string | undefined;
    readonly reason: string;
    readonly key: string;
  }): Promise<{ readonly id: string }>;
}

/** Port: an account's to-dos; with a time they are reminders. */
export interface TodoList {
  list(accountId: string): Promise<readonly Todo[]>;
  /** The same key adds once. */
  add(
    accountId: string,
    todo: { readonly text: string; readonly remindAt: string | undefined; readonly key: string },
  ): Promise<Todo>;
  /** Throws NOT_FOUND for what is not the account's. Completing twice is no fault. */
  complete(accountId: string, id: string): Promise<Todo>;
}
export interface Todo {
  readonly id: string;
  readonly text: string;
  /** ISO 8601. */
  readonly remindAt?: string | undefined;
}

/** Port: the client's calendar. Times are ISO 8601 with offset. */
export interface Calendar {
  freeSlots(wish: {
    readonly from: string;
    readonly to: string;
    readonly what: string | undefined;
  }): Promise<readonly Slot[]>;
  list(accountId: string): Promise<readonly Appointment[]>;
  /** Takes the slot when it is still free; throws CONFLICT otherwise. The same key books once. */
  book(booking: {
    readonly accountId: string;
    readonly start: string;
    readonly what: string;
    readonly key: string;
  }): Promise<Appointment>;
  /** Takes the new slot before it lets the old one go: one of them is the account's at every moment. The same key ends what it began. Throws CONFLICT, NOT_FOUND. */
  move(move: {
    readonly accountId: string;
    readonly id: string;
    readonly start: string;
    readonly key: string;
  }): Promise<Appointment>;
  /** Throws NOT_FOUND for what is not the account's. Cancelling twice is no fault. */
  cancel(cancel: { readonly accountId: string; readonly id: string; readonly key: string }): Promise<void>;
  /** What was made with this key; undefined when nothing was. */
  find(key: string): Promise<Appointment | undefined>;
}
export interface Slot {
  readonly start: string;
  readonly minutes: number;
}
export interface Appointment extends Slot {
  readonly id: string;
  readonly what: string;
}

/** Port: one HTTPS request to an address that was checked. Redirects are not followed; throws VENDOR_… when no answer came. */
export interface HttpFetch {
  fetch(request: {
    readonly url: string;
    /** Connect to this address and no other, whatever the name says by now. */
    readonly address: string;
    readonly method: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string | undefined;
    /** Read no further than this. */
    readonly maxBytes: number;
    readonly signal: AbortSignal;
  }): Promise<{ readonly status: number; readonly contentType: string; readonly body: string; readonly cut: boolean }>;
  /** All addresses of a name, IPv4 and IPv6. */
  resolve(hostname: string): Promise<readonly string[]>;
}

/** Port: secrets by name. Throws CONFIG_MISSING. */
export interface Secrets {
  read(name: string): Promise<string>;
}

/** What built-in tools work with; a tool whose port is not there is not offered. */
export interface ToolPorts {
  readonly openWork?: OpenWork | undefined;
  readonly callbacks?: Callbacks | undefined;
  readonly todos?: TodoList | undefined;
  readonly calendar?: Calendar | undefined;
  readonly http?: HttpFetch | undefined;
  readonly secrets?: Secrets | undefined;
}
