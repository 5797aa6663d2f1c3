const LABEL = /^[a-zA-Z0-9](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?$/;
const WILDCARD_LABEL = /^(?:\*|(?:\*-?)?[a-zA-Z0-9](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?)$/;
/** Names that are right at a look, as nearly all are: no label is too long, and the last one begins with a letter as no address does. */
const ORDINARY = /^(?:[a-z0-9][-a-z0-9]{0,61}[a-z0-9]\.|[a-z0-9]\.){0,127}[a-z](?:[-a-z0-9]{0,61}[a-z0-9])?$/;
/** The largest number that istiod reads; a longer one is an ordinary label to it. */
const MAX_INT = 2n ** 63n - 1n;

export const MAX_LABEL = 63;
/** Bytes of a whole name. */
export const MAX_DOMAIN = 255;

/** Why a text is no domain name, with the part or the length that is wrong. */
export type DomainFlaw =
  | { readonly what: 'empty' }
  | { readonly what: 'tooLong'; readonly length: number }
  /** The last label is a number. */
  | { readonly what: 'number'; readonly label: string }
  | { readonly what: 'label'; readonly label: string };

/**
 * Whether a text is a label of DNS to Istio: unlike in Kubernetes, upper case is fine. pkg/config/labels/instance.go: IsDNS1123Label.
 */
export function isDnsLabel(text: string): boolean {
  return text.length <= MAX_LABEL && LABEL.test(text);
}

/** Whether a name is a domain name at a look; most of those that are. */
export function isOrdinaryDomain(host: string): boolean {
  return host.length <= MAX_DOMAIN && ORDINARY.test(host);
}

/** What is wrong with a fully qualified domain name. pkg/config/validation/agent/validation.go: ValidateFQDN. */
export function domainFlaw(host: string): DomainFlaw | undefined {
  return isOrdinaryDomain(host) ? undefined : (lengthFlaw(host) ?? labelsFlaw(host));
}

/**
 * As {@link domainFlaw}, where the first label may be `*` or begin with it. pkg/config/validation/agent/validation.go:
 * ValidateWildcardDomain.
 */
export function wildcardDomainFlaw(host: string): DomainFlaw | undefined {
  if (isOrdinaryDomain(host)) {
    return undefined;
  }
  const wrongLength = lengthFlaw(host);
  if (wrongLength !== undefined) {
    return wrongLength;
  }
  const dot = host.indexOf('.');
  const first = dot < 0 ? host : host.slice(0, dot);
  if (first.length > MAX_LABEL || !WILDCARD_LABEL.test(first)) {
    return { what: 'label', label: first };
  }
  return dot < 0 ? undefined : labelsFlaw(host.slice(dot + 1));
}

function lengthFlaw(host: string): DomainFlaw | undefined {
  if (host === '') {
    return { what: 'empty' };
  }
  const length = Buffer.byteLength(host);
  return length > MAX_DOMAIN ? { what: 'tooLong', length } : undefined;
}

function labelsFlaw(domain: string): DomainFlaw | undefined {
  const labels = domain.split('.');
  const top = labels[labels.length - 1];
  if (/^\d+$/.test(top) && BigInt(top) <= MAX_INT) {
    return { what: 'number', label: top };
  }
  if (top === '') {
    labels.pop();
  }
  const label = labels.find((each) => !isDnsLabel(each));
  return label === undefined ? undefined : { what: 'label', label };
}
