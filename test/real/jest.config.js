const base = require('../../jest.config.js');

/** `npm run test:real`: what runs against real Istio and real Envoy. */
/** @type {import('jest').Config} */
module.exports = {
  ...base,
  rootDir: '../..',
  testMatch: ['<rootDir>/test/real/scenarios/*.ts', '<rootDir>/test/real/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  testEnvironment: '<rootDir>/test/real/jest-environment.js',
  testSequencer: '<rootDir>/test/real/jest-sequencer.js',
  globalSetup: '<rootDir>/test/real/setup.ts',
  globalTeardown: '<rootDir>/test/real/teardown.ts',
  // Each worker runs a mesh of its own, of up to a gigabyte, and often waits.
  maxWorkers: 3,
  testTimeout: 60_000,
};
