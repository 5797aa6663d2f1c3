import { Chart, Duration } from 'cdk8s';
import { CanaryRelease, IngressedService, ServiceRef, Split, StickyCookie, Version } from 'cdk8s-istio';
import { application, client, ingressGateway } from '../base';
import { find } from '../manifest';
import { scenario } from '../scenario';
import { charts } from '../setting';

const [V1, V2] = ['shop/web-v1', 'shop/web-v2'] as const;
const URL = 'http://shop.example.com/';

const release = charts((app) => {
  const chart = new Chart(app, 'shop', { namespace: 'shop' });
  const web = new CanaryRelease(chart, 'Web', {
    service: ServiceRef.fromName('web', { ports: [{ port: 8080 }] }),
    stable: Version.labelled('v1', { version: 'v1' }),
    canary: Version.labelled('v2', { version: 'v2' }),
    split: Split.percent(20),
    sticky: StickyCookie.named('web-version', { maxAge: Duration.hours(1) }),
  });
  new IngressedService(chart, 'Shop', { service: web.release, hosts: ['shop.example.com'] });
});

scenario({
  title: 'A cookie keeps a client with the version that it met first',
  manifests: [
    ...ingressGateway(),
    ...client('shop', 'frontend'),
    ...application('shop', 'web', 8080, ['v1', 'v2']),
    ...release,
  ],
  requests: [
    {
      name: 'a new client is drawn and gets the cookie',
      url: URL,
      count: 300,
      expect: {
        status: 200,
        share: { [V1]: 0.8, [V2]: 0.2 },
        header: { 'set-cookie': /^web-version=v[12]; Max-Age=3600; Path=\/; HttpOnly$/ },
      },
    },
    {
      name: 'a client of the canary stays there',
      url: URL,
      headers: { cookie: 'a=b; web-version=v2' },
      count: 50,
      expect: { status: 200, share: { [V2]: 1 }, header: { 'set-cookie': null } },
    },
    {
      name: 'a client of the stable version stays there',
      url: URL,
      headers: { cookie: 'web-version=v1' },
      count: 50,
      expect: { status: 200, share: { [V1]: 1 } },
    },
    {
      name: 'it holds in the mesh too',
      from: 'shop/frontend',
      url: 'http://web:8080/',
      headers: { cookie: 'web-version=v2' },
      count: 50,
      expect: { status: 200, share: { [V2]: 1 } },
    },
    {
      name: 'a version that is gone is drawn anew',
      url: URL,
      headers: { cookie: 'web-version=v0' },
      count: 20,
      expect: { status: 200, header: { 'set-cookie': /^web-version=v[12]; / } },
    },
  ],
  negatives: [
    {
      change: 'the rules for the cookie stand behind the split',
      mutate: (manifests) => {
        const { http } = find(manifests, 'VirtualService', 'shop').spec;
        http.unshift(http.pop());
      },
      because: { 'a client of the canary stays there': { status: 200, share: { [V1]: 0.8, [V2]: 0.2 } } },
    },
    {
      change: 'the split is all stable, without rules for the cookie',
      mutate: (manifests) => {
        const { spec } = find(manifests, 'VirtualService', 'shop');
        spec.http = [{ route: [spec.http.at(-1).route[0]] }];
      },
      because: { 'a new client is drawn and gets the cookie': { status: 200, share: { [V1]: 1 } } },
    },
  ],
});
