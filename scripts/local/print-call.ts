import type { TimelineEntry } from '../../emulator';
import { createTalkHighlights } from '../demo/talk-highlights';
import type { Highlights } from '../report/highlights';
import { createTranscriptPrinter } from '../report/transcript';
import { coloursFor } from '../terminal/colours';
import { print } from '../terminal/print';

export interface CallPrinterOptions {
  /** The moment that is 0:00, on the emulated clock; that of the first entry when left out. */
  readonly startMs?: number;
  /** Everything, instead of what people want to read. */
  readonly verbose: boolean;
  /** Picks what is shown unless everything is; as of any call when left out. */
  readonly highlights?: Highlights;
}

/** Prints one call on stdout while it happens. */
export function createCallPrinter({
  startMs,
  verbose,
  highlights,
}: CallPrinterOptions): (entry: TimelineEntry) => void {
  const transcript = createTranscriptPrinter({
    colour: coloursFor(process.stdout).isColorSupported,
    width: screenWidth(),
    ...(startMs !== undefined && { startMs }),
  });
  const highlight = verbose ? (entry: TimelineEntry) => entry : (highlights ?? createTalkHighlights());
  return entry => {
    const shown = highlight(entry);
    if (shown) print(transcript.line(shown));
  };
}

/** Columns to write in: those of the terminal (some say 0), but no lines that an eye gets lost in. */
export function screenWidth(): number {
  const columns = process.stdout.columns;
  return columns > 0 ? Math.min(columns, 100) : 80;
}
