import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { lineKinds } from '../../lib/config';
import { root, sourceFiles } from './source-files';

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

function strings(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(strings) : [];
}

test('there is one flow for each kind of line', () => {
  expect(files.sort()).toEqual(lineKinds.map(kind => `${kind}.json`).sort());
});

test.each(flows)('$name: every URL of a function is one that the build deploys', ({ flow }) => {
  const deployed = sourceFiles('functions').map(file => file.path.replace(/^functions|(\.protected)?\.ts$/g, ''));
  const called = strings(flow).flatMap(text => /^https:\/\/\$\{functions_domain\}(\/[^?]*)/.exec(text)?.[1] ?? []);
  expect(called.length).toBeGreaterThan(1);
  expect(called.filter(path => !deployed.includes(path))).toEqual([]);
});

test.each(flows)('$name: no words, no SID, no host of its own', ({ flow }) => {
  const spoken = flow.states
    .flatMap(state => [state.properties['say'], state.properties['play']])
    .filter(value => typeof value === 'string');
  expect(spoken.filter(text => !/^(\$\{\w+\}|\{\{[\w.]+\}\})$/.test(text))).toEqual([]);
  expect(strings(flow).filter(text => /\b[A-Z]{2}[0-9a-f]{32}\b/.test(text))).toEqual([]);
  expect(strings(flow).filter(text => /https?:\/\/(?!\$\{functions_domain\})/.test(text))).toEqual([]);
});

test.each(flows)('$name: every state is reached, and every transition leads somewhere', ({ flow }) => {
  const names = new Set(flow.states.map(state => state.name));
  const reached = new Set([flow.initial_state]);
  for (const name of reached)
    for (const { next } of flow.states.find(state => state.name === name)?.transitions ?? [])
      if (next) reached.add(next);
  expect([...reached].filter(name => !names.has(name))).toEqual([]);
  expect([...names].filter(name => !reached.has(name))).toEqual([]);
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
