const { transformSync } = require('esbuild');
const { createHash } = require('node:crypto');
const { version } = require('esbuild/package.json');

/** Jest's view of TypeScript: esbuild strips the types, tsc checks them in `npm run check`. */
module.exports = {
  process(source, path) {
    return transformSync(source, {
      loader: 'ts',
      format: 'cjs',
      target: 'node20',
      platform: 'node',
      sourcefile: path,
      sourcemap: 'inline',
    });
  },
  getCacheKey: (source, path) => createHash('sha256').update(version).update(path).update(source).digest('hex'),
};
