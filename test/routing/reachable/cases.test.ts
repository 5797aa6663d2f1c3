import { normalizedPath } from '../../../lib/istio/path-normalization';
import { meshConfig } from '../../../lib/mesh/mesh-config';
import { Mesh } from '../../../lib/mesh/reading/mesh';
import type { Call } from '../../../lib/routing/call';
import { withoutPort } from '../../../lib/routing/domains';
import type { Access } from '../../../lib/routing/reachable/reachable';
import { reachable } from '../../../lib/routing/reachable/reachable';
import { trace } from '../../../lib/routing/tracer';
import { outcomes } from '../calls';
import { caseNames, loadCase } from '../case';
import { callOf } from '../case-call';

/* The cases of the tracer, which real Envoys are asked of too: each of their requests is of one kind, and what becomes of that becomes of it. */

const addressOf = (thing: string): string => `127.1.4.${(thing.length % 200) + 1}`;
const fullName = (host: string): string =>
  /^[a-z0-9-]+\.[a-z0-9-]+$/.test(host) ? `${host}.svc.cluster.local` : host.replace(/\.svc$/, '.svc.cluster.local');

/** Cases in which something decides that is not asked who can call whom. */
const BESIDE: Readonly<Record<string, string>> = {
  'addresses-behind-a-trusted-proxy': 'the address of the client',
  'addresses-of-clients': 'the address of the client',
  'routes-by-claims': 'a token in a header, and not what it says',
  'tokens-at-a-server': 'tokens that are refused',
  'policies-at-a-waypoint': 'tokens that are refused',
  'short-host-with-a-dot': 'another name of the host, which is that of another one',
  'sidecar-imports-one-host-of-two': 'another name of the host, which the client does not know',
  'weights-faults-mirrors-headers': 'a preflight of CORS',
  'headers-behind-a-trusted-proxy': 'the scheme, by what the proxy before says',
  'headers-that-proxies-write': 'the scheme, by what the client says',
  'names-in-certificates-of-clients': 'the certificate of the client',
  'sizes-of-requests': 'how long a path is',
  'changes-of-headers-in-their-order': 'a preflight of CORS',
  'methods-that-envoy-knows': 'a method that Envoy does not read, so that it is no request',
};

/** Whether a call is one on the way of an access. */
function isOn({ callers, way }: Access, { from, to, request, tls }: Call): boolean {
  const host = withoutPort(request?.authority ?? '');
  if (way.requests === undefined || (tls === undefined) !== (way.tls === undefined)) {
    return false;
  }
  return to.kind === 'gateway'
    ? way.gateway === to.gateway &&
        from.kind === 'outside' &&
        way.port === to.port &&
        way.host === host &&
        (tls?.sni ?? host) === host
    : to.kind === 'address' &&
        from.kind === 'workload' &&
        callers.some(({ object }) => object === from.workload.object) &&
        way.port === to.port &&
        [to.host, host].every((each) => fullName(each) === way.host);
}

/** What becomes of calls, without what they look like. */
function fate(found: Parameters<typeof outcomes>[0]): string[] {
  return outcomes(found)
    .map((text) => text.replace(/https?:\/\/\S*/, ''))
    .sort();
}

let compared = 0;

test.each(caseNames().filter((name) => !Object.hasOwn(BESIDE, name)))('%s', (name) => {
  const given = loadCase(name, addressOf);
  const mesh = new Mesh(given.manifests, [], { meshConfig: given.meshConfig });
  const accesses = [...reachable(mesh)];
  for (const each of given.requests) {
    const call = callOf(mesh, each, addressOf);
    const access = accesses.find((one) => isOn(one, call));
    const { request } = call;
    if (access === undefined || request === undefined || request.version === '1.0') {
      continue;
    }
    const path = normalizedPath(request.path, meshConfig(mesh).pathNormalization);
    const kinds = access.kinds.filter(({ kind }) => kind!.includes({ ...request, path }));
    expect([each.name, kinds.map(({ trace: told }) => told && fate(told))]).toEqual([
      each.name,
      [fate(trace(mesh, call))],
    ]);
    compared++;
  }
});

test('of cases that there are', () => {
  expect(Object.keys(BESIDE).filter((name) => !caseNames().includes(name))).toEqual([]);
});

test('most of them', () => {
  expect(compared).toBeGreaterThan(250);
});
