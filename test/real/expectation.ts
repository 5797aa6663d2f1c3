import type { Seen } from './backend';
import type { Answer } from './client';
import type { AccessLogEntry } from './envoy';
import type { AccessLogs } from './mesh';
import { bounds } from './shares';

/** What must be seen where, of one request or of many alike. What is left out may be anything. */
export interface Expectation {
  readonly status?: number;
  /** Workload (`namespace/name`) or external host that answers. */
  readonly backend?: string;
  /** Shares between 0 and 1 by backend, within the two-sided binomial bounds at 1e-6 of that many requests. */
  readonly share?: { readonly [backend: string]: number };
  /** Location that the client is sent to. */
  readonly redirect?: string;
  /** Headers of the answer; null where one must be missing. */
  readonly header?: { readonly [name: string]: string | RegExp | null };
  /** DNS names of the certificate that the client gets. */
  readonly certificate?: string;
  /** Why there is no answer at all. */
  readonly failed?: string;
  /** What the backend sees. */
  readonly sees?: {
    readonly method?: string;
    readonly path?: string;
    readonly protocol?: Seen['protocol'];
    readonly header?: { readonly [name: string]: string | RegExp | null };
    readonly sni?: string;
    readonly alpn?: string;
    /** Who connected to it: workload, gateway or client. */
    readonly peer?: string;
    /** DNS names of the client's certificate. */
    readonly clientCertificate?: string;
  };
  /** SPIFFE identity of the peer, as the sidecar of the backend sees it in its mutual TLS. */
  readonly peerIdentity?: string;
  /** What the proxies' access logs say of it. */
  readonly accessLog?: LogExpectation[];
  /** How often backends see each request. */
  readonly attempts?: number;
  /** Backends that see it besides the one that answers, and what: mirrors. */
  readonly alsoSeenBy?: { readonly [backend: string]: { readonly [header: string]: string } };
}

export interface LogExpectation extends Omit<AccessLogEntry, 'line' | 'transportFailure'> {
  readonly transportFailure?: string | RegExp;
  /** For lines of another format than the mesh's. */
  readonly line?: RegExp;
  /** Workload of the proxy. */
  readonly proxy: string;
  /** False: the proxy saw nothing of it. */
  readonly seen?: false;
  /** How many such lines there are. */
  readonly times?: number;
}

/** An expectation in words, the same in every run. */
export function inWords(expected: Expectation): string {
  const {
    status,
    backend,
    share,
    redirect,
    header,
    certificate,
    failed,
    sees,
    peerIdentity,
    accessLog,
    attempts,
    alsoSeenBy,
  } = expected;
  const fields = (object: object | undefined): string[] =>
    Object.entries(object ?? {}).map(([name, value]) => `${name} ${value === null ? 'missing' : String(value)}`);
  const parts = [
    status && `status ${status}`,
    backend && `from ${backend}`,
    share &&
      Object.entries(share)
        .map(([name, part]) => `${name} ${Math.round(part * 1000) / 10} %`)
        .join(', '),
    redirect && `to ${redirect}`,
    ...fields(header).map((text) => `header ${text}`),
    certificate && `certificate for ${certificate.replace('DNS:', '')}`,
    failed && `no answer: ${failed}`,
    ...fields(sees && { ...sees, header: undefined })
      .filter((text) => !text.endsWith(' undefined'))
      .map((text) => `backend sees ${text}`),
    ...fields(sees?.header).map((text) => `backend sees header ${text}`),
    peerIdentity && `peer is ${peerIdentity}`,
    ...(accessLog ?? []).map(
      ({ proxy, seen, ...entry }) => `log of ${proxy}: ${seen === false ? 'nothing' : fields(entry).join(', ')}`,
    ),
    attempts && `backends see it ${attempts === 1 ? 'once' : `${attempts} times`}`,
    ...Object.entries(alsoSeenBy ?? {}).map(([copy, headers]) =>
      [`also seen by ${copy}`, ...fields(headers)].join(', '),
    ),
  ];
  return parts.filter(Boolean).join('; ');
}

/** What happened. */
export interface Observation {
  readonly answers: Answer[];
  readonly logs: AccessLogs;
  /** All that backends saw meanwhile. */
  readonly seen: Seen[];
  readonly nameOf: (address: string) => string;
}

/** Where what happened differs from what was expected, in words. */
export function differences(expected: Expectation, observed: Observation): string[] {
  const found = new Set<string>();
  for (const answer of observed.answers) {
    ofAnswer(expected, answer, observed).forEach((difference) => found.add(difference));
  }
  for (const [backend, share] of Object.entries(expected.share ?? {})) {
    const count = observed.answers.filter(({ seen }) => seen?.backend === backend).length;
    const { least, most } = bounds(observed.answers.length, share);
    if (count < least || count > most) {
      found.add(`${backend} answered ${count} of ${observed.answers.length} requests, not ${least} to ${most}`);
    }
  }
  for (const [backend, headers] of Object.entries(expected.alsoSeenBy ?? {})) {
    const copies = observed.seen.filter((seen) => seen.backend === backend);
    if (copies.length !== observed.answers.length) {
      found.add(`${backend} saw ${copies.length} requests, not ${observed.answers.length}`);
    }
    for (const [name, value] of Object.entries(headers)) {
      copies
        .filter((copy) => copy.headers?.[name] !== value)
        .forEach((copy) => found.add(`${backend} saw ${name}: ${String(copy.headers?.[name])}, not ${value}`));
    }
  }
  if (expected.attempts !== undefined && observed.seen.length !== expected.attempts * observed.answers.length) {
    found.add(`backends saw ${observed.seen.length} requests, not ${expected.attempts} for each`);
  }
  for (const { proxy, seen, times, ...entry } of expected.accessLog ?? []) {
    const entries = observed.logs[proxy] ?? [];
    const fitting = entries.filter((each) =>
      Object.entries(entry).every(([key, value]) => {
        const actual = each[key as keyof AccessLogEntry];
        return value instanceof RegExp ? value.test(String(actual)) : actual === value;
      }),
    );
    if (seen === false ? entries.length > 0 : times === undefined ? fitting.length === 0 : fitting.length !== times) {
      const wanted = seen === false ? 'nothing' : `${times === undefined ? '' : `${times} times `}${inJson(entry)}`;
      found.add(`access log of ${proxy}: ${JSON.stringify(entries.slice(0, 3))}, not ${wanted}`);
    }
  }
  return [...found];
}

/** With expressions as they are written. */
function inJson(entry: object): string {
  return JSON.stringify(entry, (_, value: unknown) => (value instanceof RegExp ? String(value) : value));
}

function ofAnswer(expected: Expectation, answer: Answer, { logs, nameOf }: Observation): string[] {
  const found: string[] = [];
  const compare = (
    what: string,
    actual: string | string[] | number | undefined,
    wanted: string | RegExp | number | null | undefined,
  ): void => {
    const same =
      wanted === null
        ? actual === undefined
        : wanted instanceof RegExp
          ? wanted.test(String(actual))
          : actual === wanted;
    if (wanted !== undefined && !same) {
      found.push(`${what} is ${String(actual)}, not ${wanted === null ? 'missing' : String(wanted)}`);
    }
  };
  if (answer.failed !== undefined && expected.failed === undefined) {
    return [`no answer: ${answer.failed}`];
  }
  compare('failure', answer.failed, expected.failed);
  compare('status', answer.status, expected.status);
  compare('backend', answer.seen?.backend, expected.backend);
  compare('redirect', answer.headers.location, expected.redirect);
  for (const [name, value] of Object.entries(expected.header ?? {})) {
    compare(`header ${name}`, answer.headers[name], value);
  }
  compare('certificate', answer.certificate, expected.certificate);
  const { sees } = expected;
  if (sees !== undefined) {
    const { seen } = answer;
    compare('method seen', seen?.method, sees.method);
    compare('path seen', seen?.path, sees.path);
    compare('protocol seen', seen?.protocol, sees.protocol);
    for (const [name, value] of Object.entries(sees.header ?? {})) {
      compare(`header ${name} seen`, seen?.headers?.[name], value);
    }
    compare('SNI seen', seen?.tls?.sni, sees.sni);
    compare('ALPN seen', seen?.tls?.alpn, sees.alpn);
    compare('client certificate seen', seen?.tls?.clientCertificate, sees.clientCertificate);
    compare('peer seen', seen && nameOf(seen.peer), sees.peer);
  }
  if (expected.peerIdentity !== undefined) {
    const identities = (logs[answer.seen?.backend ?? ''] ?? []).map(({ peerIdentity }) => peerIdentity);
    if (!identities.includes(expected.peerIdentity)) {
      found.push(`peer of the sidecar is ${identities.join(', ') || 'nobody'}, not ${expected.peerIdentity}`);
    }
  }
  return found;
}
