import { application, client } from '../base';
import type { Manifest } from '../manifest';
import { find } from '../manifest';
import { scenario } from '../scenario';

const CALLER = 'shop/job';
const STAYS = 'requests keep going to the endpoint that refuses them, and fail';

const rule: Manifest = {
  apiVersion: 'networking.istio.io/v1',
  kind: 'DestinationRule',
  metadata: { name: 'web', namespace: 'shop' },
  spec: {
    host: 'web.shop.svc.cluster.local',
    trafficPolicy: {
      // The caller and web-near are in region/zone.
      loadBalancer: { localityLbSetting: { failover: [{ from: 'region', to: 'elsewhere' }] } },
      outlierDetection: { consecutive5xxErrors: 1, interval: '1s', baseEjectionTime: '60s' },
    },
  },
};

// More tries than Istio's own, so that one comes after the ejection.
const retries: Manifest = {
  apiVersion: 'networking.istio.io/v1',
  kind: 'VirtualService',
  metadata: { name: 'web', namespace: 'shop' },
  spec: {
    hosts: ['web.shop.svc.cluster.local'],
    http: [
      {
        retries: { attempts: 8, retryOn: 'connect-failure,refused-stream,reset' },
        route: [{ destination: { host: 'web.shop.svc.cluster.local' } }],
      },
    ],
  },
};

function pods(): Manifest[] {
  const made = application('shop', 'web', 8080, ['near', 'far']);
  for (const name of ['web-near', 'web-far']) {
    find(made, 'Deployment', name).spec.replicas = 1;
  }
  find(made, 'Deployment', 'web-far').spec.template.metadata.labels['istio-locality'] = 'elsewhere.zone';
  return made;
}

scenario({
  title: 'A failover by an outlier detection that may eject nothing of two endpoints',
  manifests: [...client('shop', 'job'), ...pods(), rule, retries],
  // Connections to web-near are refused.
  running: ['shop/job', 'shop/web-far'],
  check: { code: 'CDI0156', reported: ['DestinationRule shop/web'] },
  requests: [
    {
      name: STAYS,
      from: CALLER,
      url: 'http://web:8080/',
      count: 10,
      expect: { status: 503, accessLog: [{ proxy: CALLER, flags: 'URX,UF' }] },
    },
  ],
  negatives: [
    {
      change: 'half of the endpoints may be ejected',
      mutate: (manifests) => {
        find(manifests, 'DestinationRule', 'web').spec.trafficPolicy.outlierDetection.maxEjectionPercent = 50;
      },
      because: { [STAYS]: { status: 200, backend: 'shop/web-far' } },
      reported: [],
    },
  ],
});
