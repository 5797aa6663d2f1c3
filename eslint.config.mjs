import tseslint from 'typescript-eslint';

/** The rooms of lib/ that each room must not import from: those above it, and the other half. lib/istio stands below both. */
const CONSTRUCTS = ['kubernetes', 'networking', 'security', 'telemetry', 'extensions', 'patterns', 'bridge'];
const ANALYSIS = [
  'schema',
  'mesh',
  'routing',
  'checks',
  'tracing',
  'diff',
  'graph',
  'load',
  'routing-tests',
  'report',
  'page',
  'cli',
];
const ABOVE = {
  kubernetes: ['networking', 'security', 'telemetry', 'extensions', 'patterns', 'bridge', ...ANALYSIS],
  networking: ['security', 'telemetry', 'extensions', 'patterns', 'bridge', ...ANALYSIS],
  security: ['telemetry', 'extensions', 'patterns', 'bridge', ...ANALYSIS],
  telemetry: ['extensions', 'patterns', 'bridge', ...ANALYSIS],
  extensions: ['telemetry', 'patterns', 'bridge', ...ANALYSIS],
  patterns: ['bridge', ...ANALYSIS],
  istio: [...CONSTRUCTS, ...ANALYSIS],
  mesh: [
    ...CONSTRUCTS,
    'routing',
    'checks',
    'tracing',
    'diff',
    'graph',
    'load',
    'routing-tests',
    'report',
    'page',
    'cli',
  ],
  routing: [...CONSTRUCTS, 'checks', 'tracing', 'diff', 'graph', 'load', 'routing-tests', 'report', 'page', 'cli'],
  checks: [...CONSTRUCTS, 'tracing', 'diff', 'graph', 'load', 'routing-tests', 'report', 'page', 'cli'],
  tracing: [...CONSTRUCTS, 'diff', 'graph', 'load', 'routing-tests', 'report', 'page', 'cli'],
  diff: [...CONSTRUCTS, 'checks', 'tracing', 'graph', 'load', 'routing-tests', 'report', 'page', 'cli'],
  graph: [...CONSTRUCTS, 'load', 'routing-tests', 'report', 'page', 'cli'],
  'routing-tests': [...CONSTRUCTS, 'graph', 'page', 'cli'],
  report: [...CONSTRUCTS, 'page', 'cli'],
  page: [...CONSTRUCTS, 'cli'],
};

export default tseslint.config(
  // imports/ is generated, and is checked by the compiler.
  { ignores: ['dist/', 'imports/', 'manifests/', 'coverage/', 'bench/.raw/', 'node_modules/'] },
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.recommendedTypeChecked],
    languageOptions: {
      parserOptions: { project: ['./tsconfig.json', './page/tsconfig.json'], tsconfigRootDir: import.meta.dirname },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      eqeqeq: 'error',
      'no-console': 'error',
      'object-shorthand': 'error',
      'prefer-const': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { varsIgnorePattern: '^_', ignoreRestSiblings: true }],
      // Values that come from JavaScript are compared before they are known to be of the enum.
      '@typescript-eslint/no-unsafe-enum-comparison': 'off',
      '@typescript-eslint/no-import-type-side-effects': 'error',
      '@typescript-eslint/no-unnecessary-type-assertion': 'error',
      '@typescript-eslint/prefer-optional-chain': 'error',
      '@typescript-eslint/prefer-nullish-coalescing': 'error',
    },
  },
  {
    // Manifests are plain JSON, which tests look into as it comes.
    files: ['test/**/*.ts'],
    rules: {
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  ...Object.entries(ABOVE).map(([room, above]) => ({
    files: [`lib/${room}/**/*.ts`],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: `^(\\.\\./)+(${above.join('|')})/`,
              message: `lib/${room} imports only from the rooms below it.`,
            },
          ],
        },
      ],
    },
  })),
  {
    // Commands talk to the terminal, and so do programs whose output is compared with that of another language.
    files: ['tools/**/*.ts', 'bench/**/*.ts', 'test/languages/programs/**/*.ts'],
    rules: { 'no-console': 'off' },
  },
);
