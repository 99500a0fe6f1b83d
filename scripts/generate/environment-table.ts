import { variables } from '../../lib/config';
import { markdownTable, withMarkedPart } from './marked-part';

/** The README with the table of variables between its markers. Throws MARKERS_MISSING when they are not there. */
export function withEnvironmentTable(readme: string): string {
  return withMarkedPart(readme, { file: 'README.md', name: 'environment', content: environmentTable() });
}

function environmentTable(): string {
  const rows = Object.entries(variables).map(([name, rule]) => [
    `\`${name}\``,
    rule.description,
    rule.format,
    rule.required ? 'yes' : 'no',
    rule.setBy,
  ]);
  return markdownTable([['Variable', 'What it is', 'Form', 'Required', 'Set by'], ...rows]);
}
