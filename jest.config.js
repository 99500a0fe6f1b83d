const shared = {
  testEnvironment: 'node',
  testMatch: ['**/*.test.ts'],
  runtime: '<rootDir>/tests/support/compile-once.js',
  transform: { '\\.ts$': '<rootDir>/tests/support/esbuild-transform.js' },
};

const deployments = ['/tests/journeys/(deploy-[a-z-]+|flows-pull)\\.test\\.ts$'];

/** @type {import('jest').Config} */
module.exports = {
  maxWorkers: 2,
  testTimeout: 20_000,
  projects: [
    {
      ...shared,
      displayName: 'units',
      roots: ['lib', 'emulator', 'scripts', 'tests/functions', 'tests/contracts'].map(folder => `<rootDir>/${folder}`),
    },
    {
      ...shared,
      displayName: 'journeys',
      roots: ['<rootDir>/tests/journeys', '<rootDir>/tests/regressions'],
      testPathIgnorePatterns: deployments,
      // Deploys and wires the sample client once, through the real clients; each journey goes on from what that left.
      globalSetup: '<rootDir>/tests/support/deploy-sample.ts',
    },
    // Whole deployments, one after the other, take minutes: `npm run test:deploy`.
    {
      ...shared,
      displayName: 'deployments',
      roots: ['<rootDir>/tests/journeys'],
      testMatch: ['**/{deploy-*,flows-pull}.test.ts'],
    },
    {
      ...shared,
      displayName: 'terraform',
      roots: ['<rootDir>/tests/terraform'],
    },
  ],
};
