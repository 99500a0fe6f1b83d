import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { badInput } from '../command-error';
import { flowFiles } from './flow-files';

/** A file of flows/, as it stands. */
export interface FlowFile {
  /** "voicemail" */
  readonly name: string;
  /** "flows/voicemail.json" */
  readonly file: string;
  readonly text: string;
}

/** The named flows, or all. Throws FLOW_UNKNOWN. */
export function chooseFlows(root: string, names: readonly string[]): FlowFile[] {
  const all = flowFiles(root).map(file => ({ name: file.slice('flows/'.length, -'.json'.length), file }));
  const unknown = names.filter(name => !all.some(each => each.name === name));
  if (unknown.length > 0) {
    const known = all.map(each => each.name).join(', ') || 'none yet';
    throw badInput('FLOW_UNKNOWN', `There is no flows/${unknown.join('.json, flows/')}.json. There is: ${known}.`);
  }
  return all
    .filter(each => names.length === 0 || names.includes(each.name))
    .map(each => ({ ...each, text: readFileSync(join(root, each.file), 'utf8') }));
}
