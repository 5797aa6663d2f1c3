import { show } from '../../../core/problems';
import { bareHost } from '../../../schema/words';

const LABEL = /^[a-zA-Z0-9](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?$/;
const WILDCARD_LABEL = /^(?:\*|(?:\*-?)?[a-zA-Z0-9](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?)$/;
/** Names that are right at a look, as nearly all are: no label is too long, and the last one is no number. */
const ORDINARY = /^(?:[a-z0-9][-a-z0-9]{0,61}[a-z0-9]\.|[a-z0-9]\.){0,60}[a-z](?:[-a-z0-9]{0,61}[a-z0-9])?$/;
const MAX_LABEL = 63;
const MAX_DOMAIN = 255;
/** The largest number that istiod reads; a longer one is an ordinary label to it. */
const MAX_INT = 2n ** 63n - 1n;

/** Whether a text is a label of DNS as the webhook sees it: unlike in Kubernetes, upper case is fine. */
export function isDnsLabel(text: string): boolean {
  return text.length <= MAX_LABEL && LABEL.test(text);
}

/** What is wrong with a fully qualified domain name, in a sentence without its subject: `is empty.`. */
export function fqdnProblem(host: string): string | undefined {
  return isOrdinary(host) ? undefined : (lengthProblem(host) ?? labelsProblem(host));
}

/** As {@link fqdnProblem}, where the first label may be `*` or begin with it. */
export function wildcardDomainProblem(host: string): string | undefined {
  if (isOrdinary(host)) {
    return undefined;
  }
  const wrongLength = lengthProblem(host);
  if (wrongLength !== undefined) {
    return wrongLength;
  }
  const dot = host.indexOf('.');
  const first = dot < 0 ? host : host.slice(0, dot);
  if (first.length > MAX_LABEL || !WILDCARD_LABEL.test(first)) {
    return labelProblem(first);
  }
  return dot < 0 ? undefined : labelsProblem(host.slice(dot + 1));
}

/** What to write instead of a host that is none: the one that is in it, as in a URL, or else something of the sort that is wanted. */
export function hostFix(host: string, wanted: string): string {
  const bare = bareHost(host);
  return bare === undefined || wildcardDomainProblem(bare) !== undefined ? wanted : `Write the host alone: ${bare}.`;
}

function isOrdinary(host: string): boolean {
  return host.length <= MAX_DOMAIN && ORDINARY.test(host);
}

function lengthProblem(host: string): string | undefined {
  if (host === '') {
    return 'is empty.';
  }
  const length = Buffer.byteLength(host);
  return length > MAX_DOMAIN ? `has ${length} characters, and a domain name has at most ${MAX_DOMAIN}.` : undefined;
}

function labelsProblem(domain: string): string | undefined {
  const labels = domain.split('.');
  const top = labels[labels.length - 1];
  if (/^\d+$/.test(top) && BigInt(top) <= MAX_INT) {
    return `ends with the number ${top}, which no domain name does.`;
  }
  if (top === '') {
    labels.pop();
  }
  const wrong = labels.find((label) => !isDnsLabel(label));
  return wrong === undefined ? undefined : labelProblem(wrong);
}

function labelProblem(label: string): string {
  if (label === '') {
    return 'has a part between two dots, or before the first one, that is empty.';
  }
  if (label.length > MAX_LABEL) {
    return `has the part ${show(label)} of ${label.length} characters, and a part has at most ${MAX_LABEL}.`;
  }
  if (label.startsWith('*')) {
    return `has the part ${show(label)}, and only the first part can begin with *.`;
  }
  return `has the part ${show(label)}, and a part is made of letters, digits and -, and begins and ends with a letter or digit.`;
}
