import { expectStrings } from '../core/expect';
import type { Problems } from '../core/problems';
import { show } from '../core/problems';

/**
 * ARNs of certificates that a load balancer of AWS shows.
 *
 * @param none why there must be one, and what to write instead
 */
export function writeCertificateArns(given: string[] | undefined, problems: Problems, none: string): string[] {
  const arns = expectStrings(given, problems, 'certificateArns', "['arn:aws:acm:...']");
  if (given === undefined || (Array.isArray(given) && given.length === 0)) {
    problems.add('certificateArns', none);
  }
  arns.forEach((arn, i) => {
    if (!/^arn:aws[a-z-]*:(acm|iam):[^,\s]+$/.test(arn)) {
      problems.add(
        `certificateArns[${i}]`,
        `${show(arn)} is not the ARN of a certificate. Write the one of AWS Certificate Manager: 'arn:aws:acm:REGION:ACCOUNT:certificate/ID'.`,
      );
    }
  });
  return arns;
}
