import { alikeSidecar, askedLabels } from '../../lib/mesh/alike-sidecars';
import { proxies, sidecarOf } from '../../lib/mesh/proxies';
import type { Manifest } from '../../lib/mesh/reading/mesh-object';
import { deployment, namespace, SHOP, sidecar, virtualService } from '../manifests';
import { meshOf } from '../routing/tables';

const SET: readonly Manifest[] = [
  SHOP,
  namespace('other', { 'istio-injection': 'enabled' }),
  deployment('shop/a', { app: 'a', team: 'x' }),
  deployment('shop/b', { app: 'b', team: 'x' }),
  deployment('shop/c', { app: 'c', team: 'y' }),
  deployment('other/d', { app: 'd', team: 'x' }),
];
const rule = (labels: object): Manifest =>
  virtualService('shop/rules', { hosts: ['a'], http: [{ match: [{ sourceLabels: labels }], redirect: { uri: '/' } }] });

/** The name of the sidecar that stands for each. */
function firsts(...manifests: readonly Manifest[]): string[] {
  const mesh = meshOf([...SET, ...manifests]);
  return proxies(mesh).sidecars.map((proxy) => `${proxy.name}: ${alikeSidecar(mesh, proxy).name}`);
}

test.each<[string, readonly Manifest[], readonly string[]]>([
  ['of one namespace are alike', [], ['a: a', 'b: a', 'c: a', 'd: d']],
  ['with other labels that a rule asks for are not', [rule({ team: 'x' })], ['a: a', 'b: a', 'c: c', 'd: d']],
  [
    'with a Sidecar of their own are not',
    [sidecar('shop/b', { workloadSelector: { labels: { app: 'b' } }, egress: [{ hosts: ['./*'] }] })],
    ['a: a', 'b: b', 'c: a', 'd: d'],
  ],
])('sidecars %s', (_, manifests, expected) => {
  expect(firsts(...manifests)).toEqual(expected);
});

test('a pod that no manifest shows is like those of its namespace', () => {
  const mesh = meshOf(SET);
  const [first] = proxies(mesh).sidecars;
  expect(alikeSidecar(mesh, first)).toBe(first);
  expect(alikeSidecar(mesh, sidecarOf('shop'))).toBe(first);
});

test('rules of delegates ask for labels too', () => {
  const delegate = virtualService('shop/delegate', { http: [{ match: [{ sourceLabels: { tier: 'front' } }] }] });
  expect(askedLabels(meshOf([...SET, rule({ team: 'x' }), delegate]))).toEqual(['team', 'tier']);
});
