import { jwksFetch } from '../../../lib/checks/istio/jwks-fetch';
import { requestAuthentication, workload } from '../../manifests';
import { reports } from './said';

const istiod = workload('istio-system/istiod', {}, { labels: { app: 'istiod' } });
const users = (name: string) => requestAuthentication(`shop/${name}`);

test('names a few and counts the rest', () => {
  const many = Array.from({ length: 10 }, (_, i) => users(`users-${i}`));
  expect(reports(jwksFetch, [istiod, ...many])[0].message).toContain('shop/users-7 and 2 more');
});

test('says nothing without a RequestAuthentication', () => {
  expect(reports(jwksFetch, [istiod])).toEqual([]);
});
