export type LogLevel = 'info' | 'warn' | 'error';

export interface LogFields {
  /** Whom or what the caller said or is: written as "[redacted]" unless the logger is told to show it. */
  readonly pii?: Readonly<Record<string, unknown>>;
  readonly [field: string]: unknown;
}

export interface Log {
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  /** A logger that adds these fields to each line. */
  with(fields: LogFields): Log;
}

export interface LogOptions {
  /** Whether caller data is written out. Off unless LINEKIT_LOG_CALLER_DATA says otherwise. */
  readonly showCallerData: boolean;
  readonly write: (level: LogLevel, line: string) => void;
}

// eslint-disable-next-line no-console -- the one place that writes: a Function logs by its console
const consoleWrite = (level: LogLevel, line: string): void => console[level](line);

/** One JSON line an event: level, static message, fields. */
export function createLog(options: Partial<LogOptions> = {}, base: LogFields = {}): Log {
  const { showCallerData = false, write = consoleWrite } = options;
  const line =
    (level: LogLevel) =>
    (message: string, fields: LogFields = {}) => {
      const { pii, ...open } = { ...base, ...fields };
      const shown = pii && { pii: showCallerData ? pii : '[redacted]' };
      write(level, JSON.stringify({ level, message, ...open, ...shown }));
    };
  return {
    info: line('info'),
    warn: line('warn'),
    error: line('error'),
    with: fields => createLog({ showCallerData, write }, { ...base, ...fields }),
  };
}

/** A logger that keeps its lines, for tests. */
export function memoryLog(): Log & { lines: Record<string, unknown>[] } {
  const lines: Record<string, unknown>[] = [];
  const log = createLog({
    showCallerData: true,
    write: (_level, line) => lines.push(JSON.parse(line) as Record<string, unknown>),
  });
  return Object.assign(log, { lines });
}
