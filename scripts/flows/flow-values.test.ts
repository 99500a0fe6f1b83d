import { readFileSync } from 'node:fs';
import { loadClient } from '../client/client-file';
import { inProject, projectRoot } from '../project';
import { flowFiles } from './flow-files';
import { flowValues, functionSidName } from './flow-values';
import { renderTemplate, unusedValues } from './render';

const client = loadClient('sample');
const paths = [
  '/lines/now',
  '/lines/choose',
  '/lines/after',
  '/lines/wait',
  '/assistant/story',
  '/voicemail/recorded',
  '/voicemail/received',
];
const values = flowValues(client, {
  domain: 'linekit-1234-dev.twil.io',
  serviceSid: 'ZS1',
  environmentSid: 'ZE1',
  workflowSid: 'WW1',
  voiceChannelSid: 'TC1',
  functionSids: new Map(paths.map((path, index) => [path, `ZH${index}`])),
});

test('every flow of the repository renders, with no placeholder left', () => {
  expect(flowFiles(projectRoot).length).toBeGreaterThan(0);
  for (const file of flowFiles(projectRoot)) {
    const { value } = renderTemplate(readFileSync(inProject(file), 'utf8'), values, file);
    expect(JSON.stringify(value)).not.toContain('${');
  }
});

test('every value is used by a flow, but for SIDs of functions that flows call by their URL', () => {
  const rendered = flowFiles(projectRoot).map(file =>
    renderTemplate(readFileSync(inProject(file), 'utf8'), values, file),
  );
  expect(unusedValues(rendered, values).filter(name => !name.startsWith('function_sid_'))).toEqual([]);
});

test('a wait ends by the wait function, well before the flow gives up', () => {
  expect(values['wait_timeout_seconds']).toBe(client.answer.waitSeconds + 60);
  expect(functionSidName('/lines/now')).toBe('function_sid_lines_now');
});
