/** Exit codes of every command. */
export const EXIT = { ok: 0, failed: 1, badInput: 2 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** A failure that a person can do something about: a code to search for, and words that say what to do. */
export class CommandError extends Error {
  override readonly name = 'CommandError';

  constructor(
    /** Upper case with underscores: "CLIENT_FILE_INVALID". */
    readonly code: string,
    message: string,
    readonly options: { readonly exitCode?: ExitCode; readonly cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
  }

  get exitCode(): ExitCode {
    return this.options.exitCode ?? EXIT.failed;
  }
}

/** The same, for what was typed or written wrongly: exit code 2. */
export function badInput(code: string, message: string): CommandError {
  return new CommandError(code, message, { exitCode: EXIT.badInput });
}

/** Any throw as the line that a person reads, and the exit code that a script reads. */
export function describeError(error: unknown): { readonly line: string; readonly exitCode: ExitCode } {
  if (error instanceof CommandError) return { line: `${error.code}: ${error.message}`, exitCode: error.exitCode };
  const message = error instanceof Error ? error.message : String(error);
  return { line: `${codeOf(error)}: ${message || 'no words came with it'}`, exitCode: EXIT.failed };
}

/** Twilio's errors carry a number, errors of Node and of linekit's library a word. */
function codeOf(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  if (typeof code === 'number') return `TWILIO_${code}`;
  return typeof code === 'string' && /^[A-Z][A-Z0-9_]+$/.test(code) ? code : 'INTERNAL';
}
