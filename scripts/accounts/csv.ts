/** A row of a CSV file by the names in its first line, and where it stands. */
export interface CsvRow {
  /** 1-based; of the row's first line. */
  readonly line: number;
  readonly fields: Readonly<Record<string, string>>;
}

/** Rows of a CSV file (RFC 4180; "," or ";" between, quotes round what has them inside). Names are in lower case. Empty lines are left out. */
export function readCsv(text: string): CsvRow[] {
  const [head, ...rows] = records(text.replace(/^\uFEFF/, ''));
  const names = head?.cells.map(name => name.trim().toLowerCase()) ?? [];
  return rows.map(({ line, cells }) => ({
    line,
    fields: Object.fromEntries(names.map((name, index) => [name, cells[index]?.trim() ?? ''])),
  }));
}

function records(text: string): { line: number; cells: string[] }[] {
  const separator = /^[^\r\n",]*;/.test(text) ? ';' : ',';
  const found: { line: number; cells: string[] }[] = [];
  let line = 1;
  let start = 1;
  let cells: string[] = [];
  const cell = new RegExp(`("(?:[^"]|"")*"|[^"${separator}\\r\\n]*)(${separator}|\\r?\\n|$)`, 'y');
  while (cell.lastIndex < text.length) {
    const [whole = '', raw = '', end = ''] = cell.exec(text) ?? [];
    if (whole === '') throw new Error(`line ${line}: a quote is out of place`);
    line += whole.split('\n').length - 1;
    cells.push(raw.startsWith('"') ? raw.slice(1, -1).replaceAll('""', '"') : raw);
    if (end === separator) continue;
    if (cells.some(each => each.trim() !== '')) found.push({ line: start, cells });
    cells = [];
    start = line;
  }
  if (cells.length > 0) found.push({ line: start, cells: [...cells, ''] });
  return found;
}
