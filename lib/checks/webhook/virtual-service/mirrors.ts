import type { HttpRoute, Percent } from '../../../../imports/networking';
import type { Verdict } from '../shared/errors-only';
import { checkDestination } from './destination';

/** Says what is wrong with how much is mirrored, and with `mirrors`. */
export function checkMirrors(
  { mirrorPercent, mirrorPercentage, mirrors = [] }: HttpRoute,
  path: string,
  verdict: Verdict,
): void {
  if (mirrorPercent !== undefined) {
    if (mirrorPercent > 100) {
      verdict.error(
        `${path}.mirrorPercent`,
        `The percentage is ${mirrorPercent}, but can be at most 100.`,
        'Write mirrorPercentage: {value: 100}.',
      );
    }
    verdict.warning(
      `${path}.mirrorPercent`,
      'mirrorPercent is deprecated, and a later version may not read it.',
      `Write mirrorPercentage: {value: ${Math.min(mirrorPercent, 100)}}.`,
    );
  }
  checkPercentage(mirrorPercentage, `${path}.mirrorPercentage`, verdict);
  mirrors.forEach(({ destination, percentage }, i) => {
    const at = `${path}.mirrors[${i}]`;
    if (destination === undefined) {
      verdict.error(
        `${at}.destination`,
        'The destination of the mirror is missing.',
        'Write destination with the host.',
      );
      return;
    }
    checkDestination(destination, `${at}.destination`, verdict);
    checkPercentage(percentage, `${at}.percentage`, verdict);
  });
}

function checkPercentage(percentage: Percent | undefined, path: string, verdict: Verdict): void {
  const value = percentage?.value ?? 0;
  if (value < 0 || value > 100) {
    verdict.error(
      `${path}.value`,
      `The percentage is ${value}, but must be from 0 to 100.`,
      'Write how many of 100 requests are mirrored.',
    );
  }
}
