import type { AgeOrder } from '../../lib/mesh/age';
import { mutualTlsMode } from '../../lib/mesh/mutual-tls';
import { Mesh } from '../../lib/mesh/reading/mesh';
import type { Manifest } from '../../lib/mesh/reading/mesh-object';
import { manifest } from '../manifests';

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
