const { transformSync } = require('esbuild');
const { createHash } = require('node:crypto');
const { version } = require('esbuild/package.json');

const options = {
  loader: 'ts',
  format: 'cjs',
  target: 'node20',
  platform: 'node',
  // Jest's modules know `require` only.
  supported: { 'dynamic-import': false },
  sourcemap: 'inline',
};
const salt = version + JSON.stringify(options);

/** Jest's view of TypeScript: esbuild strips the types, tsc checks them in `npm run check`. */
module.exports = {
  process: (source, path) => transformSync(source, { ...options, sourcefile: path }),
  getCacheKey: (source, path) => createHash('sha256').update(salt).update(path).update(source).digest('hex'),
};
