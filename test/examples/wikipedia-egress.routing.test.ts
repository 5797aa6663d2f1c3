import 'cdk8s-istio/jest';
import { App } from 'cdk8s';
import { Mesh } from 'cdk8s-istio';
import { WikipediaEgressChart } from '../../examples/wikipedia-egress/chart';

const SHOP = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } };
const mesh = Mesh.of(new WikipediaEgressChart(new App()), { externals: [SHOP] });
const client = mesh.from('default/*');
const GATEWAY = 'istio-system/istio-egressgateway';

test.each(['de.wikipedia.org', 'en.wikipedia.org', 'www.wikipedia.org'])(
  '%s is reached through the gateway, at the common server',
  (host) => {
    const trace = client.get(`https://${host}/wiki/Wikipedia:Hauptseite`);
    expect(trace).toReach('www.wikipedia.org');
    expect(trace.hops.map(({ proxy }) => proxy).slice(1)).toEqual([GATEWAY, 'www.wikipedia.org']);
    // Both hops read the server name, and nothing else.
    expect(trace.outcomes).toMatchObject([
      { cluster: 'outbound|443||www.wikipedia.org', seen: { tls: 'origin', sni: host } },
    ]);
  },
);

test('without a rule, a host leaves directly', () => {
  const trace = client.get('https://www.example.org/');
  expect(trace.hops.map(({ kind }) => kind)).toEqual(['sidecar', 'outside']);
  expect(trace.outcomes).toMatchObject([{ cluster: 'PassthroughCluster' }]);
});

test('so does one of Wikipedia from another namespace', () => {
  expect(
    mesh
      .from('shop/*')
      .get('https://de.wikipedia.org/')
      .hops.map(({ kind }) => kind),
  ).toEqual(['sidecar', 'outside']);
});

test('the gateway passes on no other server name', () => {
  expect(mesh.get('https://www.example.org/', { at: GATEWAY })).toFail('NoFilterChain');
});
