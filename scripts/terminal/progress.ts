import { coloursFor } from './colours';

/** Says on stderr what a command is busy with, so that stdout stays clean for results. */
export interface Progress {
  /** A new step begins; the one before is over. */
  step(text: string): void;
  /** All steps are over: the terminal's line is wiped. */
  done(): void;
}

interface Screen {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** On a terminal one line that is rewritten; elsewhere (a log of CI) a line a step. `quiet` says nothing at all. */
export function createProgress(options: { readonly quiet?: boolean; readonly screen?: Screen } = {}): Progress {
  const screen = options.screen ?? process.stderr;
  const colours = coloursFor(screen);
  if (options.quiet) return { step: () => undefined, done: () => undefined };
  if (!screen.isTTY) return { step: text => void screen.write(`${text}\n`), done: () => undefined };
  const wipe = '\r\u001b[2K';
  return {
    step: text => void screen.write(`${wipe}${colours.dim(`… ${text}`.slice(0, (screen.columns || 80) - 1))}`),
    done: () => void screen.write(wipe),
  };
}
