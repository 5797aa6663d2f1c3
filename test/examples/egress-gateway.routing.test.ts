import 'cdk8s-istio/jest';
import { App } from 'cdk8s';
import { Mesh } from 'cdk8s-istio';
import { EgressGatewayChart } from '../../examples/egress-gateway/chart';

const mesh = Mesh.of(new EgressGatewayChart(new App()));
const invoices = mesh.from('billing/invoices');

test.each(['api.stripe.com', 'files.stripe.com'])('%s is reached through the gateway of its own', (host) => {
  const trace = invoices.get(`https://${host}/`);
  expect(trace).toReach(host);
  expect(trace.hops.map(({ proxy }) => proxy)).toEqual(['billing/invoices', 'istio-egress/exit', host]);
  // The TLS of the client goes through both.
  expect(trace.outcomes).toMatchObject([{ port: 443, seen: { tls: 'origin', sni: host } }]);
});

test('another host is closed by the sidecar, with TLS or without', () => {
  expect(invoices.get('https://www.example.org/')).toFail('UnknownAddress');
  expect(invoices.get('http://www.example.org/')).toFail('UnknownHost');
});

test('the hosts are known in the namespace of the clients alone: elsewhere nothing sends them to the gateway', () => {
  const { hops } = mesh.from('default/*').get('https://api.stripe.com/');
  expect(hops.map(({ kind }) => kind)).toEqual(['sidecar', 'outside']);
});

test('the gateway passes on no other server name', () => {
  const trace = mesh.from('default/*').get('https://www.example.org/', { connectTo: 'exit.istio-egress:443' });
  expect(trace).toFail('NoFilterChain');
});
