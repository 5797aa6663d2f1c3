import type { SeenCall, TraceOutcome } from './trace-data';
import { OutcomeKind } from './trace-data';

/** `80 %`; with as many digits as it needs, up to one behind the point. */
export function percent(share: number): string {
  return `${Number((share * 100).toFixed(1))} %`;
}

/** What becomes of a call, in one line. */
export function outcomeText(outcome: TraceOutcome): string {
  const { mirrors = [], delay } = outcome;
  return [
    headline(outcome),
    ...(delay === undefined ? [] : [`after a wait of ${delay} on purpose`]),
    ...(mirrors.length === 0 ? [] : [`with a copy to ${mirrors.join(', ')}`]),
  ].join(', ');
}

function headline(outcome: TraceOutcome): string {
  const { kind, workload, subset, port, status, failure, flags, details, connection, by, location } = outcome;
  switch (kind) {
    case OutcomeKind.WORKLOAD: {
      const where = subset === undefined ? workload : `${workload} (subset ${subset})`;
      return status === undefined ? `connected to ${where}, port ${port}` : `${status} from ${where}`;
    }
    case OutcomeKind.RESPONSE:
      return `${status} ${ANSWERS[by ?? ''] ?? by}${location === undefined ? '' : ` to ${location}`}`;
    case OutcomeKind.FAILURE: {
      const told = [flags, details].filter((part) => part !== undefined).join(', ');
      return `${status ?? `connection ${connection ?? 'closed'}`}: ${failure}${told === '' ? '' : ` (${told})`}`;
    }
  }
}

const ANSWERS: Readonly<Record<string, string>> = {
  redirect: 'redirect',
  directResponse: 'direct response',
  fault: 'fault, injected on purpose',
  cors: 'answer to a CORS preflight',
};

/** What the server sees; undefined where nothing is reached. */
export function seenText({ seen }: TraceOutcome): string | undefined {
  return seen && seenTexts(seen).join(', ');
}

/** Under which terms it is asked: timeout and retries; undefined for none. */
export function termsText({ timeout, retries }: TraceOutcome): string | undefined {
  const times = retries?.attempts === 1 ? 'once' : `up to ${retries?.attempts} times`;
  const parts = [
    ...(timeout === undefined ? [] : [`timeout ${timeout}`]),
    ...(retries === undefined || retries.attempts === 0 ? [] : [`retried ${times} on ${retries.retryOn}`]),
  ];
  return parts.length === 0 ? undefined : parts.join(', ');
}

function seenTexts({ method, host, path, headers = {}, sni, tls, identity }: SeenCall): string[] {
  const request = [method, `${host ?? ''}${path ?? ''}`].filter((part) => part !== undefined && part !== '').join(' ');
  return [
    ...(request === '' ? [] : [request]),
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    `${TLS[tls]}${identity === undefined ? '' : ` as ${identity}`}${sni === undefined ? '' : ` with SNI ${sni}`}`,
  ];
}

const TLS: Readonly<Record<SeenCall['tls'], string>> = {
  none: 'plain text',
  mesh: 'mutual TLS',
  origin: "the client's own TLS",
  made: 'TLS that a proxy began',
};
