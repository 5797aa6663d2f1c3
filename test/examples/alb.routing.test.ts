import 'cdk8s-istio/jest';
import { App } from 'cdk8s';
import type { CallOptions, Trace } from 'cdk8s-istio';
import { Externals, Mesh } from 'cdk8s-istio';
import { AlbChart } from '../../examples/alb/chart';

const ports = [{ name: 'http', port: 3000 }];
const grafana = Externals.service('grafana', { namespace: 'istio-system', ports, pods: [{ app: 'grafana' }] });
const mesh = Mesh.of(new AlbChart(new App()), { externals: [grafana] });

/** As the load balancer asks, which has ended TLS. */
function behindAlb(url: string, { headers, ...options }: CallOptions = {}): Trace {
  return mesh.get(url, { headers: { 'x-forwarded-proto': 'https', ...headers }, ...options });
}

const API = 'http://cb-test-api.domain.shop/v1/orders';
const GRAFANA = 'http://istio.domain.shop/';
const TOKEN = { iss: 'https://login.domain.shop', sub: 'alice', aud: 'grafana' };

test('the API is for everybody, and no redirect makes a loop', () => {
  const trace = behindAlb(API);
  expect(trace).toReach('prd-api/cb-test-api');
  expect(trace).not.toRedirectTo(/./);
  expect(trace.hops[0].proxy).toBe('istio-ingress/alb-gateway');
});

test('a token opens Grafana', () => {
  expect(behindAlb(GRAFANA, { claims: TOKEN })).toReach('istio-system/grafana');
});

describe('Grafana is closed', () => {
  test.each<[string, CallOptions, number]>([
    ['without a token', {}, 403],
    ['with a port behind the host', { headers: { host: 'istio.domain.shop:443' } }, 403],
    ['with capitals in the host', { headers: { host: 'ISTIO.domain.shop' } }, 403],
    ['with a token of another issuer', { claims: { ...TOKEN, iss: 'https://other.example.com' } }, 401],
    ['with a token for something else', { claims: { ...TOKEN, aud: 'api' } }, 403],
  ])('%s', (_, options, status) => {
    const trace = behindAlb(GRAFANA, options);
    expect(trace).toBeDenied();
    expect(trace).toRespond(status);
  });
});

test('another host has nothing, nor has the path of health checks on the port that serves', () => {
  expect(behindAlb('http://other.domain.shop/')).toRespond(404);
  expect(mesh.get('http://10.0.0.1/healthz/ready', { at: 'istio-ingress/alb-gateway' })).toRespond(404);
});

test('there is no other way in: the installed gateway, or HTTPS', () => {
  expect(mesh.get('https://cb-test-api.domain.shop/')).toFail('NoListener');
});
