import { application, ingressGateway } from '../base';
import { putRight, rules } from '../fixture';
import type { Manifest } from '../manifest';
import { find } from '../manifest';
import { scenario } from '../scenario';

const DOUBLED = 'a prefix without a slash leaves its slash behind';
const GLUED = 'a prefix with a slash takes it away';
const FIRST = 'what an earlier match takes is not rewritten twice';
const WHOLE = 'an HTTPRoute puts a text before every path letter by letter';
const SEGMENTS = 'it replaces a longer prefix by segments';
const LOCATION = 'a redirect of an HTTPRoute keeps the slash at the end of its text';

const route: Manifest = {
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'HTTPRoute',
  metadata: { name: 'web', namespace: 'shop' },
  spec: {
    parentRefs: [{ name: 'web', namespace: 'istio-system' }],
    hostnames: ['web.example.com'],
    rules: [
      {
        matches: [{ path: { type: 'PathPrefix', value: '/' } }],
        filters: [
          { type: 'URLRewrite', urlRewrite: { path: { type: 'ReplacePrefixMatch', replacePrefixMatch: '/v2' } } },
        ],
        backendRefs: [{ name: 'api', port: 8080 }],
      },
      {
        matches: [{ path: { type: 'PathPrefix', value: '/api/' } }],
        filters: [
          { type: 'URLRewrite', urlRewrite: { path: { type: 'ReplacePrefixMatch', replacePrefixMatch: '/' } } },
        ],
        backendRefs: [{ name: 'api', port: 8080 }],
      },
      {
        matches: [{ path: { type: 'PathPrefix', value: '/old' } }],
        filters: [
          {
            type: 'RequestRedirect',
            requestRedirect: { path: { type: 'ReplacePrefixMatch', replacePrefixMatch: '/new/' } },
          },
        ],
      },
    ],
  },
};

const gateway: Manifest[] = [
  {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'GatewayClass',
    metadata: { name: 'istio' },
    spec: { controllerName: 'istio.io/gateway-controller' },
  },
  {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'Gateway',
    metadata: { name: 'web', namespace: 'istio-system' },
    spec: {
      gatewayClassName: 'istio',
      addresses: [{ type: 'Hostname', value: 'istio-ingressgateway.istio-system.svc.cluster.local' }],
      listeners: [
        {
          name: 'http',
          port: 80,
          protocol: 'HTTP',
          hostname: 'web.example.com',
          allowedRoutes: { namespaces: { from: 'All' } },
        },
      ],
    },
  },
];

const idiom: Manifest = {
  apiVersion: 'networking.istio.io/v1',
  kind: 'VirtualService',
  metadata: { name: 'idiom', namespace: 'shop' },
  spec: {
    hosts: ['idiom.example.com'],
    gateways: ['istio-system/idiom'],
    http: [
      {
        match: [{ uri: { prefix: '/api/' } }, { uri: { prefix: '/api' } }],
        rewrite: { uri: '/' },
        route: [{ destination: { host: 'api.shop.svc.cluster.local', port: { number: 8080 } } }],
      },
    ],
  },
};

scenario({
  title: 'Rewrites that double or drop a slash',
  manifests: [
    ...ingressGateway(),
    ...application('shop', 'api', 8080, ['v1']),
    ...rules('CDI0120', 'wrong'),
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'Gateway',
      metadata: { name: 'idiom', namespace: 'istio-system' },
      spec: {
        selector: { istio: 'ingressgateway' },
        servers: [{ port: { number: 80, name: 'http-idiom', protocol: 'HTTP' }, hosts: ['idiom.example.com'] }],
      },
    },
    idiom,
    ...gateway,
    route,
  ],
  check: { code: 'CDI0120', reported: ['HTTPRoute shop/web', 'VirtualService shop/web'] },
  requests: [
    { name: DOUBLED, url: 'http://shop.example.com/api/items', expect: { status: 200, sees: { path: '//items' } } },
    { name: GLUED, url: 'http://shop.example.com/v1/items', expect: { status: 200, sees: { path: '/v2items' } } },
    { name: FIRST, url: 'http://idiom.example.com/api/items', expect: { status: 200, sees: { path: '/items' } } },
    { name: WHOLE, url: 'http://web.example.com/items', expect: { status: 200, sees: { path: '/v2items' } } },
    { name: SEGMENTS, url: 'http://web.example.com/api/items', expect: { status: 200, sees: { path: '/items' } } },
    {
      name: LOCATION,
      url: 'http://web.example.com/old/items',
      expect: { status: 302, redirect: 'http://web.example.com/new//items' },
    },
  ],
  negatives: [
    {
      change: 'the new texts end as the prefixes do',
      mutate: (manifests) => {
        putRight('CDI0120')(manifests);
        const [whole, , old] = find(manifests, 'HTTPRoute').spec.rules;
        whole.filters[0].urlRewrite.path.replacePrefixMatch = '/';
        old.filters[0].requestRedirect.path.replacePrefixMatch = '/new';
      },
      because: {
        [DOUBLED]: { status: 200, sees: { path: '/items' } },
        [GLUED]: { status: 200, sees: { path: '/v2/items' } },
        [WHOLE]: { status: 200, sees: { path: '/items' } },
        [LOCATION]: { status: 302, redirect: 'http://web.example.com/new/items' },
      },
      reported: [],
    },
    {
      change: 'the shorter prefix comes first',
      mutate: (manifests) => {
        find(manifests, 'VirtualService', 'idiom').spec.http[0].match.reverse();
      },
      because: { [FIRST]: { status: 200, sees: { path: '//items' } } },
      reported: ['HTTPRoute shop/web', 'VirtualService shop/idiom', 'VirtualService shop/web'],
    },
  ],
});
