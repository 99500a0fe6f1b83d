#!/usr/bin/env -S node --
'use strict';
// The command line is TypeScript: it is bundled afresh at each start (some 50 ms), so it is never stale.
const fs = require('node:fs');
const path = require('node:path');

const root = path.join(__dirname, '..');
const outfile = path.join(root, 'dist/bin/linekit.js');

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(`NODE_TOO_OLD: linekit needs Node 20.19 or newer; this is ${process.versions.node}.\n`);
  process.exit(2);
}

const text = bundle();
if (readOrEmpty(outfile) !== text) {
  // Written aside and moved into place: a second command that starts now never reads half a file.
  const aside = `${outfile}.${process.pid}`;
  fs.mkdirSync(path.dirname(outfile), { recursive: true });
  fs.writeFileSync(aside, text);
  fs.renameSync(aside, outfile);
}
process.setSourceMapsEnabled(true);
require(outfile);

function bundle() {
  const { buildSync } = esbuild();
  try {
    const { outputFiles } = buildSync({
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
    return outputFiles[0].text;
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

function readOrEmpty(file) {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
