/** The longest type name that the generator makes: names are read in editors and in API listings. */
export const MAX_NAME = 48;

/** Words that Istio and the Gateway API write in capitals. */
const ACRONYMS = ['HTTPS', 'HTTP', 'GRPC', 'CORS', 'TLS', 'TCP', 'JWT', 'URL', 'CA', 'LB'];

const SEPARATOR = ' ';

/** PascalCase without runs of capitals: `HTTPRoute` -> `HttpRoute`, `TLSmode` -> `TlsMode`, `VERSION` -> `Version`. */
export function pascal(name: string): string {
  return name
    .replace(/[A-Z]{2,}/g, (run, at: number) => splitRun(run, name[at + run.length]))
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}

/** Splits a run of capitals into words. Followed by a small letter, its last capital may begin the next word. */
function splitRun(run: string, next: string | undefined): string {
  if (next === undefined || !/[a-z]/.test(next)) {
    return join(acronyms(run) ?? [run]);
  }
  const head = acronyms(run.slice(0, -1));
  const whole = acronyms(run);
  // "HTTPSettings" begins with HTTP, "TLSmode" with TLS, "ABCode" with whatever comes before the last capital.
  return head === undefined && whole !== undefined
    ? join([...whole, ''])
    : join([...(head ?? [run.slice(0, -1)]), run.slice(-1)]);
}

/** The known acronyms that a run of capitals is made of. */
function acronyms(run: string): string[] | undefined {
  if (run === '') {
    return [];
  }
  for (const first of ACRONYMS.filter((candidate) => run.startsWith(candidate))) {
    const rest = acronyms(run.slice(first.length));
    if (rest !== undefined) {
      return [first, ...rest];
    }
  }
  return undefined;
}

function join(words: string[]): string {
  return words.map((word) => word.charAt(0) + word.slice(1).toLowerCase()).join(SEPARATOR);
}

/**
 * The name of a nested message: its parents' names and its own. Where that is too long, parents between the
 * outermost and the message itself are dropped, the outer ones first.
 */
export function nestedName(parts: string[]): string {
  const words = parts.map(pascal);
  while (words.join('').length > MAX_NAME && words.length > 2) {
    words.splice(1, 1);
  }
  const name = words.join('');
  if (name.length > MAX_NAME) {
    throw new Error(`${name} is longer than ${MAX_NAME} characters, and has no inner parent to drop`);
  }
  return name;
}

/** The member of an enum: Istio's values as they are, `PathPrefix` -> `PATH_PREFIX`, `*` -> `ANY`. */
export function enumMember(value: string): string {
  if (value === '*') {
    return 'ANY';
  }
  if (/^[A-Z][A-Z0-9_]*$/.test(value)) {
    return value;
  }
  return value
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1_$2')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .toUpperCase();
}
