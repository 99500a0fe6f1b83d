import { createRequire } from 'node:module';
import { join } from 'node:path';
import { bundleFunctions } from '../../build/bundle-functions';

/** What a built function says of the requests that it takes. */
export interface FunctionInputs {
  /** "/lines/now" */
  readonly path: string;
  /** "functions/lines/now.protected.ts" */
  readonly source: string;
  readonly fields: Readonly<Record<string, FieldRule>>;
  /** Keys of its JSON answer; undefined when it does not say. */
  readonly answers?: readonly string[];
}

export interface FieldRule {
  readonly required: boolean;
  /** "a SID that begins with CA" */
  readonly expected: string;
  /** Undefined for a text that the function would refuse. */
  parse(text: string): unknown;
}

/** Builds all functions and asks each what it takes: what the linter knows is what will be deployed. Throws BUILD_FAILED. */
export async function functionInputs(root: string): Promise<FunctionInputs[]> {
  const built = await bundleFunctions(root, 'dist');
  const load = createRequire(join(root, 'dist/functions/'));
  return built.map(({ file, path }) => {
    const source = `functions/${file.replace(/\.js$/, '.ts')}`;
    const { fields, answers } = handlerOf(load(`./${file}`), source);
    return { path, source, fields, ...(answers && { answers }) };
  });
}

function handlerOf(module: unknown, source: string): Pick<FunctionInputs, 'fields' | 'answers'> {
  if (hasHandler(module)) return module.handler;
  throw new Error(`${source} exports no handler made by defineVoice or defineWeb`);
}

function hasHandler(module: unknown): module is { handler: Pick<FunctionInputs, 'fields' | 'answers'> } {
  if (typeof module !== 'object' || module === null || !('handler' in module)) return false;
  const { handler } = module;
  return typeof handler === 'function' && 'fields' in handler && typeof handler.fields === 'object';
}
