/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  // test/real/ runs real Istio, test/page/ a real Chromium, and test/languages/ needs compilers: each is started by its own command.
  testPathIgnorePatterns: [
    '/node_modules/',
    '<rootDir>/test/real/',
    '<rootDir>/test/page/',
    '<rootDir>/test/languages/',
  ],
  // A folder with a package.json of ours in dist/ or in a temporary place is not a second copy of this package.
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/manifests/', '<rootDir>/bench/.raw/'],
  moduleNameMapper: { '^cdk8s-istio$': '<rootDir>/lib/index.ts', '^cdk8s-istio/jest$': '<rootDir>/lib/jest/index.ts' },
  // The second one fails a run in which a test that docs/seeds.md names did not pass.
  reporters: ['default', '<rootDir>/test/docs/reporter.js'],
  moduleFileExtensions: ['ts', 'js', 'json'],
  // Jest leaves one core free, which on two of them is half.
  maxWorkers: '100%',
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
        module: { type: 'commonjs' },
        sourceMaps: 'inline',
      },
    ],
  },
};
