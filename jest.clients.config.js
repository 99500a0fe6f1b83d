/**
 * Twilio's own tools, unmodified, on the local Twilio: `npm run test:clients`. They are heavy and installed outside of the repository, so they are
 * no part of `npm test`.
 *
 * @type {import('jest').Config}
 */
module.exports = {
  testEnvironment: 'node',
  testMatch: ['**/*.test.ts'],
  transform: { '\\.ts$': '<rootDir>/tests/support/esbuild-transform.js' },
  roots: ['<rootDir>/tests/clients'],
  globalSetup: '<rootDir>/tests/clients/install.ts',
  maxWorkers: 2,
  testTimeout: 120_000,
  verbose: true,
};
