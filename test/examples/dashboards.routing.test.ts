import 'cdk8s-istio/jest';
import { App } from 'cdk8s';
import type { RequestOptions } from 'cdk8s-istio';
import { Externals, Mesh } from 'cdk8s-istio';
import { DashboardsChart } from '../../examples/dashboards/chart';

const addon = (name: string, app: string, port: number): unknown =>
  Externals.service(name, { namespace: 'istio-system', ports: [{ name: 'http', port }], pods: [{ app }] });
const externals = [addon('kiali', 'kiali', 20001), addon('tracing', 'jaeger', 80)];
const mesh = Mesh.of(new DashboardsChart(new App()), { externals });

const HOST = 'dashboard.test01-jeonj.io';
const KIALI = `https://${HOST}/kiali/`;
const OPERATOR = { iss: 'https://login.test01-jeonj.io/realms/mesh', sub: 'alice', groups: ['mesh-operators'] };

test('a token of the group opens both dashboards', () => {
  expect(mesh.get(KIALI, { claims: OPERATOR })).toReach('istio-system/kiali');
  expect(mesh.get(`https://${HOST}/jaeger/`, { claims: OPERATOR })).toReach('istio-system/tracing');
});

test('the dashboards do not get the token', () => {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const token = `${part({ alg: 'RS256' })}.${part({ ...OPERATOR, exp: 4102444800 })}.${'A'.repeat(342)}`;
  const trace = mesh.get(KIALI, { headers: { authorization: `Bearer ${token}`, 'x-other': '1' } });
  expect(trace).toReach('istio-system/kiali');
  expect(trace.outcomes[0].seen?.headers).toEqual({ 'x-other': '1' });
});

test('a path that only begins alike is not of a dashboard', () => {
  expect(mesh.get(`https://${HOST}/kialix`, { claims: OPERATOR })).toRespond(404);
});

test('plain HTTP is sent to HTTPS', () => {
  expect(mesh.get(`http://${HOST}/kiali/`)).toRedirectTo(KIALI, 301);
});

describe('refused', () => {
  test.each<[string, RequestOptions, number]>([
    ['no token', {}, 403],
    ['a token of others', { claims: { ...OPERATOR, groups: ['staff'] } }, 403],
    ['a token without groups', { claims: { iss: OPERATOR.iss, sub: 'bob' } }, 403],
    ['a token of another issuer', { claims: { ...OPERATOR, iss: 'https://login.example.com' } }, 401],
    ['a port is no way around', { headers: { host: `${HOST}:8443` } }, 403],
    ['nor a method', { method: 'OPTIONS' }, 403],
  ])('%s', (_, options, status) => {
    const trace = mesh.request(KIALI, options);
    expect(trace).toBeDenied();
    expect(trace).toRespond(status);
  });

  test('port 80, by a request that says it came by HTTPS', () => {
    expect(mesh.get(`http://${HOST}/kiali/`, { headers: { 'x-forwarded-proto': 'https' } })).not.toReach(
      'istio-system/kiali',
    );
  });
});
