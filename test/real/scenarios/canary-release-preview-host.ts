import { Chart } from 'cdk8s';
import { CanaryRelease, IngressedService, ServiceRef, Split, Version } from 'cdk8s-istio';
import { application, ingressGateway } from '../base';
import { find } from '../manifest';
import { scenario } from '../scenario';
import { charts } from '../setting';

const [V1, V2] = ['shop/web-v1', 'shop/web-v2'] as const;

const release = charts((app) => {
  const chart = new Chart(app, 'shop', { namespace: 'shop' });
  const web = new CanaryRelease(chart, 'Web', {
    service: ServiceRef.fromName('web', { ports: [{ port: 8080 }] }),
    stable: Version.labelled('v1', { version: 'v1' }),
    canary: Version.labelled('v2', { version: 'v2' }),
    split: Split.allStable(),
  });
  new IngressedService(chart, 'Shop', { service: web.release, hosts: ['shop.example.com'] });
  new IngressedService(chart, 'Preview', { service: web.preview, hosts: ['preview.example.com'] });
});

scenario({
  title: 'Blue/green: the preview host shows the new version while everybody else has the old one',
  manifests: [...ingressGateway(), ...application('shop', 'web', 8080, ['v1', 'v2']), ...release],
  requests: [
    {
      name: 'everybody has the old version',
      url: 'http://shop.example.com/',
      count: 50,
      expect: { status: 200, share: { [V1]: 1 } },
    },
    {
      name: 'the preview host has the new version',
      url: 'http://preview.example.com/',
      count: 50,
      expect: { status: 200, share: { [V2]: 1 } },
    },
  ],
  negatives: [
    {
      change: 'the preview is bound to the Gateway of the other host',
      mutate: (manifests) => {
        find(manifests, 'VirtualService', 'preview').spec.gateways = ['shop/shop'];
      },
      because: { 'the preview host has the new version': { status: 404 } },
    },
    {
      change: 'the switch: everybody gets the new version',
      mutate: (manifests) => {
        const [stable, canary] = find(manifests, 'VirtualService', 'shop').spec.http[0].route;
        [stable.weight, canary.weight] = [0, 100];
      },
      because: { 'everybody has the old version': { status: 200, share: { [V2]: 1 } } },
    },
  ],
});
