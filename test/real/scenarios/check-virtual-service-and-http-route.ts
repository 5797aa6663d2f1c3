import { application, client } from '../base';
import type { ScenarioRequest } from '../scenario';
import { putRight, rules } from '../fixture';
import type { Fields, Manifest } from '../manifest';
import { created } from '../manifest';
import { scenario } from '../scenario';

const SAME_NAMESPACE = 'shop/job';
const OTHER_NAMESPACE = 'frontend/web';

const host = (service: string): string => `${service}.shop.svc.cluster.local`;

const service = (name: string): Manifest => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name, namespace: 'shop' },
  spec: { selector: { app: 'reviews' }, ports: [{ name: 'http', port: 9080 }] },
});

const virtualService = (minute: number, name: string, more: Fields = {}): Manifest =>
  created(minute, {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name, namespace: 'shop' },
    spec: {
      hosts: [host(name)],
      ...more,
      http: [
        {
          headers: { response: { set: { 'x-rules': 'VirtualService' } } },
          route: [{ destination: { host: host('reviews'), port: { number: 9080 } } }],
        },
      ],
    },
  });

const httpRoute = (minute: number, name: string, namespace = 'shop'): Manifest =>
  created(minute, {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: { name, namespace },
    spec: {
      parentRefs: [{ group: '', kind: 'Service', name, namespace: 'shop', port: 9080 }],
      rules: [
        {
          filters: [
            {
              type: 'ResponseHeaderModifier',
              responseHeaderModifier: { set: [{ name: 'x-rules', value: 'HTTPRoute' }] },
            },
          ],
          backendRefs: [{ name: 'reviews', namespace: 'shop', port: 9080 }],
        },
      ],
    },
  });

const answeredBy = (kind: string): { status: number; header: { 'x-rules': string } } => ({
  status: 200,
  header: { 'x-rules': kind },
});

const at = (name: string, from: string, to: string, kind: string): ScenarioRequest => ({
  name,
  from,
  url: `http://${host(to)}:9080/`,
  expect: answeredBy(kind),
});

const [timeout, route] = rules('CDI0107', 'wrong');

const TIMEOUT = 'the timeout of the VirtualService is not in force: the HTTPRoute of the same namespace holds';
const BESIDE_YOUNGER = 'beside the HTTPRoute it holds, although the VirtualService is older';
const BESIDE_OLDER = 'and where it is older itself';
const OLDER_RULES = 'in other namespaces the VirtualService holds where it is older';
const OLDER_ROUTE = 'and the HTTPRoute where that is older';
const CONSUMER = 'an HTTPRoute outside of the namespace of the Service holds for the namespace that it is in';
const NOT_CONSUMER = 'and for no other one: there the VirtualService holds, although it is younger';
const PRIVATE = 'a VirtualService that is private to the namespace goes before the HTTPRoute there';

scenario({
  title:
    'Of a VirtualService and an HTTPRoute for one Service sidecars use one: which one depends on namespace and age',
  manifests: [
    ...client('frontend', 'web'),
    ...client('shop', 'job'),
    ...client('platform', 'cron'),
    ...application('shop', 'reviews', 9080, ['v1']),
    created(0, timeout),
    created(1, route),
    service('older-rules'),
    virtualService(0, 'older-rules'),
    httpRoute(1, 'older-rules'),
    service('older-route'),
    virtualService(1, 'older-route'),
    httpRoute(0, 'older-route'),
    service('consumer'),
    virtualService(1, 'consumer'),
    httpRoute(0, 'consumer', 'frontend'),
    service('private'),
    virtualService(1, 'private', { exportTo: ['.'] }),
    httpRoute(0, 'private'),
  ],
  check: {
    code: 'CDI0107',
    reported: [
      'HTTPRoute shop/reviews',
      'HTTPRoute shop/older-rules',
      'HTTPRoute shop/older-route',
      'HTTPRoute frontend/consumer',
      'HTTPRoute shop/private',
    ],
  },
  requests: [
    {
      name: TIMEOUT,
      from: SAME_NAMESPACE,
      url: `http://${host('reviews')}:9080/`,
      headers: { 'x-behave': 'delay=1500' },
      expect: { status: 200 },
    },
    at(BESIDE_YOUNGER, SAME_NAMESPACE, 'older-rules', 'HTTPRoute'),
    at(BESIDE_OLDER, SAME_NAMESPACE, 'older-route', 'HTTPRoute'),
    at(OLDER_RULES, OTHER_NAMESPACE, 'older-rules', 'VirtualService'),
    at(OLDER_ROUTE, OTHER_NAMESPACE, 'older-route', 'HTTPRoute'),
    at(CONSUMER, OTHER_NAMESPACE, 'consumer', 'HTTPRoute'),
    at(NOT_CONSUMER, 'platform/cron', 'consumer', 'VirtualService'),
    at(PRIVATE, SAME_NAMESPACE, 'private', 'VirtualService'),
  ],
  negatives: [
    {
      change: 'all rules are in the HTTPRoute',
      mutate: putRight('CDI0107'),
      because: { [TIMEOUT]: { status: 504 } },
      reported: [
        'HTTPRoute shop/older-rules',
        'HTTPRoute shop/older-route',
        'HTTPRoute frontend/consumer',
        'HTTPRoute shop/private',
      ],
    },
    {
      change: 'there are no VirtualServices',
      mutate: (manifests) => {
        const others = manifests.filter(({ kind }) => kind !== 'VirtualService');
        manifests.splice(0, manifests.length, ...others);
      },
      because: {
        [OLDER_RULES]: answeredBy('HTTPRoute'),
        [NOT_CONSUMER]: { status: 200, header: { 'x-rules': null } },
        [PRIVATE]: answeredBy('HTTPRoute'),
      },
      reported: [],
    },
  ],
});
