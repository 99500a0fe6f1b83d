#!/usr/bin/env -S node --
'use strict';
// The command line is TypeScript: it is bundled when a file that it is made of, or a folder of these, is not as it was. So it is never stale, and a
// start costs looks at files instead of half of its time.
const crypto = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');

const root = path.join(__dirname, '..');
const outfile = path.join(root, 'dist/bin/linekit.js');
const sourcesFile = path.join(root, 'dist/bin/linekit.sources.json');

/** Files are dated by clocks that may tick so seldom. */
const CLOCK_TICK_MS = 2000;
/** What the bundle depends on besides the files that it is made of. */
const TOOLS = ['bin/linekit.js', 'tsconfig.json', 'package.json', 'node_modules/esbuild/package.json'];

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(`NODE_TOO_OLD: linekit needs Node 20.19 or newer; this is ${process.versions.node}.\n`);
  process.exit(2);
}

if (!isFresh()) {
  const startMs = Date.now();
  const { text, sources } = bundle();
  replace(outfile, text);
  // What changes while it is bundled may be in the bundle or not: then the next start bundles again.
  if (sources.every(file => changedMs(file) < startMs - CLOCK_TICK_MS))
    replace(sourcesFile, JSON.stringify({ text: hash(text), seen: seen(sources) }));
}
process.setSourceMapsEnabled(true);
require(outfile);

/** True when the bundle is the one that was made, of files that have not changed since. */
function isFresh() {
  try {
    const known = JSON.parse(fs.readFileSync(sourcesFile, 'utf8'));
    const paths = Object.keys(known.seen);
    return hash(fs.readFileSync(outfile, 'utf8')) === known.text && isSame(known.seen, seen(paths));
  } catch {
    return false;
  }
}

function isSame(one, other) {
  return Object.keys(one).every(file => one[file] === other[file]);
}

function changedMs(file) {
  return fs.statSync(path.join(root, file), { throwIfNoEntry: false })?.ctimeMs ?? 0;
}

/** What tells a changed file or folder from an unchanged one; a path that is gone has nothing. */
function seen(paths) {
  const marks = {};
  for (const file of paths) {
    const stats = fs.statSync(path.join(root, file), { throwIfNoEntry: false });
    marks[file] = stats && `${stats.size} ${stats.mtimeMs} ${stats.ctimeMs}`;
  }
  return marks;
}

function hash(text) {
  return crypto.createHash('sha1').update(text).digest('hex');
}

/** Written aside and moved into place: a second command that starts now never reads half a file. */
function replace(file, text) {
  const aside = `${file}.${process.pid}`;
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(aside, text);
  fs.renameSync(aside, file);
}

function bundle() {
  const { buildSync } = esbuild();
  try {
    const { outputFiles, metafile } = buildSync({
      metafile: true,
      absWorkingDir: root,
      entryPoints: ['scripts/cli.ts'],
      outfile,
      write: false,
      bundle: true,
      platform: 'node',
      target: 'node20',
      packages: 'external',
      sourcemap: 'inline',
      sourcesContent: false,
      logLevel: 'error',
    });
    const files = Object.keys(metafile.inputs);
    const folders = files.map(file => path.dirname(file));
    return { text: outputFiles[0].text, sources: [...new Set([...TOOLS, ...files, ...folders])] };
  } catch {
    // esbuild has said where and why.
    process.stderr.write('CLI_BROKEN: the command line itself does not compile; see above.\n');
    process.exit(1);
  }
}

function esbuild() {
  try {
    return require('esbuild');
  } catch (error) {
    if (error.code !== 'MODULE_NOT_FOUND') throw error;
    process.stderr.write('NOT_INSTALLED: the packages are not here yet. Run `npm ci` first.\n');
    process.exit(2);
  }
}
