/* What a trace takes behind one gateway, and what the model takes that it is read from. */
import { checkManifests } from '../lib/checks/check-manifests';
import { takeIn } from '../lib/checks/intake';
import { Mesh } from '../lib/mesh/reading/mesh';
import type { Manifest } from '../lib/mesh/reading/mesh-object';
import type { Call } from '../lib/routing/call';
import { trace } from '../lib/routing/tracer';
import { growing, meshManifests } from './check-manifests';
import type { Row } from './row';
import { median, ratios, spreadOf, spreadText, verdictOf } from './statistics';

const SIZES = [10, 1000, 10_000] as const;
/** Microseconds at 1,000 routes. */
const GOAL = 50;
/** Ten times the routes may take so many times as long. */
const GROWTH = 3;
const OBJECTS = 10_000;

/** How the routes of a gateway are told apart. */
interface Shape {
  readonly name: string;
  readonly manifests: (size: number) => object[];
  /** A request for one of the routes. */
  readonly request: (place: number) => { readonly host: string; readonly path: string; readonly tenant: string };
}

const HOST = 'app.example.com';
const SHAPES: readonly Shape[] = [
  {
    name: 'rules of one host, by prefix',
    manifests: (size) => [
      virtualService(
        'app',
        HOST,
        numbered(size, (i) => rule({ uri: { prefix: `/part-${i}/` } })),
      ),
    ],
    request: (place) => ({ host: HOST, path: `/part-${place}/x`, tenant: '' }),
  },
  {
    name: 'rules of one host, by header',
    manifests: (size) => [
      virtualService(
        'app',
        HOST,
        numbered(size, (i) => rule({ headers: { tenant: { exact: `tenant-${i}` } } })),
      ),
    ],
    request: (place) => ({ host: HOST, path: '/', tenant: `tenant-${place}` }),
  },
  {
    name: 'hosts with a VirtualService each',
    manifests: (size) =>
      numbered(size, (i) => virtualService(`app-${i}`, `app-${i}.example.com`, [rule({ uri: { prefix: '/' } })])),
    request: (place) => ({ host: `app-${place}.example.com`, path: '/', tenant: '' }),
  },
];

/** The rows of the results. */
export function traceRows(quick: boolean): Row[] {
  return [...SHAPES.flatMap((shape) => shapeRows(shape, quick)), modelRow(quick)];
}

function shapeRows({ name, manifests, request }: Shape, quick: boolean): Row[] {
  const measured = SIZES.map((size) => {
    console.error(`trace: ${size} ${name} …`);
    const mesh = new Mesh([...front(), ...manifests(size)] as Manifest[]);
    return eachTrace(mesh, size, request, quick ? 5 : 31);
  });
  const [few, goal, many] = measured;
  const growth = ratios(many, goal);
  return [
    {
      what: `a trace at ${SIZES.map((size) => size.toLocaleString('en')).join(', ')} ${name}: processor time`,
      value: `${[few, goal, many].map((each) => spreadText(spreadOf(each), 0)).join(', ')} µs`,
      goal: `≤ ${GOAL} µs at ${SIZES[1].toLocaleString('en')}`,
      verdict: verdictOf(spreadOf(goal), GOAL),
    },
    {
      what: `the same, at ${SIZES[2].toLocaleString('en')} as a ratio to ${SIZES[1].toLocaleString('en')}`,
      value: spreadText(growth),
      goal: `≤ ${GROWTH}`,
      verdict: verdictOf(growth, GROWTH),
    },
  ];
}

const TRACES = 2000;

/** Microseconds of processor time, in several rounds, after the mesh has been read and the compiler is done. */
function eachTrace(mesh: Mesh, size: number, request: Shape['request'], rounds: number): number[] {
  // The same places for all sizes would leave most routes of a large one alone.
  const calls = Array.from({ length: TRACES }, (_, i) => callFor(request((i * 7919) % size)));
  const round = (): number => {
    const started = process.cpuUsage();
    calls.forEach((call) => trace(mesh, call));
    const { user, system } = process.cpuUsage(started);
    return (user + system) / TRACES;
  };
  const [{ kind }] = trace(mesh, calls[0]).outcomes;
  if (kind !== 'workload') {
    throw new Error(`the traces end with ${kind}`);
  }
  for (let i = 0; i < 3; i++) {
    round();
  }
  return Array.from({ length: rounds }, round);
}

function callFor({ host, path, tenant }: ReturnType<Shape['request']>): Call {
  return {
    from: { kind: 'outside' },
    to: { kind: 'anyGateway', port: 80 },
    request: {
      version: '1.1',
      method: 'GET',
      scheme: 'http',
      authority: host,
      path,
      headers: tenant === '' ? [] : [['tenant', tenant]],
    },
  };
}

/** From plain objects to the first answer: for the sidecar of a client, which sees all Services. */
function modelRow(quick: boolean): Row {
  const size = quick ? OBJECTS / 10 : OBJECTS;
  console.error(`the model of ${size} objects, beside its checks …`);
  const manifests = meshManifests(growing(size));
  const model: number[] = [];
  const checks: number[] = [];
  for (let i = 0; i < (quick ? 3 : 11); i++) {
    model.push(processorTime(() => firstTrace(manifests)));
    checks.push(processorTime(() => checkManifests(manifests)));
  }
  const ratio = ratios(model, checks);
  return {
    what: `the model of ${size.toLocaleString('en')} objects, with a first trace from a sidecar, as a ratio to their checks: processor time`,
    value: `${spreadText(ratio)}; ${median(model).toFixed(0)} ms / ${median(checks).toFixed(0)} ms`,
    goal: '≤ 1',
    verdict: verdictOf(ratio, 1),
  };
}

function firstTrace(manifests: readonly object[]): void {
  const mesh = new Mesh(takeIn(manifests).manifests);
  const [workload] = mesh.workloads;
  const host = 'app-1.team-1';
  const { request } = callFor({ host, path: '/', tenant: '' });
  const to = { kind: 'address', host, port: 80 } as const;
  const { outcomes } = trace(mesh, { from: { kind: 'workload', workload }, to, request });
  if (outcomes.some(({ kind }) => kind !== 'workload')) {
    throw new Error('the first trace does not arrive');
  }
}

/** Milliseconds. */
function processorTime(work: () => void): number {
  const started = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(started);
  return (user + system) / 1000;
}

function front(): object[] {
  const ingress = { istio: 'ingressgateway' };
  return [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', labels: { 'istio-injection': 'enabled' } } },
    service('istio-system', 'ingress', ingress),
    pods('istio-system', 'ingress', ingress, { name: 'istio-proxy', image: 'auto' }),
    service('shop', 'app', { app: 'app' }),
    pods('shop', 'app', { app: 'app' }, { name: 'app', image: 'registry.example.com/app:v1' }),
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'Gateway',
      metadata: { name: 'front', namespace: 'istio-system' },
      spec: {
        selector: ingress,
        servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['*'] }],
      },
    },
  ];
}

function service(namespace: string, name: string, selector: object): object {
  const spec = { selector, ports: [{ name: 'http', port: 80, targetPort: 8080 }] };
  return { apiVersion: 'v1', kind: 'Service', metadata: { name, namespace }, spec };
}

function pods(namespace: string, name: string, labels: object, container: object): object {
  const template = { metadata: { labels }, spec: { containers: [container] } };
  const spec = { selector: { matchLabels: labels }, template };
  return { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name, namespace }, spec };
}

function virtualService(name: string, host: string, http: object[]): object {
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name, namespace: 'shop' },
    spec: { hosts: [host], gateways: ['istio-system/front'], http },
  };
}

function rule(match: object): object {
  return { match: [match], route: [{ destination: { host: 'app' } }] };
}

function numbered(size: number, make: (i: number) => object): object[] {
  return Array.from({ length: size }, (_, i) => make(i));
}
