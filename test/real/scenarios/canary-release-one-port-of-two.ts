import { Chart } from 'cdk8s';
import { CanaryRelease, HttpMatch, IngressedService, ServiceRef, Split, Version } from 'cdk8s-istio';
import { application, client, ingressGateway } from '../base';
import type { Manifest } from '../manifest';
import { find } from '../manifest';
import { scenario } from '../scenario';
import { charts } from '../setting';

const CALLER = 'shop/frontend';
const [V1, V2] = ['shop/web-v1', 'shop/web-v2'] as const;
const MESH = 'callers in the mesh have the split on the port of the release';
const OTHER = 'the other port is not split';
const ALWAYS = 'requests with the header go to the canary at the gateway too';
const ADMIN = 'a gateway that leads to the other port is not split either';

const release = charts((app) => {
  const chart = new Chart(app, 'shop', { namespace: 'shop' });
  const web = new CanaryRelease(chart, 'Web', {
    service: ServiceRef.fromName('web', { ports: [{ port: 8080 }, { port: 9090 }] }),
    port: 8080,
    stable: Version.labelled('v1', { version: 'v1' }),
    canary: Version.labelled('v2', { version: 'v2' }),
    split: Split.allStable(),
    alwaysCanary: [HttpMatch.header('x-canary', 'always'), HttpMatch.queryParam('canary', '1')],
  });
  new IngressedService(chart, 'Shop', { service: web.release, hosts: ['shop.example.com'] });
  new IngressedService(chart, 'Admin', { service: web.release, port: 9090, hosts: ['admin.example.com'] });
});

scenario({
  title: 'A release of one port of a Service: the other stays as it is, in the mesh and at the gateway',
  manifests: [...ingressGateway(), ...client('shop', 'frontend'), ...withTwoPorts(), ...release],
  requests: [
    { name: MESH, from: CALLER, url: 'http://web:8080/', count: 60, expect: { status: 200, share: { [V1]: 1 } } },
    {
      name: OTHER,
      from: CALLER,
      url: 'http://web:9090/',
      count: 100,
      expect: { status: 200, share: { [V1]: 0.5, [V2]: 0.5 } },
    },
    {
      name: 'requests with the header go to the canary',
      from: CALLER,
      url: 'http://web:8080/',
      headers: { 'x-canary': 'always' },
      count: 60,
      expect: { status: 200, share: { [V2]: 1 } },
    },
    {
      name: 'but not on the other port',
      from: CALLER,
      url: 'http://web:9090/',
      headers: { 'x-canary': 'always' },
      count: 100,
      expect: { status: 200, share: { [V1]: 0.5, [V2]: 0.5 } },
    },
    {
      name: 'everybody else has the stable version at the gateway',
      url: 'http://shop.example.com/',
      count: 60,
      expect: { status: 200, share: { [V1]: 1 } },
    },
    {
      name: ALWAYS,
      url: 'http://shop.example.com/',
      headers: { 'x-canary': 'always' },
      count: 60,
      expect: { status: 200, share: { [V2]: 1 } },
    },
    {
      name: 'and those with the other condition',
      url: 'http://shop.example.com/?canary=1',
      count: 60,
      expect: { status: 200, share: { [V2]: 1 } },
    },
    {
      name: ADMIN,
      url: 'http://admin.example.com/',
      count: 100,
      expect: { status: 200, share: { [V1]: 0.5, [V2]: 0.5 } },
    },
  ],
  verdict: [
    {
      text: 'IST0140 VirtualService shop/admin: Subset in virtual service shop/web has no effect',
      reason: 'the analyzer does not see that the routes are for different ports; the last claim does',
    },
  ],
  negatives: [
    {
      change: 'the rules in the mesh are for every port',
      mutate: (manifests) => {
        const { http } = find(manifests, 'VirtualService', 'web').spec;
        http.forEach((rule: { match?: { port?: number }[] }) => rule.match?.forEach((match) => delete match.port));
      },
      because: { [OTHER]: { status: 200, share: { [V1]: 1 } } },
    },
    {
      change: 'the rules for the conditions are missing at the gateway',
      mutate: (manifests) => {
        const { spec } = find(manifests, 'VirtualService', 'shop');
        spec.http = spec.http.slice(-1);
      },
      because: { [ALWAYS]: { status: 200, share: { [V1]: 1 } } },
    },
    {
      change: 'the other gateway leads to the stable subset',
      mutate: (manifests) => {
        find(manifests, 'VirtualService', 'admin').spec.http[0].route[0].destination.subset = 'v1';
      },
      because: { [ADMIN]: { status: 200, share: { [V1]: 1 } } },
    },
  ],
});

function withTwoPorts(): Manifest[] {
  const manifests = application('shop', 'web', 8080, ['v1', 'v2']);
  find(manifests, 'Service').spec.ports.push({ name: 'http-admin', protocol: 'TCP', port: 9090, targetPort: 9090 });
  for (const { kind, spec } of manifests) {
    if (kind === 'Deployment') {
      spec!.template.spec.containers[0].ports.push({ name: 'http-admin', containerPort: 9090 });
    }
  }
  return manifests;
}
