import { checkManifests } from '../../lib/checks/check-manifests';
import { Mesh } from '../../lib/mesh/reading/mesh';
import type { Manifest } from '../../lib/mesh/reading/mesh-object';
import { sidecarOfPods } from '../../lib/routing/proxy-of-pods';
import { sidecarOf } from '../../lib/mesh/proxies';
import type { Call } from '../../lib/routing/call';
import type { Trace } from '../../lib/routing/trace';
import { trace } from '../../lib/routing/tracer';
import { Random } from '../differential/random';
import { Draw } from '../istiod/draw';
import { destinationRule, INJECTED, namespace, peerAuthentication, service, sidecar, workload } from '../manifests';

/*
 * Who is told to be refused by STRICT is refused by the tracer, and who is refused is told, as far as a DestinationRule makes callers
 * send plain text, or their place names the Service.
 */

const NAMESPACES = ['shop', 'front', 'books'];
const NAMES = ['a', 'b'];
const MODES = ['STRICT', 'PERMISSIVE', 'DISABLE', 'UNSET'];

/** Services with pods in meshed namespaces, policies for them, rules of their callers, and callers that name them. */
function meshOf(number: number): readonly Manifest[] {
  const draw = new Draw(new Random(number));
  const maybe = (share: number, make: () => Manifest): Manifest[] => (draw.percent(share) ? [make()] : []);
  return [
    ...NAMESPACES.map((name) => namespace(name, INJECTED)),
    ...NAMES.flatMap((name) => [service(`shop/${name}`, [80, 81]), pods(draw, `shop/${name}`)]),
    ...maybe(40, () => peerAuthentication('istio-system/default', { mtls: { mode: draw.one(MODES) } })),
    ...maybe(60, () => peerAuthentication('shop/default', { mtls: { mode: draw.one(MODES) } })),
    ...maybe(60, () =>
      peerAuthentication('shop/a', {
        selector: { matchLabels: { app: 'a' } },
        mtls: { mode: draw.one(MODES) },
        portLevelMtls: { [draw.one([80, 81])]: { mode: draw.one(MODES) } },
      }),
    ),
    ...draw.times(0, 3, (i) => rule(draw, `${draw.one([...NAMESPACES, 'istio-system'])}/rule-${i}`)),
    ...['front', 'books'].map((home) =>
      workload(`${home}/caller`, {
        annotations: draw.percent(15) ? { 'traffic.sidecar.istio.io/excludeOutboundPorts': '81' } : undefined,
        spec: { containers: [{ name: 'app', image: 'a', env: env() }] },
      }),
    ),
    ...maybe(30, () =>
      sidecar('front/default', { egress: [{ hosts: draw.one([['./*'], ['./*', 'shop/*'], ['*/*']]) }] }),
    ),
  ];
}

const HOSTS = NAMES.flatMap((name) => [80, 81].map((port) => ({ name, port })));

function env(): object[] {
  return HOSTS.map(({ name, port }) => ({
    name: `${name}_${port}`.toUpperCase(),
    value: `http://${name}.shop:${port}/`,
  }));
}

function pods(draw: Draw, key: string): Manifest {
  const out: Record<string, string> = draw.percent(15) ? { 'sidecar.istio.io/inject': 'false' } : {};
  return workload(key, { labels: { app: key.slice(key.indexOf('/') + 1), ...out } });
}

function rule(draw: Draw, key: string): Manifest {
  const tls = { tls: { mode: draw.one(['DISABLE', 'ISTIO_MUTUAL', 'DISABLE']) } };
  return destinationRule(key, {
    host: draw.one(['a.shop.svc.cluster.local', 'b.shop.svc.cluster.local', '*.shop.svc.cluster.local', '*.local']),
    exportTo: draw.percent(20) ? ['.'] : undefined,
    trafficPolicy: draw.one([tls, { portLevelSettings: [{ port: { number: draw.one([80, 81]) }, ...tls }] }, {}]),
  });
}

interface Refusal {
  readonly caller: string;
  readonly host: string;
  /** The DestinationRule that decides how the caller connects; undefined where none does. */
  readonly rule?: string;
  /** Whether no proxy opens the connection to the pods. */
  readonly isPast: boolean;
}

/** The calls that pods reset since they come without mutual TLS. */
function refusals(mesh: Mesh): Refusal[] {
  return mesh.workloads.flatMap((caller) =>
    HOSTS.flatMap(({ name, port }): Refusal[] => {
      const found = trace(mesh, callTo(name, port, { kind: 'workload', workload: caller }));
      if (!isStrictRefusal(found)) {
        return [];
      }
      const decides = found.hops[0].steps.find(({ layer }) => layer === 'mutualTls');
      const { object } = decides ?? {};
      return [
        {
          caller: caller.object.key,
          host: name,
          rule: object?.kind === 'DestinationRule' ? object.key : undefined,
          isPast: decides === undefined,
        },
      ];
    }),
  );
}

test('who is told to be refused is refused, and the other way round', () => {
  const wrong: string[] = [];
  let [byRule, bySidecar] = [0, 0];
  for (let number = 0; number < 250; number++) {
    const manifests = meshOf(number);
    const mesh = new Mesh(manifests);
    const found = checkManifests([...manifests]);
    const refused = refusals(mesh);
    const told = found
      .filter(({ code }) => code === 'CDI0304')
      .map(({ object }) => `${object.namespace}/${object.name}`);
    const felt = new Set(refused.flatMap((each) => each.rule ?? []));
    byRule += felt.size;
    wrong.push(...[...felt].filter((key) => !told.includes(key)).map((key) => `mesh ${number}: ${key} is not told`));
    // Rules of namespaces whose pods call nothing here hold for others.
    const callers = new Set(mesh.workloads.map(({ namespace: home }) => home));
    const idle = told.filter((key) => !felt.has(key) && callers.has(key.split('/')[0]));
    wrong.push(
      ...idle.filter((key) => !isHiddenFromCallers(mesh, key)).map((key) => `mesh ${number}: ${key} refuses nobody`),
    );
    const inferred = found.filter(({ code }) => code === 'CDI0427');
    const plain = new Set(
      refused
        .filter((each) => !each.isPast && each.rule === undefined && hasSidecar(mesh, each.caller))
        .map(({ host }) => host),
    );
    for (const host of NAMES) {
      const isTold = inferred.some(({ message }) => message.includes(`Service shop/${host} `));
      if (isTold !== isRefusedAnywhere(mesh, host) || (plain.has(host) && !isTold && rulesOf(manifests) === 0)) {
        wrong.push(`mesh ${number}: of ${host} it is not told whether mutual TLS is inferred`);
      }
    }
    const past = found.filter(({ code }) => code === 'CDI0425');
    bySidecar += past.length;
    for (const { object, message } of past) {
      const key = `${object.namespace}/${object.name}`;
      const isRefused = refused.some(
        (each) => each.caller === key && each.isPast && message.includes(`Service shop/${each.host},`),
      );
      wrong.push(...(isRefused ? [] : [`mesh ${number}: ${key} is not refused: ${message}`]));
    }
    for (const { caller, host } of refused.filter(
      (each) => each.isPast && hasSidecar(mesh, each.caller) && each.caller.endsWith('/caller'),
    )) {
      const isTold = past.some(
        ({ object, message }) =>
          `${object.namespace}/${object.name}` === caller && message.includes(`Service shop/${host},`),
      );
      wrong.push(...(isTold ? [] : [`mesh ${number}: ${caller} to ${host} is not told`]));
    }
  }
  expect(wrong.slice(0, 10)).toEqual([]);
  expect(byRule).toBeGreaterThan(15);
  expect(bySidecar).toBeGreaterThan(15);
}, 60_000);

/** Whether clients of a namespace without anything of its own are refused, since nothing tells them to use mutual TLS. */
function isRefusedAnywhere(mesh: Mesh, name: string): boolean {
  return [80, 81].some((port) => {
    const found = trace(mesh, callTo(name, port, { kind: 'proxy', proxy: sidecarOf('elsewhere') }));
    return isStrictRefusal(found) && found.hops[0].steps.every(({ object }) => object?.kind !== 'DestinationRule');
  });
}

function rulesOf(manifests: readonly Manifest[]): number {
  return manifests.filter(({ kind }) => kind === 'DestinationRule').length;
}

function callTo(name: string, port: number, from: Call['from']): Call {
  const host = `${name}.shop`;
  return {
    from,
    to: { kind: 'address', host, port },
    request: { version: '1.1', method: 'GET', scheme: 'http', path: '/', authority: `${host}:${port}`, headers: [] },
  };
}

/** Whether pods reset a call since it comes without mutual TLS. */
function isStrictRefusal({ outcomes: [outcome], hops }: Trace): boolean {
  const isStrict = hops.at(-1)!.steps.some(({ decision }) => decision.startsWith('STRICT'));
  return outcome.kind === 'failure' && outcome.failure.name === 'TlsMismatch' && isStrict;
}

function hasSidecar(mesh: Mesh, key: string): boolean {
  const found = mesh.workloads.find(({ object }) => object.key === key);
  return found !== undefined && sidecarOfPods(mesh, found) !== undefined;
}

/** Whether the pods beside a rule have no sidecar, or do not know the Services. */
function isHiddenFromCallers(mesh: Mesh, key: string): boolean {
  const [home] = key.split('/');
  return mesh.workloads
    .filter(({ namespace: own }) => own === home)
    .every(
      (each) =>
        sidecarOfPods(mesh, each) === undefined ||
        mesh.all('networking.istio.io/Sidecar').length > 0 ||
        each.annotations['traffic.sidecar.istio.io/excludeOutboundPorts'] !== undefined,
    );
}
