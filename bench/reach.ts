/* What it takes to tell who can call whom, with routes and policies for each service. */
import { reachable } from '../lib/routing/reachable/reachable';
import type { Manifest } from '../lib/mesh/reading/mesh-object';
import { Mesh } from '../lib/mesh/reading/mesh';
import type { Row } from './row';
import { spreadOf, spreadText, verdictOf } from './statistics';

const SERVICES = 500;
/** Services of one namespace. */
const TEAM = 20;
/** Seconds. */
const GOAL = 10;

/** The row of the results. */
export function reachRows(quick: boolean): Row[] {
  const size = quick ? SERVICES / 10 : SERVICES;
  console.error(`who can call whom among ${size} services …`);
  const manifests = Array.from({ length: size }, (_, i) => service(i, size)).flat() as Manifest[];
  const seconds = Array.from({ length: quick ? 2 : 5 }, () => secondsOf(manifests));
  return [
    {
      what: `who can call whom among ${size} services in ${Math.ceil(size / TEAM)} namespaces, each with a route by header and a policy with three rules: processor time`,
      value: `${spreadText(spreadOf(seconds))} s`,
      goal: `≤ ${GOAL} s`,
      verdict: verdictOf(spreadOf(seconds), GOAL),
    },
  ];
}

function secondsOf(manifests: readonly Manifest[]): number {
  const started = process.cpuUsage();
  let kinds = 0;
  for (const access of reachable(new Mesh(manifests))) {
    kinds += access.kinds.length;
  }
  const { user, system } = process.cpuUsage(started);
  if (kinds < manifests.length) {
    throw new Error(`there are only ${kinds} kinds of requests`);
  }
  return (user + system) / 1_000_000;
}

function service(i: number, size: number): object[] {
  const [name, namespace] = [`app-${i}`, teamOf(i)];
  const labels = { app: name };
  const pods = { serviceAccountName: name, containers: [{ name: 'app', image: 'registry.example.com/app:1' }] };
  const route = [{ destination: { host: name } }];
  const rules = [1, 2, 3].map((step) => {
    const caller = (i + step) % size;
    return {
      from: [{ source: { principals: [`cluster.local/ns/${teamOf(caller)}/sa/app-${caller}`] } }],
      to: [{ operation: { methods: ['GET', 'POST'], paths: [`/api/v${step}/*`] } }],
    };
  });
  const object = (apiVersion: string, kind: string, spec: object): object => ({
    apiVersion,
    kind,
    metadata: { name, namespace },
    spec,
  });
  return [
    ...(i % TEAM === 0 ? home(namespace) : []),
    object('v1', 'Service', { selector: labels, ports: [{ name: 'http', port: 80, targetPort: 8080 }] }),
    object('apps/v1', 'Deployment', {
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: pods },
    }),
    object('networking.istio.io/v1', 'VirtualService', {
      hosts: [name],
      http: [{ match: [{ headers: { 'x-canary': { exact: 'always' } } }], route }, { route }],
    }),
    object('security.istio.io/v1', 'AuthorizationPolicy', { selector: { matchLabels: labels }, rules }),
  ];
}

function home(namespace: string): object[] {
  return [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace, labels: { 'istio-injection': 'enabled' } } },
    {
      apiVersion: 'security.istio.io/v1',
      kind: 'AuthorizationPolicy',
      metadata: { name: 'default-deny', namespace },
      spec: {},
    },
  ];
}

function teamOf(i: number): string {
  return `team-${Math.floor(i / TEAM)}`;
}
