import 'cdk8s-istio/jest';
import { App } from 'cdk8s';
import { Mesh } from 'cdk8s-istio';
import { AnyEgressChart } from '../../examples/any-egress/chart';

const mesh = Mesh.of(new AnyEgressChart(new App()));
const client = mesh.from('default/*');
const GATEWAY = 'istio-system/istio-egressgateway';

test.each(['de.wikipedia.org', 'commons.wikimedia.org'])('%s is reached through the gateway', (host) => {
  const trace = client.get(`https://${host}/`);
  expect(trace.hops.map(({ proxy }) => proxy)[1]).toBe(GATEWAY);
  expect(trace).toReach(host);
  expect(trace.outcomes).toMatchObject([{ seen: { tls: 'origin', sni: host } }]);
});

test('between sidecar and gateway is mutual TLS, by whose server name the gateway knows these connections', () => {
  const [, gateway] = client.get('https://de.wikipedia.org/').hops;
  expect(gateway.steps.find(({ layer }) => layer === 'filterChain')?.decision).toBe('TLS ends here');
});

test('other hosts leave directly, and clients cannot use the gateway for them', () => {
  expect(client.get('https://www.example.org/').hops.map(({ kind }) => kind)).toEqual(['sidecar', 'outside']);
  expect(mesh.get('https://www.example.org/', { at: GATEWAY })).toFail();
});
