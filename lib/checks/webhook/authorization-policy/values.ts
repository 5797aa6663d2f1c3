import { templateMistake } from '../../../istio/path-template';
import { isGoAddress, isGoPrefix } from '../../../schema/go-address';
import type { WebhookVerdict } from '../webhook-check';

/** What is wrong with one value of a list. */
export interface ValueProblem {
  readonly message: string;
  readonly fix: string;
}

export type ValueRule = (value: string) => ValueProblem | undefined;

const MAX_SERVICE_ACCOUNTS = 16;
const MAX_SERVICE_ACCOUNT = 320;

export function checkValues(
  values: readonly string[] | undefined,
  path: string,
  rule: ValueRule,
  verdict: WebhookVerdict,
): void {
  values?.forEach((value, i) => {
    const problem = value === '' ? EMPTY : rule(value);
    if (problem !== undefined) {
      verdict.error(`${path}[${i}]`, problem.message, problem.fix);
    }
  });
}

/** As {@link checkValues} for service accounts, of which a list may only have so many. */
export function checkServiceAccounts(values: readonly string[] = [], path: string, verdict: WebhookVerdict): void {
  if (values.length > MAX_SERVICE_ACCOUNTS) {
    verdict.error(
      path,
      `The list has ${values.length} service accounts, and Istio takes at most ${MAX_SERVICE_ACCOUNTS}.`,
      'Spread them over several entries of "from".',
    );
  }
  checkValues(values, path, serviceAccount, verdict);
}

const EMPTY: ValueProblem = {
  message: 'The value is empty, and an empty value matches nothing.',
  fix: 'Write a value, or remove the entry.',
};

export const anyText: ValueRule = () => undefined;

export const ipBlock: ValueRule = (value) => {
  if (value.includes('/') ? isGoPrefix(value) : isGoAddress(value)) {
    return undefined;
  }
  return {
    message: `"${value}" is neither an IP address nor a range of them.`,
    fix: 'Write an address such as 10.1.2.3, or a range in CIDR notation such as 10.1.0.0/16.',
  };
};

export const port: ValueRule = (value) =>
  /^[0-9]+$/.test(value) && Number(value) <= 65535
    ? undefined
    : {
        message: `"${value}" is not a port.`,
        fix: 'Write a number from 0 to 65535, such as "8080"; ranges and names do not work.',
      };

export const serviceAccount: ValueRule = (value) => {
  const parts = value.split('/');
  if (value.includes('*')) {
    return {
      message: `"${value}" has a wildcard, but service accounts must match exactly.`,
      fix: 'Write each service account by its name, or match principals, which may start or end with *.',
    };
  }
  if (parts.length > 2 || parts.includes('')) {
    return {
      message: `"${value}" is not the name of a service account.`,
      fix: 'Write the name, such as reviews, or namespace and name, such as shop/reviews.',
    };
  }
  const length = Buffer.byteLength(value);
  return length > MAX_SERVICE_ACCOUNT
    ? { message: `The service account has ${length} characters.`, fix: `Write at most ${MAX_SERVICE_ACCOUNT}.` }
    : undefined;
};

/** One `*` at most, at the start or the end. */
export const wildcard: ValueRule = (value) => {
  const stars = value.split('*').length - 1;
  if (stars === 0 || (stars === 1 && (value.startsWith('*') || value.endsWith('*')))) {
    return undefined;
  }
  return {
    message: `"${value}" has * where it is not a wildcard.`,
    fix: 'Write one * at most, at the start or at the end: *.example or example.*.',
  };
};

export const trustDomain: ValueRule = (value) =>
  wildcard(value) ??
  (value.includes('/')
    ? {
        message: `"${value}" has a slash, which a trust domain cannot have.`,
        fix: `Write the trust domain only: ${value.split('/')[0] || 'cluster.local'}.`,
      }
    : undefined);

/** The templates `{*}`, which stands for one segment, and `{**}`, which stands for all that follow. */
export const pathTemplate: ValueRule = (value) => {
  const mistake = templateMistake(value);
  switch (mistake?.kind) {
    case undefined:
      return undefined;
    case 'after the rest':
      return {
        message: `"${value}" has a template after {**}, which already takes the rest of the path.`,
        fix: `Write {**} last: ${mistake.upToRest}.`,
      };
    case 'braces':
      return {
        message: `"${value}" has braces that are not a template: "${mistake.segment}".`,
        fix: 'Write {*} for one whole segment or {**} for the rest of the path, with slashes around it.',
      };
    case 'characters':
      return {
        message: `"${value}" has ${mistake.segment === '' ? 'an empty segment' : `the segment "${mistake.segment}"`} beside a template, and only the characters of a URL path work there.`,
        fix: "Write letters, digits, -._~%!$&'()+,;:@= between the slashes; * alone is not a wildcard in a path with templates.",
      };
  }
};
