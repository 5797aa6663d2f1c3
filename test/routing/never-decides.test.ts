import { Mesh } from '../../lib/mesh/reading/mesh';
import type { MeshObject } from '../../lib/mesh/reading/mesh-object';
import { proxies, sidecarOf } from '../../lib/mesh/proxies';
import { registry } from '../../lib/mesh/registry';
import type { VirtualService } from '../../lib/mesh/virtual-services';
import { gatewayNames, hostsOf, httpRulesOf, tlsRulesOf } from '../../lib/mesh/virtual-services';
import { askedGateways } from '../../lib/routing/asked-gateways';
import type { Call, Request } from '../../lib/routing/call';
import { deadRules } from '../../lib/routing/dead-rules';
import { deadStreamRules } from '../../lib/routing/dead-stream-rules';
import { withGatewayApi } from '../../lib/routing/gateway-api/with-gateway-api';
import { lostHosts } from '../../lib/routing/lost-hosts';
import type { Trace } from '../../lib/routing/trace';
import { trace } from '../../lib/routing/tracer';
import { Random } from '../differential/random';
import { Draw } from '../istiod/draw';
import { randomMesh } from '../istiod/random-mesh';
import { gatewayMesh } from './gateway-mesh';

/*
 * What is told to be reached by nobody decides no call: the tracer, which is compared with Envoy, is asked with a witness for each match
 * of each rule, and with others near it.
 */

interface Place {
  readonly object: MeshObject;
  readonly path: string;
}

/** Calls that the rules of a mesh can tell apart, from all of its clients and to all of its gateways. */
function* callsFor(mesh: Mesh, draw: Draw): Generator<Call> {
  const all = mesh.derive(withGatewayApi).all('networking.istio.io/VirtualService');
  const roots = all.filter(({ spec }) => (spec.hosts ?? []).length > 0);
  const requests = all.flatMap((object) => httpRulesOf(object).flatMap((rule) => witnesses(rule.matches, draw)));
  const paths = [...requests, {}];
  for (const source of roots) {
    const hosts = hostsOf(source, mesh).map((host) => host.replace(/^\*/, 'x'));
    for (const host of hosts) {
      for (const given of paths) {
        yield* callsTo(mesh, host, { ...BASE, ...given, authority: host });
      }
      yield* streams(mesh, host);
    }
    for (const name of tlsRulesOf(source).flatMap(({ matches }) =>
      matches.flatMap(({ match }) => match.sniHosts ?? []),
    )) {
      yield* streams(mesh, name.replace(/^\*/, 'x'));
    }
  }
}

const BASE: Request = { version: '1.1', method: 'GET', scheme: 'http', path: '/', headers: [] };
const PORTS = [80, 8080, 443, 9000];

function clients(mesh: Mesh): Call['from'][] {
  return proxies(mesh).sidecars.length > 0
    ? proxies(mesh).sidecars.map((proxy) => ({ kind: 'proxy', proxy }))
    : ['n1', 'n2', 'n3'].map((namespace) => ({
        kind: 'proxy',
        proxy: sidecarOf(namespace, { app: 'a', version: 'v1' }),
      }));
}

function* callsTo(mesh: Mesh, host: string, request: Request): Generator<Call> {
  const [service] = registry(mesh).withHost(host);
  const ports = service === undefined ? [80] : service.ports.map(({ number }) => number);
  for (const from of clients(mesh)) {
    for (const port of ports) {
      yield { from, to: { kind: 'address', host, port }, request };
    }
  }
  for (const gateway of askedGateways(mesh)) {
    for (const port of PORTS) {
      yield { from: { kind: 'outside' }, to: { kind: 'gateway', gateway, port }, request };
      yield {
        from: { kind: 'outside' },
        to: { kind: 'gateway', gateway, port },
        tls: { sni: host, alpn: ['http/1.1'] },
        request: { ...request, scheme: 'https' },
      };
    }
  }
}

/** Connections whose requests nobody reads. */
function* streams(mesh: Mesh, host: string): Generator<Call> {
  for (const from of clients(mesh)) {
    for (const port of PORTS) {
      yield { from, to: { kind: 'address', host, port } };
      yield { from, to: { kind: 'address', host, port }, tls: { sni: host } };
    }
  }
  for (const gateway of askedGateways(mesh)) {
    for (const port of PORTS) {
      yield { from: { kind: 'outside' }, to: { kind: 'gateway', gateway, port } };
      yield { from: { kind: 'outside' }, to: { kind: 'gateway', gateway, port }, tls: { sni: host } };
    }
  }
}

type Matches = ReturnType<typeof httpRulesOf>[number]['matches'];

/** A request for each match, and one that is a little longer. */
function witnesses(matches: Matches, draw: Draw): Partial<Request>[] {
  return matches.flatMap(({ match }) => {
    const { uri = {}, headers = {}, method } = match;
    const path = uri.exact ?? uri.prefix ?? literal(uri.regex) ?? '/';
    const given: Request['headers'] = Object.entries(headers).map(([name, { exact, prefix }]) => [
      name.toLowerCase(),
      exact ?? prefix ?? 'x',
    ]);
    const request = { path, headers: given, method: method?.exact ?? 'GET' };
    return [request, { ...request, path: `${path}${draw.one(['/', 'x', '/x', '?a=b'])}` }];
  });
}

/** An expression whose metacharacters stand for something. */
function literal(regex: string | undefined): string | undefined {
  return regex
    ?.replace(/\(\?i\)|[\^$]/g, '')
    .replace(/\[[^\]]*\]|\\./g, 'a')
    .replace(/[.][*+]?|[*+?()|]/g, 'a');
}

function decided(found: Trace, { object, path }: Place): boolean {
  return found.hops.some(({ steps }) =>
    steps.some((step) => step.object === object && (step.path === path || step.path?.startsWith(`${path}.`) === true)),
  );
}

/** The host of a call whose name is that of its TLS too. */
function hostOf({ to, tls, request }: Call): string | undefined {
  return to.kind === 'gateway' && (tls === undefined || request === undefined || tls.sni === request.authority)
    ? (request?.authority ?? tls?.sni)
    : undefined;
}

function isAtGateways(object: VirtualService): boolean {
  return gatewayNames(object).some((gateway) => gateway !== 'mesh');
}

interface Told {
  readonly dead: readonly Place[];
  readonly lost: ReturnType<typeof lostHosts>;
}

/** What is told of a mesh and yet decides one of the calls. */
function wrongIn(mesh: Mesh, { dead, lost }: Told, call: Call): string[] {
  const found = trace(mesh, call);
  const host = hostOf(call);
  const named = JSON.stringify({ ...call, from: call.from.kind, to: { ...call.to, gateway: undefined } });
  return [
    ...dead.filter((each) => decided(found, each)).map(({ object, path }) => `${object.key} ${path} by ${named}`),
    ...lost
      .filter(({ source, place }) => host !== undefined && hostsOf(source, mesh)[place] === host)
      .filter(({ source }) => found.hops[0].steps.some(({ object }) => object === source))
      .map(({ source }) => `host ${host} of ${source.key} by ${named}`),
  ];
}

function randomOne(number: number): Mesh {
  const { manifests, meshConfig, age } = randomMesh(number);
  return new Mesh(manifests, [], { meshConfig, age: age === 'listed' ? 'listed' : 'named' });
}

function ofGateways(number: number): Mesh {
  return new Mesh(gatewayMesh(number), [], { age: number % 2 === 0 ? 'named' : 'listed' });
}

test.each<[string, (number: number) => Mesh, meshes: number, told: number]>([
  ['random meshes', randomOne, 60, 30],
  ['gateways', ofGateways, 50, 120],
])(
  'no rule that is told to be never reached decides a call, and no host that is lost: %s',
  (_, make, meshes, least) => {
    const wrong: string[] = [];
    let told = 0;
    for (let number = 0; number < meshes; number++) {
      const mesh = make(number);
      const dead = [...mesh.derive(deadRules), ...mesh.derive(deadStreamRules)];
      const lost = mesh.derive(lostHosts).filter(({ source }) => isAtGateways(source));
      told += dead.length + lost.length;
      for (const call of dead.length + lost.length === 0 ? [] : callsFor(mesh, new Draw(new Random(number)))) {
        wrong.push(...wrongIn(mesh, { dead, lost }, call).map((each) => `mesh ${number}: ${each}`));
      }
    }
    expect(wrong.slice(0, 10)).toEqual([]);
    // It is no law of nothing.
    expect(told).toBeGreaterThan(least);
  },
  60_000,
);

test('the law is broken where rules that are reached are told', () => {
  const mesh = ofGateways(1);
  const dead = mesh
    .all('networking.istio.io/VirtualService')
    .flatMap((object) => httpRulesOf(object).map(({ path }) => ({ object, path })));
  const wrong = [...callsFor(mesh, new Draw(new Random(1)))].flatMap((call) => wrongIn(mesh, { dead, lost: [] }, call));
  expect(wrong.length).toBeGreaterThan(0);
});
