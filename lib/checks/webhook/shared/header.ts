import type { Headers, HeadersHeaderOperations } from '../../../../imports/networking';
import { show } from '../../../core/problems';
import { formatPieces } from '../../../istio/header-format';
import type { Verdict } from './errors-only';

/** As of HTTP, and a comma besides: istiod takes one. */
const TOKEN = /^[-!#$%&'*+,.^_`|~A-Za-z0-9]+$/;
/** Simple case folding, as Go has it. */
const HOST = /^host$/iu;
const AUTHORITY = /^:authority$/i;
const CONTROL = /[\u0000-\u0008\u000a-\u001f\u007f]/;

/** What is wrong with the name of a header, in a sentence without its subject: `is empty.`. */
export function headerNameProblem(name: string): string | undefined {
  if (name === '') {
    return 'is empty.';
  }
  return TOKEN.test(name)
    ? undefined
    : `is ${show(name)}, and the name of a header is made of letters, digits and !#$%&'*+-.^_\`|~.`;
}

/** Whether setting the header sets the host of a request. */
export function isAuthorityHeader(name: string): boolean {
  return AUTHORITY.test(name) || HOST.test(name);
}

/** Says what is wrong with `headers` of a route or of a destination. */
export function checkHeaders(headers: Headers | undefined, path: string, verdict: Verdict): void {
  if (headers !== undefined) {
    checkOperations(headers.request, `${path}.request`, verdict, true);
    checkOperations(headers.response, `${path}.response`, verdict, false);
  }
}

function checkOperations(
  { add = {}, set = {}, remove = [] }: HeadersHeaderOperations = {},
  path: string,
  verdict: Verdict,
  mayBeAuthority: boolean,
): void {
  for (const [operation, values] of Object.entries({ add, set })) {
    for (const [name, value] of Object.entries(values)) {
      const at = `${path}.${operation}.${name}`;
      checkName(name, at, verdict, mayBeAuthority);
      checkValue(name, value, at, verdict);
    }
  }
  remove.forEach((name, i) => checkName(name, `${path}.remove[${i}]`, verdict, false));
}

function checkValue(name: string, value: string, path: string, verdict: Verdict): void {
  const message = `The value of the header ${show(name)} is ${show(value)}`;
  const control = CONTROL.exec(value)?.[0].charCodeAt(0);
  const wrong = formatPieces(value).find(({ isVariable }) => isVariable === undefined)?.text;
  if (control !== undefined) {
    const code = control.toString(16).toUpperCase().padStart(4, '0');
    verdict.error(path, `${message} and has the control character U+${code}.`, 'Remove that character.');
  }
  if (wrong !== undefined) {
    verdict.error(
      path,
      `${message}, where a variable such as %HOSTNAME% begins at ${show(wrong)} but does not end.`,
      'Write %% for a percent sign.',
    );
  }
}

function checkName(name: string, path: string, verdict: Verdict, mayBeAuthority: boolean): void {
  if (name === '') {
    verdict.error(path, 'The name of a header is empty.', 'Write the name, or remove the entry.');
  } else if (mayBeAuthority && isAuthorityHeader(name)) {
    return;
  } else if (HOST.test(name)) {
    verdict.error(
      path,
      'The header Host cannot be changed here.',
      'To change the host of requests, write rewrite.authority or headers.request.set with ":authority".',
    );
  } else if (name.startsWith(':')) {
    verdict.error(
      path,
      `${show(name)} is a pseudo-header, and Istio only lets :authority of a request be set.`,
      'Remove the entry; for the path or the host use rewrite.',
    );
  }
}
