import type { ControlRoute } from '../../emulator';
import { markdownTable, withMarkedPart } from './marked-part';

type Shown = Pick<ControlRoute, 'method' | 'path' | 'summary' | 'body'>;

/** docs/emulator.md with the table of control routes between its markers. Throws MARKERS_MISSING when they are not there. */
export function withControlTable(page: string, routes: readonly Shown[]): string {
  const rows = routes.map(({ method, path, summary, body }) => [
    `\`${method} ${path}\``,
    summary,
    body === undefined ? '' : `\`${body}\``,
  ]);
  const content = markdownTable([['Route', 'What it does', 'Body'], ...rows]);
  return withMarkedPart(page, { file: 'docs/emulator.md', name: 'control', content });
}
