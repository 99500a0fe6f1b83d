import { CommandError } from '../command-error';

/** Where in a file the generated part goes: between `<!-- name -->` and `<!-- /name -->`. */
export interface MarkedPart {
  readonly file: string;
  readonly name: string;
  /** Ends with a line feed. */
  readonly content: string;
}

/** The text with that content between the markers, whatever was there before. Throws MARKERS_MISSING when they are not there, in this order. */
export function withMarkedPart(text: string, { file, name, content }: MarkedPart): string {
  const [opening, closing] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const begin = text.indexOf(opening);
  const end = text.indexOf(closing);
  if (begin < 0 || end < begin) {
    throw new CommandError(
      'MARKERS_MISSING',
      `${file} needs ${opening} and, below it, ${closing}: the table goes between.`,
    );
  }
  return `${text.slice(0, begin + opening.length)}\n${content}${text.slice(end)}`;
}

/** A table in Markdown; the first row is its head. */
export function markdownTable(rows: readonly (readonly string[])[]): string {
  const [head = [], ...rest] = rows;
  const line = (cells: readonly string[]) => `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |\n`;
  return [head, head.map(() => '---'), ...rest].map(line).join('');
}
