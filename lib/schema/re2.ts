import type * as library from '../vendor/re2';

/** The library for regular expressions of Go, which is loaded with the first expression that needs it: few do, and it is large. */
// eslint-disable-next-line @typescript-eslint/no-require-imports
export const re2 = (): typeof library => require('../vendor/re2') as typeof library;
