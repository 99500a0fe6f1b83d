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

test.each(flows)(
  '$name: still takes a message when the functions that it asks fail, whichever fails first',
  ({ flow }) => {
    const asks = flow.states.filter(state => state.type === 'run-function');
    expect(asks.length).toBeGreaterThan(0);
    for (const ask of asks) expect(pathInTrouble(flow, ask).slice(-2)).toEqual(['say-play', 'record-voicemail']);
  },
);

/** The types of the widgets that come where nothing works: functions fail, and no call gets into the queue. */
function pathInTrouble({ states }: Flow, from: Flow['states'][number]): string[] {
  const path: string[] = [];
  for (let state: Flow['states'][number] | undefined = from; state && path.length < states.length;) {
    path.push(state.type);
    if (state.type === 'record-voicemail') break;
    const next = nextInTrouble(state);
    state = states.find(({ name }) => name === next);
  }
  return path;
}

function nextInTrouble({ transitions }: Flow['states'][number]): string | undefined {
  return (transitions.find(({ event }) => /^(fail|callFailure)$/.test(event)) ?? transitions[0])?.next;
}
