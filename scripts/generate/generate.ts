import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { controlRoutes, coverage } from '../../emulator';
import { canonicalFlow, parseFlow, type FlowTemplate } from '../flows/flow';
import { flowDrawings } from '../flows/flow-diagram';
import { flowFiles } from '../flows/flow-files';
import { clientJsonSchema } from './client-json-schema';
import { withControlTable } from './control-table';
import { withCoverageTable } from './coverage-table';
import { envExample } from './env-example';
import { evalJsonSchema } from './eval-json-schema';
import { withEnvironmentTable } from './environment-table';
import type { GeneratedFile } from './generated-file';
import { terraformVariables } from './terraform-variables';

export interface GeneratedState extends GeneratedFile {
  /** Whether the file on disk already says it. */
  readonly current: boolean;
}

/** Everything that follows from other files, with what it has to say. Writes nothing. */
export async function generatedFiles(root: string): Promise<GeneratedState[]> {
  const read = (file: string) => readFileSync(join(root, file), 'utf8');
  const files: GeneratedFile[] = [
    { file: '.env.example', text: envExample() },
    { file: 'terraform/functions-environment.tf', text: terraformVariables() },
    await jsonFile(root, 'clients/client.schema.json', clientJsonSchema(read('lib/config/client.ts'))),
    ...(existsSync(join(root, 'evals'))
      ? [await jsonFile(root, 'evals/eval.schema.json', evalJsonSchema(read('scripts/evals/eval-schema.ts')))]
      : []),
    ...(existsSync(join(root, 'README.md'))
      ? [{ file: 'README.md', text: withEnvironmentTable(read('README.md')) }]
      : []),
    {
      file: 'docs/emulator.md',
      text: withControlTable(withCoverageTable(read('docs/emulator.md'), await coverage()), controlRoutes),
    },
    ...flowFiles(root).flatMap(file => flowAndItsDrawings(file, parseFlow(read(file), file))),
  ];
  return files.map(each => ({ ...each, current: existsSync(join(root, each.file)) && read(each.file) === each.text }));
}

/** Writes those that are not current; gives their names. */
export function writeGenerated(root: string, files: readonly GeneratedState[]): string[] {
  const stale = files.filter(each => !each.current);
  for (const { file, text } of stale) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  return stale.map(({ file }) => file);
}

/** "flows/voicemail.json" in its one way to be written, and docs/flows/voicemail.mmd and .svg. */
function flowAndItsDrawings(file: string, flow: FlowTemplate): GeneratedFile[] {
  const name = basename(file, '.json');
  const drawings = Object.entries(flowDrawings(name, flow));
  return [
    { file, text: canonicalFlow(flow) },
    ...drawings.map(([extension, text]) => ({ file: `docs/flows/${name}.${extension}`, text })),
  ];
}

/** Through prettier, so that the check of the format agrees. */
async function jsonFile(root: string, file: string, content: object): Promise<GeneratedFile> {
  const options = { ...(await resolveConfig(join(root, file))), parser: 'json' };
  return { file, text: await format(JSON.stringify(content), options) };
}
