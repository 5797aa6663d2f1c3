import { Chart, Duration } from 'cdk8s';
import { IngressedService, IngressRoute, ServiceRef } from 'cdk8s-istio';
import { application, ingressGateway } from '../base';
import { find } from '../manifest';
import { scenario } from '../scenario';
import { charts } from '../setting';

const HOST = 'http://shop.example.com';
const WHOLE = 'a path without exceptions has the timeout and the headers of the service';
const STREAM = 'a path without a timeout may take as long as it likes';
const ADDED = 'headers of a path come on top of those of the service';
const WINS = 'of two headers with the same name that of the path holds';
const REMOVED = 'and so does its removal';

const shop = charts((app) => {
  const chart = new Chart(app, 'shop', { namespace: 'shop' });
  new IngressedService(chart, 'Shop', {
    service: ServiceRef.fromName('web', { ports: [{ port: 8080 }] }),
    hosts: ['shop.example.com'],
    timeout: Duration.millis(300),
    headers: {
      request: { set: { 'x-shop': 'main', 'x-zone': 'a' }, remove: ['x-debug'] },
      response: { set: { 'x-frame-options': 'DENY' } },
    },
    routes: [
      IngressRoute.prefix('/events', { noTimeout: true }),
      IngressRoute.prefix('/embedded', {
        headers: {
          request: { set: { 'X-Shop': 'embedded' } },
          response: { set: { 'x-robots-tag': 'none' }, remove: ['X-Frame-Options'] },
        },
      }),
      IngressRoute.all(),
    ],
  });
});

const rule = (path: string) => (route: { match: [{ uri: { prefix: string } }] }) => route.match[0].uri.prefix === path;

scenario({
  title: 'A path can do without the timeout of its service, and adds its headers to those of the service',
  manifests: [...ingressGateway(), ...application('shop', 'web', 8080, ['v1']), ...shop],
  requests: [
    { name: WHOLE, url: `${HOST}/`, headers: { 'x-behave': 'delay=1000' }, expect: { status: 504 } },
    { name: STREAM, url: `${HOST}/events`, headers: { 'x-behave': 'delay=1000' }, expect: { status: 200 } },
    {
      name: ADDED,
      url: `${HOST}/embedded`,
      headers: { 'x-debug': '1' },
      expect: {
        status: 200,
        sees: { header: { 'x-zone': 'a', 'x-debug': null } },
        header: { 'x-robots-tag': 'none' },
      },
    },
    { name: WINS, url: `${HOST}/embedded`, expect: { status: 200, sees: { header: { 'x-shop': 'embedded' } } } },
    { name: REMOVED, url: `${HOST}/embedded`, expect: { status: 200, header: { 'x-frame-options': null } } },
  ],
  negatives: [
    {
      change: 'the path has the timeout of the service',
      mutate: (manifests) => {
        find(manifests, 'VirtualService').spec.http.find(rule('/events')).timeout = '0.3s';
      },
      because: { [STREAM]: { status: 504 } },
    },
    {
      change: 'the headers of the path replace those of the service',
      mutate: (manifests) => {
        find(manifests, 'VirtualService').spec.http.find(rule('/embedded')).headers = {
          request: { set: { 'x-shop': 'embedded' } },
          response: { set: { 'x-robots-tag': 'none' } },
        };
      },
      because: { [ADDED]: { sees: { header: { 'x-zone': null, 'x-debug': '1' } } } },
    },
    {
      change: 'the header of the service stands beside that of the path',
      mutate: (manifests) => {
        const { headers } = find(manifests, 'VirtualService').spec.http.find(rule('/embedded'));
        headers.request.set['x-shop'] = 'main';
        headers.response.set['x-frame-options'] = 'DENY';
      },
      because: {
        [WINS]: { sees: { header: { 'x-shop': 'main' } } },
        [REMOVED]: { header: { 'x-frame-options': 'DENY' } },
      },
    },
  ],
});
