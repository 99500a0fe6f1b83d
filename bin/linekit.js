#!/usr/bin/env node
'use strict';
// The command line is TypeScript: it is bundled afresh at each start (some 50 ms), so it is never stale.
const path = require('node:path');
const root = path.join(__dirname, '..');
const outfile = path.join(root, 'dist/bin/linekit.js');
process.setSourceMapsEnabled(true);
require('esbuild').buildSync({
  absWorkingDir: root,
  entryPoints: ['scripts/cli.ts'],
  outfile,
  bundle: true,
  platform: 'node',
  target: 'node20',
  packages: 'external',
  sourcemap: 'inline',
  logLevel: 'warning',
});
require(outfile);
