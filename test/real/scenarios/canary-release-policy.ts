import { Chart, Duration } from 'cdk8s';
import { CanaryRelease, IngressedService, Retries, ServiceRef, Split, Version } from 'cdk8s-istio';
import { application, client, ingressGateway } from '../base';
import { find } from '../manifest';
import { scenario } from '../scenario';
import { charts } from '../setting';

const CALLER = 'shop/frontend';
const URL = 'http://web:8080/';
const [V1, V2] = ['shop/web-v1', 'shop/web-v2'] as const;
const TIMEOUT = 'a slow answer is cut off after the timeout';
const RETRIES = 'a server error is tried again';
const HEADERS = 'headers are changed on the way there and back';
const LIMIT = 'a request beyond the connections and the queue of both versions is refused at once';
const AT_GATEWAY = 'the limits hold at the gateway too';

const release = charts((app) => {
  const chart = new Chart(app, 'shop', { namespace: 'shop' });
  const web = new CanaryRelease(chart, 'Web', {
    service: ServiceRef.fromName('web', { ports: [{ port: 8080 }] }),
    stable: Version.labelled('v1', { version: 'v1' }),
    canary: Version.labelled('v2', { version: 'v2' }),
    split: Split.percent(50),
    timeout: Duration.millis(600),
    retries: Retries.onServerErrors(2),
    headers: { request: { set: { 'x-release': 'web' } }, response: { set: { 'x-served-by': 'release' } } },
    trafficPolicy: { connectionPool: { tcp: { maxConnections: 1 }, http: { http1MaxPendingRequests: 1 } } },
  });
  new IngressedService(chart, 'Shop', { service: web.release, hosts: ['shop.example.com'] });
});

// Each version has one connection and a queue of one; more requests than that are sent at once.
const busy = { count: 120, headers: { 'x-behave': 'delay=40' } };

scenario({
  title: 'Timeout, retries and headers for callers in the mesh, limits for the connections of everybody',
  manifests: [
    ...ingressGateway(),
    ...client('shop', 'frontend'),
    ...application('shop', 'web', 8080, ['v1', 'v2']),
    ...release,
  ],
  requests: [
    { name: TIMEOUT, from: CALLER, url: URL, headers: { 'x-behave': 'delay=1500' }, expect: { status: 504 } },
    {
      name: RETRIES,
      from: CALLER,
      url: URL,
      headers: { 'x-behave': 'status=503' },
      expect: { status: 503, attempts: 3 },
    },
    {
      name: HEADERS,
      from: CALLER,
      url: URL,
      expect: {
        status: 200,
        sees: { header: { 'x-release': 'web' } },
        header: { 'x-served-by': 'release' },
      },
    },
    {
      name: 'clients outside have neither the timeout nor the headers',
      url: 'http://shop.example.com/',
      headers: { 'x-behave': 'delay=1500' },
      expect: { status: 200, sees: { header: { 'x-release': null } }, header: { 'x-served-by': null } },
    },
    {
      name: LIMIT,
      from: CALLER,
      url: URL,
      ...busy,
      expect: { accessLog: [{ proxy: CALLER, status: 503, flags: 'UO' }] },
    },
    {
      name: AT_GATEWAY,
      url: 'http://shop.example.com/',
      ...busy,
      expect: { accessLog: [{ proxy: 'istio-system/istio-ingressgateway', status: 503, flags: 'UO' }] },
    },
  ],
  negatives: [
    {
      change: 'the route for the mesh has no policy',
      mutate: (manifests) => {
        const [route] = find(manifests, 'VirtualService', 'web').spec.http;
        delete route.timeout;
        delete route.retries;
        delete route.headers;
      },
      because: {
        [TIMEOUT]: { status: 200 },
        [RETRIES]: { status: 503, attempts: 1 },
        [HEADERS]: { status: 200, header: { 'x-served-by': null } },
      },
    },
    {
      change: 'the rule has no limits',
      mutate: (manifests) => {
        delete find(manifests, 'DestinationRule').spec.trafficPolicy;
      },
      because: {
        [LIMIT]: { status: 200, share: { [V1]: 0.5, [V2]: 0.5 } },
        [AT_GATEWAY]: { status: 200, share: { [V1]: 0.5, [V2]: 0.5 } },
      },
    },
  ],
});
