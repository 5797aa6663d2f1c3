import { application, client, ingressGateway } from '../base';
import { putRight, rules } from '../fixture';
import type { Manifest } from '../manifest';
import { find } from '../manifest';
import { scenario } from '../scenario';

const BESIDE_RULE = 'frontend/web';
const BESIDE_WIDE = 'batch/job';
const ELSEWHERE = 'platform/cron';
const URL = 'http://reviews.shop.svc.cluster.local:9080/';
const HOST = 'plain.shop.svc.cluster.local';

const HIDDEN = 'clients beside the rule that hides the subset get 503';
const FOUND = 'those of other namespaces find the rule beside the Service';
const WIDE_HIDDEN = 'so do clients beside a rule with a wildcard, although it is less specific';
const ROOT_HIDDEN = 'a rule beside the Service hides the subset of one in the root namespace from a gateway';

const rule = (namespace: string, more: object): Manifest => ({
  apiVersion: 'networking.istio.io/v1',
  kind: 'DestinationRule',
  metadata: { name: 'plain', namespace },
  spec: { host: HOST, ...more },
});

const wide: Manifest = {
  apiVersion: 'networking.istio.io/v1',
  kind: 'DestinationRule',
  metadata: { name: 'wide', namespace: 'batch' },
  spec: {
    host: '*.shop.svc.cluster.local',
    trafficPolicy: { connectionPool: { http: { http2MaxRequests: 10 } } },
  },
};

scenario({
  title: 'A DestinationRule that a proxy finds first hides the subsets of those after it',
  manifests: [
    ...ingressGateway(),
    ...client('frontend', 'web'),
    ...client('platform', 'cron'),
    ...client('batch', 'job'),
    ...application('shop', 'reviews', 9080, ['v1']),
    ...application('shop', 'plain', 9080, ['v1']),
    ...rules('CDI0115', 'wrong'),
    wide,
    rule('istio-system', { subsets: [{ name: 'v1', labels: { version: 'v1' } }] }),
    rule('shop', { trafficPolicy: { connectionPool: { http: { http2MaxRequests: 10 } } } }),
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'Gateway',
      metadata: { name: 'public', namespace: 'istio-system' },
      spec: {
        selector: { istio: 'ingressgateway' },
        servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['plain.example.com'] }],
      },
    },
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'VirtualService',
      metadata: { name: 'plain', namespace: 'shop' },
      spec: {
        hosts: ['plain.example.com'],
        gateways: ['istio-system/public'],
        http: [{ route: [{ destination: { host: HOST, subset: 'v1', port: { number: 9080 } } }] }],
      },
    },
  ],
  verdict: [
    { text: 'IST0174 DestinationRule batch/wide', reason: 'the analyzer looks for no service under a wildcard' },
  ],
  check: {
    code: 'CDI0115',
    reported: ['DestinationRule batch/wide', 'DestinationRule frontend/reviews', 'DestinationRule shop/plain'],
  },
  requests: [
    {
      name: HIDDEN,
      from: BESIDE_RULE,
      url: URL,
      expect: { status: 503, accessLog: [{ proxy: BESIDE_RULE, flags: 'NC' }] },
    },
    {
      name: WIDE_HIDDEN,
      from: BESIDE_WIDE,
      url: URL,
      expect: { status: 503, accessLog: [{ proxy: BESIDE_WIDE, flags: 'NC' }] },
    },
    { name: FOUND, from: ELSEWHERE, url: URL, expect: { status: 200, backend: 'shop/reviews-v1' } },
    { name: ROOT_HIDDEN, url: 'http://plain.example.com/', expect: { status: 503 } },
  ],
  negatives: [
    {
      change: 'the rule has the subset too',
      mutate: putRight('CDI0115'),
      because: { [HIDDEN]: { status: 200 } },
      reported: ['DestinationRule batch/wide', 'DestinationRule shop/plain'],
    },
    {
      change: 'the rule with the wildcard is beside the Services',
      mutate: (manifests) => {
        find(manifests, 'DestinationRule', 'wide').metadata.namespace = 'shop';
      },
      because: { [WIDE_HIDDEN]: { status: 200 } },
      reported: ['DestinationRule frontend/reviews', 'DestinationRule shop/plain'],
    },
    {
      change: 'there is no rule beside the Service',
      mutate: (manifests) => {
        const at = manifests.findIndex(
          ({ kind, metadata }) =>
            kind === 'DestinationRule' && metadata.name === 'plain' && metadata.namespace === 'shop',
        );
        manifests.splice(at, 1);
      },
      because: { [ROOT_HIDDEN]: { status: 200 } },
      reported: ['DestinationRule batch/wide', 'DestinationRule frontend/reviews'],
    },
  ],
});
