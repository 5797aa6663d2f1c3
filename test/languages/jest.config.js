const base = require('../../jest.config.js');

/** `npm run test:languages`: the package in Python, Java and Go. */
/** @type {import('jest').Config} */
module.exports = {
  ...base,
  rootDir: '../..',
  testMatch: ['<rootDir>/test/languages/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  globalSetup: '<rootDir>/test/languages/setup.ts',
  // What they start has threads of its own, and compilers take most of the memory.
  maxWorkers: 2,
  testTimeout: 300_000,
};
