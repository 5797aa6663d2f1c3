import { application, client, ingressGateway } from '../base';
import type { Expectation } from '../expectation';
import { putRight, rules } from '../fixture';
import type { Fields, Manifest } from '../manifest';
import { find } from '../manifest';
import { scenario } from '../scenario';

const BESIDE_RULE = 'frontend/web';
const BESIDE_SERVICE = 'shop/job';
const ELSEWHERE = 'platform/cron';

const host = (service: string): string => `${service}.shop.svc.cluster.local`;

const service = (name: string): Manifest => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name, namespace: 'shop' },
  spec: { selector: { app: 'reviews' }, ports: [{ name: 'http', port: 9080 }] },
});

/** A rule whose policy shows by the server name that the sidecar of the backend sees. */
const rule = (namespace: string, name: string, to: string, more: Fields = {}): Manifest => ({
  apiVersion: 'networking.istio.io/v1',
  kind: 'DestinationRule',
  metadata: { name, namespace },
  spec: { host: to, trafficPolicy: { tls: { mode: 'ISTIO_MUTUAL', sni: `${name}.${namespace}` } }, ...more },
});

const ruledBy = (sni: string): Expectation => ({ status: 200, accessLog: [{ proxy: 'shop/reviews-v1', sni }] });
const ruledByNone = (name: string): Expectation => ruledBy(`outbound_.9080_._.${host(name)}`);

const OWN = 'the proxies beside the rule know the subset';
const NO_CLUSTER = 'the proxies beside the Service do not: every request fails';
const NO_CLUSTER_ELSEWHERE = 'nor do those of a third namespace';
const CLIENT_FIRST = 'the rule in the namespace of the client holds first';
const SERVICE_NEXT = 'where that has none, the one in the namespace of the Service';
const NOT_MERGED = 'a rule in the namespace of the client replaces the other one whole: it has no subsets of it';
const ROOT_LAST = 'where neither has one, the one in the root namespace';
const AT_GATEWAY =
  'for a gateway in the root namespace the rule beside the Service goes before that of the root namespace';
const AT_ROOT = 'unless that is for the root namespace alone';
const AT_GATEWAY_SUBSET = 'so a gateway there knows the subset of the rule beside the Service';
const NOWHERE = 'a rule in a third namespace holds for nobody else';
const BOTH_KNOW = 'a subset that both rules have is there for all';

/** Everything that the gateway serves, each host for a Service of its own. */
const served = (name: string, subset?: string): Manifest => ({
  apiVersion: 'networking.istio.io/v1',
  kind: 'VirtualService',
  metadata: { name: `at-gateway-${name}`, namespace: 'shop' },
  spec: {
    hosts: [`${name}.example.com`],
    gateways: ['istio-system/public'],
    http: [{ route: [{ destination: { host: host(name), subset, port: { number: 9080 } } }] }],
  },
});

/** A route of the mesh to a subset. */
const route = (name: string): Manifest => ({
  apiVersion: 'networking.istio.io/v1',
  kind: 'VirtualService',
  metadata: { name, namespace: 'shop' },
  spec: {
    hosts: [host(name)],
    http: [{ route: [{ destination: { host: host(name), subset: 'v1', port: { number: 9080 } } }] }],
  },
});
const subsets = [{ name: 'v1', labels: { version: 'v1' } }];

const asked = (from: string, name: string): { from: string; url: string } => ({
  from,
  url: `http://${host(name)}:9080/`,
});

scenario({
  title: 'A proxy looks for a DestinationRule in its own namespace, in that of the Service and in the root namespace',
  manifests: [
    ...ingressGateway(),
    ...client('frontend', 'web'),
    ...client('shop', 'job'),
    ...client('platform', 'cron'),
    ...application('shop', 'reviews', 9080, ['v1']),
    ...rules('CDI0101', 'wrong'),
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'Gateway',
      metadata: { name: 'public', namespace: 'istio-system' },
      spec: {
        selector: { istio: 'ingressgateway' },
        servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['*.example.com'] }],
      },
    },
    service('everywhere'),
    rule('frontend', 'everywhere', host('everywhere')),
    rule('shop', 'everywhere', host('everywhere')),
    rule('istio-system', 'everywhere', host('everywhere')),
    served('everywhere'),
    service('subset-at-gateway'),
    rule('frontend', 'subset-at-gateway', host('subset-at-gateway'), { subsets }),
    rule('shop', 'subset-at-gateway', host('subset-at-gateway'), { subsets }),
    rule('istio-system', 'subset-at-gateway', host('subset-at-gateway')),
    served('subset-at-gateway', 'v1'),
    service('root-alone'),
    rule('shop', 'root-alone', host('root-alone')),
    rule('istio-system', 'root-alone', host('root-alone'), { exportTo: ['.'] }),
    served('root-alone'),
    service('root-only'),
    rule('istio-system', 'root-only', host('root-only')),
    rule('frontend', 'root-only', host('root-only')),
    service('elsewhere'),
    rule('platform', 'elsewhere', host('elsewhere')),
    service('replaced'),
    rule('shop', 'replaced', host('replaced'), { subsets }),
    rule('frontend', 'replaced', host('replaced')),
    route('replaced'),
    service('both'),
    rule('shop', 'both', host('both'), { subsets }),
    rule('frontend', 'both', host('both'), { subsets }),
    route('both'),
  ],
  check: {
    code: 'CDI0101',
    reported: ['DestinationRule frontend/reviews', 'DestinationRule platform/elsewhere'],
  },
  requests: [
    { name: OWN, ...asked(BESIDE_RULE, 'reviews'), expect: { status: 200, backend: 'shop/reviews-v1' } },
    {
      name: NO_CLUSTER,
      ...asked(BESIDE_SERVICE, 'reviews'),
      expect: { status: 503, accessLog: [{ proxy: BESIDE_SERVICE, flags: 'NC' }] },
    },
    {
      name: NO_CLUSTER_ELSEWHERE,
      ...asked(ELSEWHERE, 'reviews'),
      expect: { status: 503, accessLog: [{ proxy: ELSEWHERE, flags: 'NC' }] },
    },
    { name: CLIENT_FIRST, ...asked(BESIDE_RULE, 'everywhere'), expect: ruledBy('everywhere.frontend') },
    { name: SERVICE_NEXT, ...asked(ELSEWHERE, 'everywhere'), expect: ruledBy('everywhere.shop') },
    {
      name: NOT_MERGED,
      ...asked(BESIDE_RULE, 'replaced'),
      expect: { status: 503, accessLog: [{ proxy: BESIDE_RULE, flags: 'NC' }] },
    },
    { name: ROOT_LAST, ...asked(ELSEWHERE, 'root-only'), expect: ruledBy('root-only.istio-system') },
    { name: AT_GATEWAY, url: 'http://everywhere.example.com/', expect: ruledBy('everywhere.shop') },
    {
      name: AT_GATEWAY_SUBSET,
      url: 'http://subset-at-gateway.example.com/',
      expect: ruledBy('subset-at-gateway.shop'),
    },
    { name: AT_ROOT, url: 'http://root-alone.example.com/', expect: ruledBy('root-alone.istio-system') },
    { name: NOWHERE, ...asked(BESIDE_RULE, 'elsewhere'), expect: ruledByNone('elsewhere') },
    { name: BOTH_KNOW, ...asked(BESIDE_SERVICE, 'both'), expect: { status: 200 } },
  ],
  negatives: [
    {
      change: 'the rule is in the namespace of the Service',
      mutate: putRight('CDI0101'),
      because: { [NO_CLUSTER]: { status: 200 }, [NO_CLUSTER_ELSEWHERE]: { status: 200 } },
      reported: ['DestinationRule platform/elsewhere'],
    },
    {
      change: 'the rules beside the Service and beside the client are gone',
      mutate: (manifests) => {
        const gone = ['everywhere', 'replaced', 'subset-at-gateway'];
        const others = manifests.filter(
          ({ kind, metadata }) =>
            kind !== 'DestinationRule' || metadata.namespace === 'istio-system' || !gone.includes(metadata.name),
        );
        manifests.splice(0, manifests.length, ...others);
        manifests.splice(
          manifests.findIndex(
            ({ kind, metadata }) =>
              kind === 'DestinationRule' && metadata.name === 'both' && metadata.namespace === 'shop',
          ),
          1,
        );
        delete find(manifests, 'VirtualService', 'replaced').spec.http[0].route[0].destination.subset;
      },
      because: {
        [CLIENT_FIRST]: ruledBy('everywhere.istio-system'),
        [SERVICE_NEXT]: ruledBy('everywhere.istio-system'),
        [AT_GATEWAY]: ruledBy('everywhere.istio-system'),
        [AT_GATEWAY_SUBSET]: { status: 503 },
        [NOT_MERGED]: { status: 200 },
        [BOTH_KNOW]: { status: 503 },
      },
      reported: [
        'DestinationRule frontend/reviews',
        'DestinationRule platform/elsewhere',
        'DestinationRule frontend/both',
      ],
    },
  ],
});
