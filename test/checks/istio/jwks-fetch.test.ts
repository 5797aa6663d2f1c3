import { jwksFetch } from '../../../lib/checks/istio/jwks-fetch';
import { object, workload } from '../../grids/manifests';
import { reports } from './said';

const istiod = workload('istiod', {}, { namespace: 'istio-system', labels: { app: 'istiod' } });
const users = (name: string) => object('security.istio.io/v1', 'RequestAuthentication', name, {});

test('names a few and counts the rest', () => {
  const many = Array.from({ length: 10 }, (_, i) => users(`users-${i}`));
  expect(reports(jwksFetch, [istiod, ...many])[0].message).toContain('shop/users-7 and 2 more');
});

test('says nothing without a RequestAuthentication', () => {
  expect(reports(jwksFetch, [istiod])).toEqual([]);
});
