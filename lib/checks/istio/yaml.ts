import type * as library from '../../vendor/yaml';

/** The library for YAML, which is loaded with the first text in an object that is YAML: few objects have one, and synth needs it for nothing else. */
// eslint-disable-next-line @typescript-eslint/no-require-imports
export const yaml = (): typeof library => require('../../vendor/yaml') as typeof library;
