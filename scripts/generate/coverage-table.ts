import type { Coverage } from '../../emulator';
import { markdownTable, withMarkedPart } from './marked-part';

/** docs/emulator.md with the table of routes between its markers. Throws MARKERS_MISSING when they are not there. */
export function withCoverageTable(page: string, rows: readonly Coverage[]): string {
  return withMarkedPart(page, { file: 'docs/emulator.md', name: 'coverage', content: coverageTable(rows) });
}

function coverageTable(rows: readonly Coverage[]): string {
  const sum = (count: (row: Coverage) => number) => rows.reduce((total, row) => total + count(row), 0);
  const line = (name: string, here: number, documented: number) => [
    name,
    String(here),
    String(documented),
    `${Math.floor((100 * here) / documented)} %`,
  ];
  return markdownTable([
    ['API', 'Routes here', 'Documented', 'Share'],
    ...rows.map(({ host, served, documented }) => line(`\`${host}\``, served.length, documented)),
    line(
      'all',
      sum(row => row.served.length),
      sum(row => row.documented),
    ),
  ]);
}
