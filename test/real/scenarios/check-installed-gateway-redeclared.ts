import { loadFixture } from '../../checks/fixture';
import { client, egressGateway } from '../base';
import { rules } from '../fixture';
import type { Manifest } from '../manifest';
import { find } from '../manifest';
import { scenario } from '../scenario';

const CALLER = 'shop/checkout';
const GATEWAY = 'istio-system/istio-egressgateway';
const HOST = 'www.wikipedia.org';

const LISTENER = 'nothing listens on the gateway: its pods may not open ports below 1024';
const REQUEST = 'every connection through it is closed';

/** As `istioctl install` leaves it: by that user, who may not open low ports. */
const installed = egressGateway().map((manifest) => {
  const copy = structuredClone(manifest);
  if (copy.kind === 'Deployment') {
    copy.spec!.template.spec.containers[0].env = [{ name: 'ISTIO_META_UNPRIVILEGED_POD', value: 'true' }];
  }
  copy.metadata.labels = { ...copy.metadata.labels, 'operator.istio.io/component': 'EgressGateways' };
  return copy;
});

scenario({
  title: 'A copy of the Service of the installed gateway leads to a port that its pods may not open',
  manifests: [
    ...installed,
    ...client('shop', 'checkout'),
    ...rules('CDI0205', 'wrong'),
    ...(loadFixture('CDI0206', 'wrong')!.manifests as Manifest[]),
  ],
  externals: [{ hosts: [HOST], ports: { 443: 'tls' } }],
  check: { code: 'CDI0206', reported: ['Service istio-system/istio-egressgateway'] },
  requests: [
    { name: LISTENER, to: GATEWAY, url: `https://${HOST}/`, expect: { failed: 'connection refused' } },
    {
      name: REQUEST,
      from: CALLER,
      url: `https://${HOST}/`,
      expect: { failed: 'connection closed', accessLog: [{ proxy: CALLER, flags: 'UF,URX' }] },
    },
  ],
  negatives: [
    {
      change: 'the Service is as installed',
      mutate: (manifests) => {
        Object.assign(find(manifests, 'Service'), structuredClone(find(installed, 'Service')));
      },
      because: {
        [LISTENER]: { status: 200, sees: { peer: GATEWAY } },
        [REQUEST]: { status: 200, sees: { peer: GATEWAY } },
      },
      reported: [],
    },
  ],
});
