/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/lib', '<rootDir>/emulator', '<rootDir>/scripts', '<rootDir>/tests'],
  testMatch: ['**/*.test.ts'],
  transform: { '\\.ts$': '<rootDir>/tests/support/esbuild-transform.js' },
  maxWorkers: 2,
  testTimeout: 15_000,
};
