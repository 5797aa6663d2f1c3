import { NginxChart } from '../../../examples/nginx/chart';
import { find } from '../manifest';
import { identity } from '../mesh';
import { scenario } from '../scenario';
import { charts } from '../setting';

const HOST = 'http://nginx.example.com';

/** The gateway, and what the load balancer before it tells. */
const DOOR = { to: 'edge/door', toldClient: '203.0.113.7' };

scenario({
  title: 'A service behind the gateway answers every path of its host, and no other host',
  manifests: charts((app) => new NginxChart(app)),
  requests: [
    { name: 'the root is served', ...DOOR, url: `${HOST}/`, expect: { status: 200, backend: 'web/nginx' } },
    {
      name: 'assets below the root are served',
      ...DOOR,
      url: `${HOST}/assets/site.css?v=1`,
      expect: { status: 200, backend: 'web/nginx', sees: { path: '/assets/site.css?v=1' } },
    },
    {
      name: 'the gateway asks with its mesh identity',
      ...DOOR,
      url: `${HOST}/`,
      expect: {
        status: 200,
        peerIdentity: identity('edge', 'door'),
        accessLog: [
          {
            proxy: 'edge/door',
            cluster: 'outbound|80||nginx.web.svc.cluster.local',
            status: 200,
          },
          { proxy: 'web/nginx', cluster: 'inbound|8080||', status: 200 },
        ],
      },
    },
    { name: 'another host is not served', ...DOOR, url: 'http://other.example.com/', expect: { status: 404 } },
  ],
  negatives: [
    {
      change: 'the route matches the path "/" alone',
      mutate: (manifests) => {
        find(manifests, 'VirtualService').spec.http[0].match = [{ uri: { exact: '/' } }];
      },
      because: { 'assets below the root are served': { status: 404 } },
    },
    {
      change: 'the Gateway selects pods that are not there',
      mutate: (manifests) => {
        find(manifests, 'Gateway').spec.selector = { istio: 'ingress' };
      },
      because: { 'the root is served': { failed: 'connection refused' } },
    },
    {
      change: 'the route leads to a port that the Service does not have',
      mutate: (manifests) => {
        find(manifests, 'VirtualService').spec.http[0].route[0].destination.port.number = 81;
      },
      because: {
        'the root is served': {
          status: 503,
          accessLog: [{ proxy: 'edge/door', flags: 'NC' }],
        },
      },
    },
    {
      change: 'the VirtualService names a host that the Gateway does not',
      mutate: (manifests) => {
        find(manifests, 'VirtualService').spec.hosts = ['ngnix.example.com'];
      },
      because: { 'the root is served': { status: 404 } },
    },
  ],
});
