/** Who can mend an error of this code, what a web client is told, and what a caller hears. */
export interface CodeRule {
  /** HTTP status of a Function's answer. */
  readonly status: number;
  /** Whether the same step, done again later, may succeed without anybody changing anything. */
  readonly retryable: boolean;
}

/** Every error code of linekit. A new kind of failure is a line here. */
export const codes = {
  /** An environment variable is missing or has the wrong form. Mended by whoever deploys. */
  CONFIG_MISSING: { status: 500, retryable: false },
  /** The client's file breaks its schema, or is not in the build. Mended by whoever wrote it. */
  CLIENT_FILE_INVALID: { status: 500, retryable: false },
  /** The code runs in another Twilio account than the one the client's file names. */
  WRONG_ACCOUNT: { status: 500, retryable: false },
  /** A request lacks a field or has one of the wrong form. */
  BAD_INPUT: { status: 400, retryable: false },
  /** The Flex token is missing, has expired, is another account's or was made up. */
  TOKEN_INVALID: { status: 403, retryable: false },
  /** Whoever holds this Flex token has no role that may do this. */
  ROLE_REFUSED: { status: 403, retryable: false },
  /** The worker neither has this task nor had it before. */
  TASK_NOT_HELD: { status: 403, retryable: false },
  /** No agent has accepted the task, or it was canceled: there is nothing to wrap up or to try again. */
  TASK_NOT_ASSIGNED: { status: 409, retryable: false },
  /** The task was completed with a disposition: it can't be tried again. */
  TASK_COMPLETED: { status: 409, retryable: false },
  /** The client's policy allows no further call. */
  ATTEMPTS_EXHAUSTED: { status: 409, retryable: false },
  /** Somebody deleted the recording. */
  RECORDING_DELETED: { status: 410, retryable: false },
  /** More than a Function can answer in one piece. */
  RECORDING_TOO_LARGE: { status: 413, retryable: false },
  /** A link's signature does not fit: it was altered, or made by another account. */
  LINK_INVALID: { status: 403, retryable: false },
  /** A link was good once and has expired. */
  LINK_EXPIRED: { status: 410, retryable: false },
  /** The vendor says that the thing does not exist. */
  NOT_FOUND: { status: 404, retryable: false },
  /** Somebody else changed or created it first. */
  CONFLICT: { status: 409, retryable: true },
  /** A task's attributes would not fit into what Twilio takes. */
  ATTRIBUTES_TOO_LARGE: { status: 422, retryable: false },
  /** The vendor refused the request as such: wrong key, bad field. Nothing was done. */
  VENDOR_REJECTED: { status: 502, retryable: false },
  /** The vendor did not process the request because there were too many. Safe to repeat. */
  RATE_LIMITED: { status: 503, retryable: true },
  /** No connection came about: nothing was done. Safe to repeat. */
  VENDOR_UNREACHABLE: { status: 503, retryable: true },
  /** No usable answer: whether the work was done is unknown. Look before you repeat. */
  VENDOR_UNAVAILABLE: { status: 503, retryable: true },
  /** The work did not end within the time that a Function has. */
  DEADLINE_EXCEEDED: { status: 503, retryable: true },
  /** A defect of ours. */
  INTERNAL: { status: 500, retryable: false },
} as const satisfies Record<string, CodeRule>;

export type ErrorCode = keyof typeof codes;
