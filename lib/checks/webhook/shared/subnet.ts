import { show } from '../../../core/problems';
import { isGoAddress, isGoPrefix } from '../../../schema/go-address';

/** What is wrong with an address or a range of addresses, in a sentence without its subject. */
export function subnetProblem(text: string): string | undefined {
  if (text.split('/').length === 2) {
    return isGoPrefix(text) ? undefined : `is ${show(text)}, and not a range of IP addresses such as 10.0.0.0/8.`;
  }
  return isGoAddress(text) ? undefined : `is ${show(text)}, and not an IP address such as 10.1.2.3.`;
}
