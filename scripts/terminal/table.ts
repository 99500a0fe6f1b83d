export interface TableOptions {
  /** Columns that hold numbers, by index: aligned to the right. */
  readonly right?: readonly number[];
  /** Put before each row. Default two spaces. */
  readonly indent?: string;
}

const COLOUR = /\u001b\[[0-9;]*m/g;

/** How many columns a text takes on screen; colour codes take none. */
export function shownWidth(text: string): number {
  return text.replace(COLOUR, '').length;
}

/** Rows in aligned columns, two spaces apart, without trailing blanks. Ends with a line break unless there are no rows. */
export function table(rows: readonly (readonly string[])[], options: TableOptions = {}): string {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, column) => (widths[column] = Math.max(widths[column] ?? 0, shownWidth(cell))));
  }
  const right = new Set(options.right);
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => {
        const gap = ' '.repeat((widths[column] ?? 0) - shownWidth(cell));
        return right.has(column) ? gap + cell : cell + gap;
      })
      .join('  ')
      .trimEnd();
  return rows.map(row => `${options.indent ?? '  '}${line(row)}\n`).join('');
}

/** "812 B", "4.1 kB", "2.3 MB". */
export function showBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 1e6 ? `${(bytes / 1000).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

/** "61 ms", "1.4 s". */
export function showMs(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}
