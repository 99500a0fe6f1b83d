import { variables } from '../../lib/config';
import { CommandError } from '../command-error';

const BEGIN = '<!-- environment -->';
const END = '<!-- /environment -->';

/** The README with the table of variables between its markers. Throws MARKERS_MISSING when they are not there, in this order. */
export function withEnvironmentTable(readme: string): string {
  const begin = readme.indexOf(BEGIN);
  const end = readme.indexOf(END);
  if (begin < 0 || end < begin) {
    throw new CommandError(
      'MARKERS_MISSING',
      `README.md needs ${BEGIN} and, below it, ${END}: the table goes between.`,
    );
  }
  return `${readme.slice(0, begin + BEGIN.length)}\n${environmentTable()}${readme.slice(end)}`;
}

function environmentTable(): string {
  const rows = Object.entries(variables).map(([name, rule]) => [
    `\`${name}\``,
    rule.description,
    rule.format,
    rule.required ? 'yes' : 'no',
    rule.setBy,
  ]);
  const head = ['Variable', 'What it is', 'Form', 'Required', 'Set by'];
  const line = (cells: readonly string[]) => `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |\n`;
  return [head, head.map(() => '---'), ...rows].map(line).join('');
}
