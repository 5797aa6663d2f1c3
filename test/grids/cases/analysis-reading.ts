import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { loadFixture } from '../../checks/fixture';
import {
  authorizationPolicy,
  manifest,
  namespace,
  peerAuthentication,
  SHOP,
  virtualService,
  workload,
} from '../../manifests';
import type { Grid } from '../grid';

/** Refused by the webhook: it has no routes. */
const noRoutes = (apiVersion: string, kind: string, of: object = {}): Manifest =>
  manifest(`${apiVersion}/${kind}`, 'shop/web', { hosts: ['web.example.com'] }, of);
const ruleAfterAll = (spec: object = {}, of: object = {}): Manifest => {
  const route = { redirect: { authority: 'a.example.com' } };
  return virtualService('shop/web', { hosts: ['a.example.com'], http: [route, route], ...spec }, of);
};
const redirect = (name: string, exportTo: string[]): Manifest =>
  virtualService(`shop/${name}`, {
    hosts: ['a.example.com'],
    exportTo,
    http: [{ redirect: { uri: '/a' } }],
  });
const V1 = 'networking.istio.io/v1';
const mutualTls = (spec: object): Manifest => peerAuthentication('shop/mtls', spec);
const service = (spec: object, of: object = {}): Manifest => manifest('Service', 'shop/web', spec, of);
const port = (of: object): object => ({ name: 'http', port: 80, ...of });
const DRY_RUN = { annotations: { 'istio.io/dry-run': 'true' } };
const EDGE = { labels: { istio: 'edge' } };
const AUTO = { name: 'istio-proxy', image: 'auto' };
const edge = (kind: string, spec: object = {}, pods: object = {}): Manifest =>
  workload('shop/edge', { ...EDGE, spec: { containers: [AUTO], ...spec }, ...pods }, {}, kind);
const edgeServer = (number: number): Manifest =>
  manifest('Gateway', 'shop/edge', {
    selector: { istio: 'edge' },
    servers: [{ port: { number, name: 'http', protocol: 'HTTP' }, hosts: ['a.example.com'] }],
  });
const NAMESPACES: Record<string, Manifest[]> = {
  'with injection': [SHOP],
  'that is not there': [],
  'without labels': [namespace('shop')],
  'without injection': [namespace('shop', { 'istio-injection': 'disabled' })],
  'with a revision': [namespace('shop', { 'istio.io/rev': 'a' })],
  'with an empty revision': [namespace('shop', { 'istio.io/rev': '' })],
};
const PODS: Record<string, [object, object]> = {
  'plain pods': [{}, {}],
  'pods that want': [{}, { labels: { istio: 'edge', 'sidecar.istio.io/inject': 'true' } }],
  'pods that refuse': [{}, { labels: { istio: 'edge', 'sidecar.istio.io/inject': 'false' } }],
  'pods that refuse by annotation': [{}, { annotations: { 'sidecar.istio.io/inject': 'false' } }],
  'pods with a revision': [{}, { labels: { istio: 'edge', 'istio.io/rev': 'a' } }],
  'pods with an empty revision': [
    {},
    { labels: { istio: 'edge', 'istio.io/rev': '', 'sidecar.istio.io/inject': 'true' } },
  ],
  'pods on the network of the node': [{ hostNetwork: true }, {}],
};

/** What Istio makes of objects before it judges them: what it passes over, what it fills in and what it takes for nothing. */
const grid: Grid = {
  layers: ['webhookErrors', 'webhookWarnings', 'analysis'],
  cases: {
    'in a version that is there': [noRoutes(V1, 'VirtualService')],
    'in a version that is not there': [noRoutes('networking.istio.io/v1beta2', 'VirtualService')],
    'in a version that is not there, of two': [
      noRoutes('networking.istio.io/v2', 'VirtualService'),
      noRoutes(V1, 'Gateway'),
    ],
    'with a kind in small letters': [noRoutes(V1, 'virtualservice')],
    'with a kind that is not there': [noRoutes(V1, 'VirtualServise')],
    'in a namespace of Kubernetes': [noRoutes(V1, 'VirtualService', { namespace: 'kube-system' })],
    'a warning in a namespace of Kubernetes': [ruleAfterAll({}, { namespace: 'kube-public' })],
    'two of one name, the first is wrong': [noRoutes(V1, 'VirtualService'), ruleAfterAll()],
    'two of one name, the second is wrong': [ruleAfterAll(), noRoutes(V1, 'VirtualService')],
    'a warning': [ruleAfterAll()],
    'a warning and a refused annotation': [ruleAfterAll({}, DRY_RUN)],
    'a warning and an unknown field of the object': [{ ...ruleAfterAll(), more: {} }],
    'an empty map of ports': [mutualTls({ portLevelMtls: {} })],
    'an empty map of ports with underscores': [mutualTls({ port_level_mtls: {} })],
    'a text that ends with a line': [manifest('WasmPlugin', 'shop/filter', { url: 'file:a\n' })],

    ...Object.fromEntries(
      (['REMOVE', 'MERGE'] as const).flatMap((operation) =>
        [0, 80].map((applyTo): [string, Manifest[]] => [
          `a number for what is patched: ${applyTo}, ${operation}`,
          [
            manifest('EnvoyFilter', 'shop/a', {
              configPatches: [{ applyTo, patch: { operation, ...(operation === 'MERGE' ? { value: {} } : {}) } }],
            }),
          ],
        ]),
      ),
    ),
    'a number for what is patched, and a match': [
      manifest('EnvoyFilter', 'shop/a', {
        configPatches: [{ applyTo: 80, match: { cluster: {} }, patch: { operation: 'REMOVE' } }],
      }),
    ],
    'a number for what is patched, without a value': [
      manifest('EnvoyFilter', 'shop/a', {
        configPatches: [{ applyTo: 80, patch: { operation: 'ADD' } }],
      }),
    ],
    'rules of istiod for routes that it makes itself': [
      manifest(
        'VirtualService',
        'shop/web',
        { hosts: ['a.com'], http: [{ route: [{ destination: {} }] }] },
        { annotations: { 'internal.istio.io/route-semantics': 'gateway' } },
      ),
    ],
    'a Secret with text': [
      {
        ...manifest('Secret', 'istio-system/cert'),
        stringData: (loadFixture('IST0161', 'right')!.manifests as Manifest[]).find(({ kind }) => kind === 'Secret')!
          .stringData,
      },
      manifest('Gateway', 'shop/web', {
        selector: { istio: 'ingressgateway' },
        servers: [
          {
            port: { number: 443, name: 'https', protocol: 'HTTPS' },
            hosts: ['a.example.com'],
            tls: { mode: 'SIMPLE', credentialName: 'cert' },
          },
        ],
      }),
    ],
    ...Object.fromEntries(
      ['Deployment', 'StatefulSet'].map((kind): [string, Manifest[]] => [
        `two proxies with image auto in a ${kind}`,
        [SHOP, edge(kind, { containers: [AUTO, AUTO] }), service({ selector: EDGE.labels, ports: [port({})] })],
      ]),
    ),
    'a proxy without image': [SHOP, edge('StatefulSet', { containers: [{ name: 'istio-proxy' }] })],

    'a host for all, and for a namespace with a slash': [redirect('a', ['*']), redirect('b', ['a/b'])],
    'two hosts for a namespace with a slash': [redirect('a', ['a/b']), redirect('b', ['a/b'])],

    'nothing as a port': [service({ ports: [null] })],
    'nothing as a port, of two': [service({ ports: [null, port({ name: 'x' })] })],
    'nothing as a protocol': [service({ ports: [port({ name: 'x', protocol: null })] })],
    'nothing as a label of the selector': [
      SHOP,
      service({ selector: { app: null }, ports: [port({})] }),
      workload('shop/web', { labels: { app: '' } }),
      workload('shop/web-2', { labels: { app: '' } }),
    ],
    'nothing as a label of a namespace': [
      manifest('Namespace', 'shop', undefined, { labels: { 'istio.io/rev': null } }),
    ],
    'nothing as the injection label of a namespace': [
      manifest('Namespace', 'shop', undefined, { labels: { 'istio-injection': null } }),
      edge('StatefulSet', {}, { labels: { istio: 'edge', 'istio.io/rev': 'a' } }),
    ],
    'a gateway whose Service says no protocol': [
      SHOP,
      edge('Deployment'),
      service({ selector: { istio: 'edge' }, ports: [port({ targetPort: 8080 })] }),
      edgeServer(80),
      edgeServer(8080),
    ],
    'a gateway whose Service says UDP': [
      SHOP,
      edge('Deployment'),
      service({ selector: { istio: 'edge' }, ports: [port({ protocol: 'UDP' })] }),
      edgeServer(80),
    ],
    ...Object.fromEntries(
      Object.entries(NAMESPACES).flatMap(([where, given]) =>
        Object.entries(PODS).flatMap(([which, [spec, pods]]) =>
          ['Deployment', 'StatefulSet'].map((kind): [string, Manifest[]] => [
            `image auto in a namespace ${where}: ${which} of a ${kind}`,
            [...given, edge(kind, spec, pods)],
          ]),
        ),
      ),
    ),
    ...Object.fromEntries(
      Object.entries(NAMESPACES).flatMap(([where, given]) =>
        Object.entries(PODS).map(([which, [spec, pods]]): [string, Manifest[]] => [
          `a policy in a namespace ${where}: ${which}`,
          [...given, workload('shop/web', { ...EDGE, spec, ...pods }), authorizationPolicy('shop/all')],
        ]),
      ),
    ),
  },
};

export default grid;
