import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import {
  deployment,
  INGRESS,
  manifest,
  NO_SELECTOR,
  requestAuthentication,
  server,
  service,
  virtualService,
} from '../../manifests';
import type { Grid } from '../grid';

type Spec = Record<string, unknown>;
type Case = [string, Manifest[]];

const web = service('shop/web', [80], NO_SELECTOR);
const gw = (selector?: Record<string, string>): Manifest =>
  manifest('Gateway', 'shop/gw', {
    ...(selector === undefined ? {} : { selector }),
    servers: [server(80, 'HTTP', ['*'])],
  });
const vs = (match: Spec, gateways = ['gw']): Manifest =>
  virtualService('shop/web', {
    hosts: ['www.example.com'],
    gateways,
    http: [{ match: [match], route: [{ destination: { host: 'web' } }] }],
  });
const by = (claim: string): Manifest => vs({ headers: { [claim]: { exact: 'admin' } } });
const authentication = (key: string, matchLabels?: Record<string, string>): Manifest =>
  requestAuthentication(key, {
    ...(matchLabels === undefined ? {} : { selector: { matchLabels } }),
    jwtRules: [{ issuer: 'https://issuer.example.com', jwks: '{"keys":[]}' }],
  });
const CLAIM = '@request.auth.claims.group';
const own = { app: 'gw' };
const pods = [deployment('infra/gw', own), service('infra/gw', [80], { selector: own })];

const grid: Grid = {
  layers: ['analysis'],
  cases: Object.fromEntries<Manifest[]>([
    ...[
      CLAIM,
      '@request.auth.claims.a.b',
      '@request.auth.claims[group]',
      '@request.auth.claims[a][b]',
      '@request.auth.claims[]',
      '@request.auth.claims.',
      '@request.auth.claims',
      '@request.auth.claims[a',
      '@request.auth.claimsx',
      '@REQUEST.auth.Claims.group',
      'x-group',
    ].map((claim): Case => [`a match on ${claim}`, [web, gw(INGRESS), by(claim)]]),
    ['a match on a missing claim', [web, gw(INGRESS), vs({ withoutHeaders: { [CLAIM]: { exact: 'admin' } } })]],
    [
      'RequestAuthentication for all pods of the namespace',
      [web, gw(INGRESS), by(CLAIM), authentication('istio-system/jwt')],
    ],
    ['RequestAuthentication for the pods', [web, gw(INGRESS), by(CLAIM), authentication('istio-system/jwt', INGRESS)]],
    [
      'RequestAuthentication for other pods',
      [web, gw(INGRESS), by(CLAIM), authentication('istio-system/jwt', { app: 'web' })],
    ],
    [
      'RequestAuthentication in the namespace of the Gateway',
      [web, gw(INGRESS), by(CLAIM), authentication('shop/jwt', INGRESS)],
    ],
    ['RequestAuthentication next to the pods', [web, ...pods, gw(own), by(CLAIM), authentication('infra/jwt', own)]],
    [
      'RequestAuthentication in the root namespace',
      [web, ...pods, gw(own), by(CLAIM), authentication('istio-system/jwt')],
    ],
    ['no RequestAuthentication next to the pods', [web, ...pods, gw(own), by(CLAIM)]],
    [
      'pods in two namespaces, one of them without',
      [
        web,
        ...pods,
        deployment('edge/gw', own),
        service('edge/gw', [80], { selector: own }),
        gw(own),
        by(CLAIM),
        authentication('infra/jwt', own),
      ],
    ],
    ['a Gateway that is not there', [web, by(CLAIM)]],
    ['sidecars only', [web, vs({ headers: { [CLAIM]: { exact: 'admin' } } }, ['mesh'])]],
    [
      'two Gateways, one without pods',
      [
        web,
        gw(INGRESS),
        manifest('Gateway', 'shop/b', { selector: { app: 'b' }, servers: [server(80, 'HTTP', ['*'])] }),
        vs({ headers: { [CLAIM]: { exact: 'a' } } }, ['b']),
      ],
    ],
  ]),
};

export default grid;
