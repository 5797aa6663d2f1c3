import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { authorizationPolicy, deployment, INGRESS, SHOP, service, sidecar } from '../../manifests';
import { placesOf, textsOf } from '../found';

const WEB = { app: 'web' };
const containers = (...ports: object[]): object => ({ containers: [{ name: 'app', image: 'web:1', ports }] });
const web = (ports: object[] = [], name = 'web', labels: Record<string, string> = WEB): Manifest =>
  deployment(`shop/${name}`, labels, containers(...ports));
const front = (...ports: object[]): Manifest => service('shop/web', ports);
const HTTP = { name: 'http', port: 80, targetPort: 8080 };
const policy = (rule: object, spec: object = {}, key = 'shop/web'): Manifest =>
  authorizationPolicy(key, { selector: { matchLabels: WEB }, rules: [rule], ...spec });
const ports = (...values: string[]): object => ({ to: [{ operation: { ports: values } }] });
const AT = 'AuthorizationPolicy shop/web spec.rules[0].to[0].operation.ports';

test('a port that only the Service has', () => {
  const manifests = [SHOP, front(HTTP), web(), policy(ports('9090', '80'))];
  expect(placesOf('CDI0409', manifests)).toEqual([`error ${AT}[1]`]);
  expect(textsOf('CDI0409', manifests)).toEqual([
    [
      'Port 80 of Service shop/web leads to port 8080 of its pods. Policies compare the port of the pods, so 80 matches no connection. Requests that it should allow get 403, unless another rule allows them.',
      'Write "8080", the port of the pods.',
    ],
  ]);
});

test('the port of the pods beside it says what is meant, and that of the Service is for the PROXY protocol', () => {
  expect(placesOf('CDI0409', [SHOP, front(HTTP), web(), policy(ports('8080', '80'))])).toEqual([]);
});

test('in every field that compares ports', () => {
  const fields = [
    { to: [{ operation: { notPorts: ['80'] } }] },
    { when: [{ key: 'destination.port', values: ['80'] }] },
    { when: [{ key: 'destination.port', notValues: ['80'] }] },
  ];
  const paths = fields.map((rule) => placesOf('CDI0409', [SHOP, front(HTTP), web(), policy(rule)]));
  expect(paths).toEqual([
    ['error AuthorizationPolicy shop/web spec.rules[0].to[0].operation.notPorts[0]'],
    ['error AuthorizationPolicy shop/web spec.rules[0].when[0].values[0]'],
    ['error AuthorizationPolicy shop/web spec.rules[0].when[0].notValues[0]'],
  ]);
});

test.each([
  ['the pods declare it', [front(HTTP), web([{ containerPort: 80 }])]],
  ['another Service leads to it', [front(HTTP), service('shop/also', [80], { selector: WEB }), web()]],
  ['the Service leads to the same number', [front({ name: 'http', port: 80 }), web()]],
  ['nobody knows where a named port leads', [front({ ...HTTP, targetPort: 'web' }), web()]],
  ['some of the pods have it', [front(HTTP), web(), web([{ containerPort: 80 }], 'other')]],
  ['no Service has it', [front({ ...HTTP, port: 90 }), web()]],
  ['the Service is for other pods', [service('shop/web', [HTTP], { selector: { app: 'cart' } }), web()]],
  ['the Service is in another namespace', [service('books/web', [HTTP]), web()]],
  [
    'a Sidecar listens on it',
    [
      front(HTTP),
      web(),
      sidecar('shop/web', {
        workloadSelector: { labels: WEB },
        ingress: [{ port: { number: 80, protocol: 'HTTP', name: 'http' }, defaultEndpoint: '127.0.0.1:8080' }],
      }),
    ],
  ],
])('nothing where %s', (_, manifests) => {
  expect(placesOf('CDI0409', [SHOP, ...manifests, policy(ports('80'))])).toEqual([]);
});

test('a port that the Service calls by a name that the pods have', () => {
  const manifests = [
    SHOP,
    front({ ...HTTP, targetPort: 'web' }),
    web([{ name: 'web', containerPort: 3000 }]),
    policy(ports('80')),
  ];
  expect(textsOf('CDI0409', manifests)[0][1]).toBe('Write "3000", the port of the pods.');
});

test('of a whole namespace, where no pod has it', () => {
  const cart = [service('shop/cart', [{ name: 'http', port: 80, targetPort: 3000 }]), web([], 'cart', { app: 'cart' })];
  const wide = policy(ports('80'), { selector: undefined });
  expect(textsOf('CDI0409', [SHOP, front(HTTP), web(), ...cart, wide])[0]).toEqual([
    'Port 80 of Service shop/web leads to port 8080 and of Service shop/cart leads to port 3000 of its pods. Policies compare the port of the pods, so 80 matches no connection. Requests that it should allow get 403, unless another rule allows them.',
    'Write "8080" and "3000", the port of the pods.',
  ]);
  expect(placesOf('CDI0409', [SHOP, front(HTTP), web(), ...cart, web([{ containerPort: 80 }], 'x'), wide])).toEqual([]);
});

test('a policy of the root namespace is for the pods of all, one of another namespace for none', () => {
  const set = [SHOP, front(HTTP), web()];
  expect(placesOf('CDI0409', [...set, policy(ports('80'), {}, 'istio-system/web')])).toHaveLength(1);
  expect(placesOf('CDI0409', [...set, policy(ports('80'), {}, 'books/web')])).toEqual([]);
});

test('at a waypoint the port of the Service counts', () => {
  const target = policy(ports('80'), { selector: undefined, targetRefs: [{ kind: 'Service', name: 'web' }] });
  expect(placesOf('CDI0409', [SHOP, front(HTTP), web(), target])).toEqual([]);
});

test('of a gateway that istioctl may have installed it is a note', () => {
  const edge = (...values: string[]): Manifest =>
    policy(ports(...values), { selector: { matchLabels: INGRESS } }, 'istio-system/edge');
  expect(placesOf('CDI0409', [edge('443', '9000')])).toEqual([
    'info AuthorizationPolicy istio-system/edge spec.rules[0].to[0].operation.ports[0]',
  ]);
  const gateway = [
    service('istio-system/gw', [{ name: 'https', port: 443, targetPort: 8443 }], { selector: INGRESS }),
    deployment('istio-system/gw', INGRESS),
  ];
  expect(placesOf('CDI0409', [...gateway, edge('443')])).toEqual([
    'error AuthorizationPolicy istio-system/edge spec.rules[0].to[0].operation.ports[0]',
  ]);
});
