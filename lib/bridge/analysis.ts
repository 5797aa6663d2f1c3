import type * as checking from '../checks/check-manifests';
import type * as loading from '../load/load';
import type * as reporting from '../report/text';

/*
 * The analysis half, loaded when it is first asked for: an app that checks nothing should not wait for it.
 */
/* eslint-disable @typescript-eslint/no-require-imports */

export const checks = (): typeof checking => require('../checks/check-manifests') as typeof checking;

export const loader = (): typeof loading => require('../load/load') as typeof loading;

export const reports = (): typeof reporting => require('../report/text') as typeof reporting;
