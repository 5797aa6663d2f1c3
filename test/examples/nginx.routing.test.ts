import 'cdk8s-istio/jest';
import { App } from 'cdk8s';
import { Mesh } from 'cdk8s-istio';
import { NginxChart } from '../../examples/nginx/chart';

const mesh = Mesh.of(new NginxChart(new App()));

test('every path of the host comes to nginx, through the gateway of its own', () => {
  for (const path of ['', 'style.css', 'no-such-page']) {
    expect(mesh.get(`http://nginx.example.com/${path}`)).toReach('web/nginx');
  }
  const { hops, outcomes } = mesh.get('http://nginx.example.com/');
  expect(hops.map(({ kind, proxy }) => `${kind} ${proxy}`)).toEqual(['gateway edge/door', 'server web/nginx']);
  expect(outcomes).toMatchObject([{ port: 8080, seen: { tls: 'mesh' } }]);
});

test('another host is answered by the gateway', () => {
  const trace = mesh.get('http://nginx.example.com/', { headers: { host: 'other.example.com' } });
  expect(trace).toRespond(404);
  expect(trace).toFail('NoVirtualHost');
});

test('the installed gateway has nothing to do with it, and there is no HTTPS', () => {
  expect(mesh.get('https://nginx.example.com/')).toFail('NoListener');
});
