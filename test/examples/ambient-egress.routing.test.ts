import 'cdk8s-istio/jest';
import { App } from 'cdk8s';
import { Mesh } from 'cdk8s-istio';
import { AmbientEgressChart } from '../../examples/ambient-egress/chart';

const mesh = Mesh.of(new AmbientEgressChart(new App()));

test.each(['api.stripe.com', 'files.stripe.com'])('invoices reaches %s', (host) => {
  const trace = mesh.from('billing/invoices').get(`https://${host}/`);
  expect(trace).toReach(host);
  expect(trace.outcomes).toMatchObject([{ seen: { tls: 'origin', sni: host } }]);
});
