import { isBuiltin } from 'node:module';
import { join, relative } from 'node:path';
import { build, type BuildFailure, type Metafile } from 'esbuild';
import { CommandError } from '../command-error';
import { filesIn, fillFolder } from './fill-folder';
import { functionPath } from './function-path';

/** Where the bundler believes that it writes; the files go where the caller wants them. */
const OUT = 'dist/functions';

/**
 * Packages whose code goes into the bundle, as modules that it can leave half of out: as published, libphonenumber-js loads from some 60 files,
 * which takes a cold Function 30 ms instead of 10. Its data stays outside.
 */
const PACKED = { 'libphonenumber-js/core': './node_modules/libphonenumber-js/core/index.js' };

/** A Function as it will be deployed. */
export interface BuiltFunction {
  /** Of the bundle, relative to dist/functions: "lines/now.protected.js". */
  readonly file: string;
  /** Of its URL: "/lines/now". */
  readonly path: string;
  readonly bytes: number;
  /** npm packages that it requires at run time. */
  readonly packages: readonly string[];
}

/**
 * Bundles every .ts file under functions/ by itself: our own code in, npm packages left to `require`. The cloud renames a deployed file to its SID,
 * so no relative `require` would work there. They go to `<outFolder>/functions`; what else lies there is removed.
 * Throws BUILD_FAILED with the compiler's words, NOTHING_TO_BUILD, or PATH_TAKEN when two files have one URL.
 */
export async function bundleFunctions(root: string, outFolder: string): Promise<BuiltFunction[]> {
  const entryPoints = sources(root);
  if (entryPoints.length === 0) throw new CommandError('NOTHING_TO_BUILD', 'There is no .ts file in functions/.');
  refuseSharedPaths(entryPoints);
  const { metafile, outputFiles } = await bundle(root, entryPoints);
  const named = join(root, OUT);
  fillFolder(
    join(root, outFolder, 'functions'),
    outputFiles.map(({ path, contents }) => ({ file: relative(named, path).replaceAll('\\', '/'), bytes: contents })),
  );
  return Object.entries(metafile.outputs)
    .map(([file, output]) => describe(relative(OUT, file), output))
    .sort((a, b) => a.file.localeCompare(b.file));
}

function sources(root: string): string[] {
  return filesIn(join(root, 'functions'))
    .filter(file => file.endsWith('.ts') && !file.endsWith('.d.ts'))
    .map(file => `functions/${file}`);
}

async function bundle(root: string, entryPoints: string[]) {
  try {
    return await build({
      absWorkingDir: root,
      entryPoints,
      outbase: 'functions',
      outdir: OUT,
      bundle: true,
      write: false,
      metafile: true,
      format: 'cjs',
      platform: 'node',
      target: 'node20',
      packages: 'external',
      alias: PACKED,
      minifySyntax: true,
      charset: 'utf8',
      logLevel: 'silent',
    });
  } catch (error) {
    throw new CommandError('BUILD_FAILED', `The functions do not compile.\n${compilerWords(error)}`, { cause: error });
  }
}

function compilerWords(error: unknown): string {
  const isFailure = (value: unknown): value is BuildFailure =>
    value instanceof Error && 'errors' in value && Array.isArray(value.errors);
  if (!isFailure(error)) return String(error);
  return error.errors
    .map(({ location, text }) => `  ${location ? `${location.file}:${location.line}:${location.column}  ` : ''}${text}`)
    .join('\n');
}

function refuseSharedPaths(files: readonly string[]): void {
  const owners = new Map<string, string>();
  for (const file of files) {
    const path = functionPath(relative('functions', file).replace(/\.ts$/, '.js'));
    const other = owners.get(path);
    if (other) throw new CommandError('PATH_TAKEN', `${other} and ${file} would both answer ${path}. Rename one.`);
    owners.set(path, file);
  }
}

function describe(file: string, output: Metafile['outputs'][string]): BuiltFunction {
  const packages = output.imports
    .filter(each => each.external && each.kind !== 'file-loader' && !isBuiltin(each.path))
    .map(each => packageName(each.path));
  return { file, path: functionPath(file), bytes: output.bytes, packages: [...new Set(packages)].sort() };
}

/** "@deepgram/sdk/x" → "@deepgram/sdk". */
function packageName(request: string): string {
  return request
    .split('/')
    .slice(0, request.startsWith('@') ? 2 : 1)
    .join('/');
}
