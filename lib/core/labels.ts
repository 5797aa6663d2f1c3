import { DNS_SUBDOMAIN } from './dns-name';
import { show } from './problems';

const NAME = /^[A-Za-z0-9]([-_.A-Za-z0-9]{0,61}[A-Za-z0-9])?$/;
const FORM = 'at most 63 letters, digits, "-", "_" and ".", a letter or digit at both ends';

/** What Kubernetes rejects about a label, if anything. */
export function labelProblem(key: string, value: string): string | undefined {
  const slash = key.indexOf('/');
  const prefix = key.slice(0, Math.max(slash, 0));
  if (!NAME.test(key.slice(slash + 1)) || (slash >= 0 && (prefix.length > 253 || !DNS_SUBDOMAIN.test(prefix)))) {
    return `${show(key)} is not the key of a label (${FORM}; before them, where wanted, a DNS name and "/").`;
  }
  return value === '' || NAME.test(value) ? undefined : `${show(value)} is not the value of a label (${FORM}).`;
}
