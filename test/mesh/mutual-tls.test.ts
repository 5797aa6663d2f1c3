import type { AgeOrder } from '../../lib/mesh/age';
import { endpointsOf } from '../../lib/mesh/endpoints';
import { mutualTlsMode, strictOn } from '../../lib/mesh/mutual-tls';
import { Mesh } from '../../lib/mesh/reading/mesh';
import type { Manifest } from '../../lib/mesh/reading/mesh-object';
import type { Pods } from '../manifests';
import { manifest, service, workload } from '../manifests';

const policy = (key: string, mode: string | undefined, more: object = {}): Manifest =>
  manifest('PeerAuthentication', key, { ...(mode && { mtls: { mode } }), ...more });
const selecting = (matchLabels: Record<string, string>, ports?: object): object => ({
  selector: { matchLabels },
  portLevelMtls: ports,
});
const WEB = { app: 'web' };

function mode(manifests: Manifest[], port?: number, namespace = 'shop', age: AgeOrder = 'listed'): string {
  const found = mutualTlsMode(new Mesh(manifests, [], { age }), { namespace, labels: WEB }, port);
  return [found.mode, found.from?.key, found.path].filter(Boolean).join(' ');
}

const ROOT = policy('istio-system/mesh', 'STRICT');

test.each<[string, Manifest[], number | undefined, string]>([
  ['nothing', [], undefined, 'PERMISSIVE'],
  ['the mesh', [ROOT], 80, 'STRICT istio-system/mesh spec.mtls.mode'],
  ['the namespace before the mesh', [ROOT, policy('shop/a', 'DISABLE')], 80, 'DISABLE shop/a spec.mtls.mode'],
  ['another namespace', [policy('front/a', 'STRICT')], 80, 'PERMISSIVE'],
  ['a namespace that does not say', [ROOT, policy('shop/a', 'UNSET')], 80, 'STRICT istio-system/mesh spec.mtls.mode'],
  [
    'the pods before the namespace',
    [policy('shop/a', 'STRICT'), policy('shop/b', 'PERMISSIVE', selecting(WEB))],
    80,
    'PERMISSIVE shop/b spec.mtls.mode',
  ],
  ['other pods', [policy('shop/b', 'STRICT', selecting({ app: 'db' }))], 80, 'PERMISSIVE'],
  [
    'a port of the pods',
    [policy('shop/b', 'STRICT', selecting(WEB, { 80: { mode: 'DISABLE' } }))],
    80,
    'DISABLE shop/b spec.portLevelMtls[80].mode',
  ],
  [
    'another port of the pods',
    [policy('shop/b', 'STRICT', selecting(WEB, { 80: { mode: 'DISABLE' } }))],
    81,
    'STRICT shop/b spec.mtls.mode',
  ],
  [
    'a port that does not say',
    [ROOT, policy('shop/b', undefined, selecting(WEB, { 80: { mode: 'UNSET' } }))],
    80,
    'STRICT istio-system/mesh spec.mtls.mode',
  ],
  [
    'pods of which only a port is said',
    [policy('shop/a', 'STRICT'), policy('shop/b', undefined, selecting(WEB, { 80: { mode: 'DISABLE' } }))],
    undefined,
    'STRICT shop/a spec.mtls.mode',
  ],
  ['an empty selector is none', [policy('shop/a', 'STRICT', selecting({}))], 80, 'STRICT shop/a spec.mtls.mode'],
])('%s (cases/routing/e28)', (_, manifests, port, expected) => {
  expect(mode(manifests, port)).toBe(expected);
});

test('one of the root namespace that selects pods counts for none, not even there (cases/routing/e30)', () => {
  const selected = policy('istio-system/a', 'STRICT', selecting(WEB));
  expect(mode([selected])).toBe('PERMISSIVE');
  expect(mode([selected], 80, 'istio-system')).toBe('PERMISSIVE');
});

test('of several the oldest counts (cases/routing/e91)', () => {
  const two = [policy('shop/b', 'STRICT', selecting(WEB)), policy('shop/a', 'DISABLE', selecting(WEB))];
  expect(mode(two)).toBe('STRICT shop/b spec.mtls.mode');
  expect(mode(two, 80, 'shop', 'named')).toBe('DISABLE shop/a spec.mtls.mode');
  expect(mode([policy('shop/b', 'STRICT'), policy('shop/a', 'DISABLE')])).toBe('STRICT shop/b spec.mtls.mode');
  // The oldest one counts, although it says nothing.
  expect(mode([policy('shop/b', undefined), policy('shop/a', 'DISABLE')])).toBe('PERMISSIVE');
});

test.each<[string, Pods, boolean]>([
  ['pods with a proxy', {}, true],
  ['pods without one', { labels: { ...WEB, 'sidecar.istio.io/inject': 'false' } }, false],
  ['a port that goes past it', { annotations: { 'traffic.sidecar.istio.io/excludeInboundPorts': '1, 80' } }, false],
  ['another port that does', { annotations: { 'traffic.sidecar.istio.io/excludeInboundPorts': '8080' } }, true],
  ['a list without the port', { annotations: { 'traffic.sidecar.istio.io/includeInboundPorts': '8080' } }, false],
  ['a list of all', { annotations: { 'traffic.sidecar.istio.io/includeInboundPorts': '*' } }, true],
  ['a list of none', { annotations: { 'traffic.sidecar.istio.io/includeInboundPorts': '' } }, false],
])('closed to callers without mutual TLS: %s', (_, pods, closed) => {
  const mesh = new Mesh([ROOT, service('shop/web', [80]), workload('shop/web', { labels: WEB, ...pods })]);
  const [endpoint] = endpointsOf(mesh, { host: 'web.shop.svc.cluster.local', namespace: 'shop' }, 80);
  expect(strictOn(mesh, endpoint)?.from?.key).toBe(closed ? 'istio-system/mesh' : undefined);
  const open = new Mesh([policy('shop/a', 'PERMISSIVE'), ...mesh.objects.map(({ manifest: given }) => given)]);
  expect(
    strictOn(open, endpointsOf(open, { host: 'web.shop.svc.cluster.local', namespace: 'shop' }, 80)[0]),
  ).toBeUndefined();
});
