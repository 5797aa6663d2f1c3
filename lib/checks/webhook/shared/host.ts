import { show } from '../../../core/problems';
import type { DomainFlaw } from '../../../istio/domain-name';
import { domainFlaw, MAX_DOMAIN, MAX_LABEL, wildcardDomainFlaw } from '../../../istio/domain-name';
import { bareHost } from '../../../schema/words';

/** What is wrong with a fully qualified domain name, in a sentence without its subject: `is empty.`. */
export function fqdnProblem(host: string): string | undefined {
  return sentence(domainFlaw(host));
}

/** As {@link fqdnProblem}, where the first label may be `*` or begin with it. */
export function wildcardDomainProblem(host: string): string | undefined {
  return sentence(wildcardDomainFlaw(host));
}

/** What to write instead of a host that is none: the one that is in it, as in a URL, or else something of the sort that is wanted. */
export function hostFix(host: string, wanted: string): string {
  const bare = bareHost(host);
  return bare === undefined || wildcardDomainProblem(bare) !== undefined ? wanted : `Write the host alone: ${bare}.`;
}

function sentence(flaw: DomainFlaw | undefined): string | undefined {
  switch (flaw?.what) {
    case undefined:
      return undefined;
    case 'empty':
      return 'is empty.';
    case 'tooLong':
      return `has ${flaw.length} characters, and a domain name has at most ${MAX_DOMAIN}.`;
    case 'number':
      return `ends with the number ${flaw.label}, which no domain name does.`;
    case 'label':
      return labelProblem(flaw.label);
  }
}

function labelProblem(label: string): string {
  if (label === '') {
    return 'has an empty label before or between dots.';
  }
  if (label.length > MAX_LABEL) {
    return `has the part ${show(label)} of ${label.length} characters, and a part has at most ${MAX_LABEL}.`;
  }
  if (label.startsWith('*')) {
    return `has the part ${show(label)}, and only the first part can begin with *.`;
  }
  return `has the part ${show(label)}, and a part is made of letters, digits and -, and begins and ends with a letter or digit.`;
}
