import { DNS_LABEL, DNS_SUBDOMAIN } from '../core/dns-name';
import { show } from '../core/problems';

/** What is wrong with a name that must be a DNS label (Services, namespaces, subsets, gateways), if anything. */
export function dnsLabelProblem(name: unknown, what: string): string | undefined {
  if (typeof name !== 'string') {
    return `${show(name)} is not a name. Write ${what} as a string.`;
  }
  if (name.length > 63) {
    return `${show(name)} has ${name.length} characters, and Kubernetes takes at most 63 for ${what}. Write a shorter one.`;
  }
  if (!DNS_LABEL.test(name)) {
    return `${show(name)} is not ${what} (lower-case letters, digits and "-", a letter or digit at both ends).`;
  }
  return undefined;
}

/** What is wrong with the name of an object that may contain dots, if anything. */
export function objectNameProblem(name: unknown): string | undefined {
  if (typeof name !== 'string') {
    return `${show(name)} is not a name. Write it as a string.`;
  }
  if (name.length > 253) {
    return `${show(name)} has ${name.length} characters, and Kubernetes takes at most 253 for a name. Write a shorter one.`;
  }
  if (!DNS_SUBDOMAIN.test(name)) {
    return `${show(name)} is not a name for a Kubernetes object (lower-case letters, digits, "-" and ".", a letter or digit at both ends).`;
  }
  return undefined;
}

/** `TeamFrontend` as Kubernetes spells names: `team-frontend`. */
export function kebabCase(id: string): string {
  return id
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1-$2')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .toLowerCase();
}
