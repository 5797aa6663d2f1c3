import { show } from '../../../core/problems';
import { parseGoAddress } from '../../../schema/go-address';

const BITS = /^(?:0|[1-9]\d{0,2})$/;

/** Whether this is an IP address as Go's netip.ParseAddr reads them: no leading zeros, and IPv6 may have a zone. */
export function isIpAddress(text: string): boolean {
  return parseGoAddress(text) !== undefined;
}

/** Whether this is a range of addresses as Go's netip.ParsePrefix reads them. */
export function isCidr(text: string): boolean {
  const slash = text.lastIndexOf('/');
  const address = slash < 0 ? undefined : parseGoAddress(text.slice(0, slash));
  const bits = text.slice(slash + 1);
  return address?.zone === '' && BITS.test(bits) && Number(bits) <= (address.family === 4 ? 32 : 128);
}

/** What is wrong with an address or a range of addresses, in a sentence without its subject. */
export function subnetProblem(text: string): string | undefined {
  if (text.split('/').length === 2) {
    return isCidr(text) ? undefined : `is ${show(text)}, and not a range of IP addresses such as 10.0.0.0/8.`;
  }
  return isIpAddress(text) ? undefined : `is ${show(text)}, and not an IP address such as 10.1.2.3.`;
}
