import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { lineKinds } from '../../lib/config';
import { root } from './source-files';

interface Flow {
  readonly states: readonly {
    name: string;
    type: string;
    properties: Record<string, unknown>;
    transitions: readonly { event: string; next?: string }[];
  }[];
  readonly initial_state: string;
}

const files = readdirSync(join(root, 'flows')).filter(name => name.endsWith('.json'));
const flows = files.map(name => ({ name, flow: JSON.parse(readFileSync(join(root, 'flows', name), 'utf8')) as Flow }));

test('there is one flow for each kind of line', () => {
  expect(files.sort()).toEqual(lineKinds.map(kind => `${kind}.json`).sort());
});

test('the linter finds nothing wrong with them', () => {
  const { stdout } = spawnSync(process.execPath, [join(root, 'bin/linekit.js'), 'flows', 'lint', '--json'], {
    encoding: 'utf8',
  });
  const reports = JSON.parse(stdout) as { file: string; findings: object[] }[];
  expect(reports.map(each => each.file)).toEqual(files.map(name => `flows/${name}`));
  expect(reports.flatMap(each => each.findings)).toEqual([]);
});

test.each(flows)('$name: still takes a message when the function that it asks fails', ({ flow }) => {
  const asks = flow.states.filter(state => state.type === 'run-function');
  expect(asks).toHaveLength(1);
  let current = asks[0]?.transitions.find(({ event }) => event === 'fail')?.next;
  const path: string[] = [];
  while (current && !path.includes(current)) {
    const state = flow.states.find(({ name }) => name === current);
    path.push(state?.type ?? 'missing');
    if (state?.type === 'record-voicemail') break;
    current = state?.transitions[0]?.next;
  }
  expect(path).toEqual(['say-play', 'record-voicemail']);
});
