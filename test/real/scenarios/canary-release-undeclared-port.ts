import { ApiObject, Chart } from 'cdk8s';
import { CanaryRelease, IngressedService, Split, Version } from 'cdk8s-istio';
import { client, deployment, ingressGateway, meshedNamespace } from '../base';
import { find } from '../manifest';
import { scenario } from '../scenario';
import { charts } from '../setting';

const CALLER = 'shop/frontend';
const [V1, V2] = ['shop/web-v1', 'shop/web-v2'] as const;
const MESH = 'the caller finds HTTP out, and its requests are split';
const GATEWAY = 'at the gateway they are too';

const release = charts((app) => {
  const chart = new Chart(app, 'shop', { namespace: 'shop' });
  const service = new ApiObject(chart, 'Service', {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'web' },
    spec: { selector: { app: 'web' }, ports: [{ port: 8080 }] },
  });
  const web = new CanaryRelease(chart, 'Web', {
    service,
    stable: Version.labelled('v1', { version: 'v1' }),
    canary: Version.labelled('v2', { version: 'v2' }),
    split: Split.percent(20),
  });
  new IngressedService(chart, 'Shop', { service: web.release, hosts: ['shop.example.com'] });
});

scenario({
  title: 'A port that says nothing of its protocol',
  manifests: [
    ...ingressGateway(),
    ...client('shop', 'frontend'),
    meshedNamespace('shop'),
    ...['v1', 'v2'].map((version) =>
      deployment('shop', `web-${version}`, { app: 'web', version }, 'web', [
        { name: 'app', image: 'example.com/web:1', ports: [{ containerPort: 8080 }] },
      ]),
    ),
    ...release,
  ],
  verdict: [{ text: 'IST0118 Service shop/web: Port name ', reason: 'that is what the scenario is about' }],
  requests: [
    {
      name: MESH,
      from: CALLER,
      url: 'http://web:8080/',
      count: 300,
      expect: { status: 200, share: { [V1]: 0.8, [V2]: 0.2 } },
    },
    {
      name: GATEWAY,
      url: 'http://shop.example.com/',
      count: 300,
      expect: { status: 200, share: { [V1]: 0.8, [V2]: 0.2 } },
    },
  ],
  negatives: [
    {
      change: 'the port is called tcp, so the caller takes its requests for bytes',
      mutate: (manifests) => {
        find(manifests, 'Service', 'web').spec.ports[0].name = 'tcp-web';
      },
      because: {
        [MESH]: {
          status: 200,
          accessLog: [{ proxy: CALLER, cluster: 'outbound|8080||web.shop.svc.cluster.local' }],
        },
      },
    },
    {
      change: 'the split is the other way round at the gateway',
      mutate: (manifests) => {
        find(manifests, 'VirtualService', 'shop').spec.http[0].route.forEach(
          (destination: { weight: number }) => (destination.weight = 100 - destination.weight),
        );
      },
      because: { [GATEWAY]: { status: 200, share: { [V1]: 0.2, [V2]: 0.8 } } },
    },
  ],
});
