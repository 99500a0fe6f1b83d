import type { Coverage } from '../../emulator';
import { markdownTable, withMarkedPart } from './marked-part';

/** docs/emulator.md with the table of routes between its markers. Throws MARKERS_MISSING when they are not there. */
export function withCoverageTable(page: string, rows: readonly Coverage[]): string {
  return withMarkedPart(page, { file: 'docs/emulator.md', name: 'coverage', content: coverageTable(rows) });
}

function coverageTable(rows: readonly Coverage[]): string {
  const sum = (count: (row: Coverage) => number) => rows.reduce((total, row) => total + count(row), 0);
  const line = (name: string, here: number, absent: number) => [
    name,
    String(here),
    String(here + absent),
    `${Math.floor((100 * here) / (here + absent))} %`,
  ];
  return markdownTable([
    ['API', 'Routes here', 'Documented', 'Share', 'Absent: 501'],
    ...rows.map(row => [...line(`\`${row.host}\``, row.served.length, row.absent.length), absentFrom(row)]),
    [
      ...line(
        'all',
        sum(row => row.served.length),
        sum(row => row.absent.length),
      ),
      '',
    ],
  ]);
}

/** What is absent, as whole as it is: "Calls/…/Siprec", and "SIP" for all that is below. A route whose resource is here stands with its method. */
function absentFrom({ served, absent }: Coverage): string {
  const here = served.map(segmentsOf);
  const names = absent.map(route => {
    const segments = segmentsOf(route);
    const length = segments.findIndex(
      (segment, index) => segment !== GAP && !isBelow(here, segments.slice(0, index + 1)),
    );
    return length < 0 ? `${route.split(' ')[0] ?? ''} ${segments.join('/')}` : segments.slice(0, length + 1).join('/');
  });
  return [...new Set(names)]
    .sort()
    .map(name => `\`${name}\``)
    .join(', ');
}

/** What stands for a parameter. */
const GAP = '…';

/** "GET /v1/Channels/{Sid}" → Channels, …; without the version and the account. */
function segmentsOf(route: string): string[] {
  const path = route
    .replace(/^\w+ \/(v\d+|2010-04-01\/Accounts\/\{AccountSid\}|2010-04-01)\//, '')
    .replace(/\.json$/, '');
  return path.split('/').map(segment => (segment.startsWith('{') ? GAP : segment));
}

function isBelow(paths: readonly (readonly string[])[], folder: readonly string[]): boolean {
  return paths.some(path => folder.every((segment, index) => path[index] === segment));
}
