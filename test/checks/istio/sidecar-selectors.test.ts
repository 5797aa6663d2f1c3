import { sidecarSelectors } from '../../../lib/checks/istio/sidecar-selectors';
import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { manifest, namespace, SHOP, workload } from '../../manifests';
import { reports, said } from './said';

const sidecar = (name: string, labels?: object): Manifest =>
  manifest('Sidecar', `shop/${name}`, labels === undefined ? {} : { workloadSelector: { labels } });

test('each of two that select the same pods is told of the other, once', () => {
  const pods = ['a', 'b'].map((name) => workload(`shop/${name}`, { labels: { app: 'web' } }));
  const found = reports(sidecarSelectors, [SHOP, ...pods, sidecar('x', { app: 'web' }), sidecar('y', { app: 'web' })]);
  expect(found.map(({ message }) => message.split('.', 1)[0])).toEqual([
    'Sidecar y also selects the pods of Deployment a',
    'Sidecar x also selects the pods of Deployment a',
  ]);
});

test('many are counted', () => {
  const many = Array.from({ length: 12 }, (_, i) => sidecar(`s${i}`, { app: 'web' }));
  const [first, , last] = reports(sidecarSelectors, [SHOP, workload('shop/web'), ...many]);
  expect(first.message).toContain('Sidecar s1, s2, s3, s4, s5, s6, s7, s8 and 3 more also selects');
  expect(last.message).toContain('Sidecar s0, s1, s3, s4, s5, s6, s7, s8 and 3 more also selects');
});

test('what is missing might be elsewhere', () => {
  expect(reports(sidecarSelectors, [SHOP, sidecar('x', { app: 'web' })])).toMatchObject([
    { code: 'IST0101', absence: true },
  ]);
});

test('in an ambient namespace none has an effect', () => {
  expect(said(sidecarSelectors, [namespace('shop', { 'istio.io/dataplane-mode': 'ambient' }), sidecar('x')])).toEqual([
    'IST0167 Sidecar x spec',
  ]);
});
