import { App, ApiObject, Chart, JsonPatch } from 'cdk8s';
import { AnyEgressChart } from '../../examples/any-egress/chart';
import { EgressSniPassthrough, HopSecurity, Mesh } from '../../lib';
import type { Trace } from '../../lib';

/* Real Envoys do the same: test/real/scenarios/egress-sni-passthrough-sni-forward.ts. */

const GATEWAY = 'istio-system/istio-egressgateway';

/** A client of namespace `default` asks, after a change of the EnvoyFilter. */
function ask(url: string, ...patches: JsonPatch[]): Trace {
  const chart = new AnyEgressChart(new App());
  const filter = chart.node.findAll().find((each) => ApiObject.isApiObject(each) && each.kind === 'EnvoyFilter');
  (filter as ApiObject).addJsonPatch(...patches);
  return Mesh.of(chart).from('default/*').get(url);
}

const WIKIPEDIA = 'https://en.wikipedia.org/';

test('the server name of each connection is looked up at the gateway', () => {
  const { outcomes, hops } = ask(WIKIPEDIA);
  expect(hops.map(({ proxy }) => proxy)).toEqual(['default/*', GATEWAY, 'en.wikipedia.org']);
  expect(outcomes).toMatchObject([
    {
      workload: 'en.wikipedia.org',
      port: 443,
      cluster: 'sni-forward-any-egress',
      seen: { tls: 'origin', sni: 'en.wikipedia.org' },
    },
  ]);
  expect(hops[1].steps.at(-1)).toMatchObject({ object: { kind: 'EnvoyFilter' }, path: 'spec.configPatches[3]' });
});

test('the port is that of the filter', () => {
  const port = '/spec/configPatches/2/patch/value/filter_chains/0/filters/0/typed_config/port_value';
  expect(ask(WIKIPEDIA, JsonPatch.replace(port, 8443)).outcomes).toMatchObject([{ port: 8443 }]);
});

test('a server name that the inner listener does not take is closed', () => {
  const names = '/spec/configPatches/2/patch/value/filter_chains/0/filter_chain_match/server_names';
  const trace = ask(WIKIPEDIA, JsonPatch.replace(names, ['*.wikimedia.org']));
  expect(trace.outcomes).toMatchObject([{ failure: 'NoFilterChain', connection: 'closed' }]);
});

describe('without the part that takes connections over, they come back to the gateway, which wants a certificate of the mesh', () => {
  test.each<[string, JsonPatch]>([
    ['no patches', JsonPatch.replace('/spec/configPatches', [])],
    ['for other pods', JsonPatch.replace('/spec/workloadSelector/labels', { istio: 'ingressgateway' })],
    ['for sidecars', JsonPatch.replace('/spec/configPatches/3/match/context', 'SIDECAR_OUTBOUND')],
    ['on another port', JsonPatch.replace('/spec/configPatches/3/match/listener/portNumber', 443)],
    ['for another server name', JsonPatch.replace('/spec/configPatches/3/match/listener/filterChain/sni', 'a.example')],
    ['of another filter', JsonPatch.replace('/spec/configPatches/3/match/listener/filterChain/filter/name', 'a')],
    ['removed', JsonPatch.replace('/spec/configPatches/3/patch', { operation: 'REMOVE' })],
    ['to a cluster that nothing adds', JsonPatch.replace('/spec/configPatches/0/patch/value/name', 'other')],
    ['to a listener that nothing adds', JsonPatch.replace('/spec/configPatches/2/patch/value/name', 'other')],
    [
      'without the filter that looks up',
      JsonPatch.remove('/spec/configPatches/2/patch/value/filter_chains/0/filters/0'),
    ],
  ])('%s', (_, patch) => {
    expect(ask(WIKIPEDIA, patch).outcomes).toMatchObject([{ failure: 'CertificateRejected' }]);
  });
});

test('another egress of the same gateway and port goes its own way', () => {
  const app = new App();
  new AnyEgressChart(app);
  const chart = new Chart(app, 'other', { namespace: 'istio-system' });
  new EgressSniPassthrough(chart, 'Example', { hosts: ['www.example.org'], hopSecurity: HopSecurity.istioMutual() });
  const trace = Mesh.of(app).from('default/*').get('https://www.example.org/');
  expect(trace.outcomes).toMatchObject([{ workload: 'www.example.org', cluster: 'outbound|443||www.example.org' }]);
});
