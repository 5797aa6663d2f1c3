import type * as half from '../analysis';

/** The analysis half, loaded when it is first asked for: an app that checks nothing should not wait for it. */
// eslint-disable-next-line @typescript-eslint/no-require-imports
export const analysis = (): typeof half => require('../analysis') as typeof half;
