import { client, egressGateway } from '../base';
import { rules } from '../fixture';
import { find } from '../manifest';
import { scenario } from '../scenario';

const CALLER = 'shop/checkout';
const GATEWAY = 'istio-system/istio-egressgateway';
const HOST = 'www.wikipedia.org';

const WITHOUT_SIDECAR = 'a pod without a sidecar leaves past the gateway, whatever the mesh says';
const WITH_SIDECAR = 'one with a sidecar goes through it';

const withoutSidecar = client('shop', 'legacy').map((manifest) => {
  const copy = structuredClone(manifest);
  if (copy.kind === 'Deployment') {
    copy.spec!.template.metadata.labels['sidecar.istio.io/inject'] = 'false';
  }
  return copy;
});

scenario({
  title: 'Nothing but the network makes a pod without a sidecar use the egress gateway',
  manifests: [...egressGateway(), ...client('shop', 'checkout'), ...withoutSidecar, ...rules('CDI0205', 'wrong')],
  externals: [{ hosts: [HOST], ports: { 443: 'tls' } }],
  meshConfig: 'outboundTrafficPolicy: { mode: REGISTRY_ONLY }',
  check: { code: 'CDI0205', reported: ['VirtualService istio-system/wikipedia'] },
  requests: [
    {
      name: WITHOUT_SIDECAR,
      from: 'shop/legacy',
      url: `https://${HOST}/`,
      expect: { status: 200, sees: { peer: 'shop/legacy' }, accessLog: [{ proxy: GATEWAY, seen: false }] },
    },
    { name: WITH_SIDECAR, from: CALLER, url: `https://${HOST}/`, expect: { status: 200, sees: { peer: GATEWAY } } },
  ],
  negatives: [
    {
      change: 'the other pod is without the rule',
      mutate: (manifests) => {
        manifests.splice(manifests.indexOf(find(manifests, 'VirtualService')), 1);
      },
      because: { [WITH_SIDECAR]: { status: 200, sees: { peer: CALLER } } },
      reported: [],
    },
  ],
});
