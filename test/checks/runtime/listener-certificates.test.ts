import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { apiGateway, manifest } from '../../manifests';
import { placesOf, testCases, textsOf } from '../found';

const edge = (certificateRef: object, more: object = {}, metadata: object = {}): Manifest =>
  apiGateway(
    'shop/edge',
    {
      gatewayClassName: 'istio',
      listeners: [{ name: 'https', port: 443, protocol: 'HTTPS', tls: { certificateRefs: [certificateRef] } }],
      ...more,
    },
    metadata,
  );
const secret = (key: string): Manifest => manifest('Secret', key);
const certificate = (key: string): Manifest => manifest('Certificate', key, { secretName: 'cert' });
const grant = (from: object, to: object = {}): Manifest =>
  manifest('ReferenceGrant', 'certs/shop', {
    from: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', namespace: 'shop', ...from }],
    to: [{ group: '', kind: 'Secret', ...to }],
  });

const OWN = { name: 'cert' };
const FOREIGN = { name: 'cert', namespace: 'certs' };
const AT = 'Gateway shop/edge spec.listeners[0].tls.certificateRefs[0].name';

testCases('CDI0145', [
  { name: 'a Secret beside the Gateway', manifests: [edge(OWN), secret('shop/cert')], finds: [] },
  { name: 'its namespace may be written', manifests: [edge({ ...OWN, namespace: 'shop' })], finds: [] },
  { name: 'a Secret that nothing is known of', manifests: [edge(OWN)], finds: [] },
  {
    name: 'one that cert-manager makes for the Gateway',
    manifests: [edge(OWN, {}, { annotations: { 'cert-manager.io/cluster-issuer': 'ca' } }), secret('other/cert')],
    finds: [],
  },
  ...[secret('istio-system/cert'), certificate('istio-system/cert')].map((made) => ({
    name: `${String(made.kind)} beside the pods and not the Gateway`,
    manifests: [edge(OWN), made],
    finds: [`CDI0145 warning ${AT}`],
  })),
  {
    name: 'another namespace without a grant',
    manifests: [edge(FOREIGN), secret('certs/cert')],
    finds: [`CDI0145 warning ${AT}`],
  },
  ...[
    grant({ kind: 'HTTPRoute' }),
    grant({ namespace: 'blog' }),
    grant({}, { name: 'other' }),
    grant({}, { kind: 'Service' }),
  ].map((given, i) => ({
    name: `grants for something else (${i})`,
    manifests: [edge(FOREIGN), secret('certs/cert'), given],
    finds: [`CDI0145 warning ${AT}`],
  })),
  ...[grant({}), grant({}, { name: 'cert' })].map((given, i) => ({
    name: `grants that fit (${i})`,
    manifests: [edge(FOREIGN), secret('certs/cert'), given],
    finds: [],
  })),
  { name: 'what is no Secret', manifests: [edge({ kind: 'ConfigMap', name: 'cert' })], finds: [`CDI0145 error ${AT}`] },
  { name: 'other controllers', manifests: [edge(FOREIGN, { gatewayClassName: 'nginx' })], finds: [] },
  {
    name: 'a ListenerSet, whose Secrets are beside it',
    manifests: [
      edge(OWN, { allowedListeners: { namespaces: { from: 'All' } } }),
      secret('shop/cert'),
      manifest('gateway.networking.k8s.io/v1/ListenerSet', 'blog/more', {
        parentRef: { name: 'edge', namespace: 'shop' },
        listeners: [{ name: 'https', port: 443, protocol: 'HTTPS', tls: { certificateRefs: [OWN] } }],
      }),
    ],
    finds: ['CDI0145 warning ListenerSet blog/more spec.listeners[0].tls.certificateRefs[0].name'],
  },
]);

test('in a closed world a Secret must be there', () => {
  expect(placesOf('CDI0145', [edge(OWN)], { world: 'closed' })).toEqual([`error ${AT}`]);
});

test('what is said', () => {
  const OUTCOME = 'The listener has no certificate, and TLS connections to it are refused.';
  expect(textsOf('CDI0145', [edge(FOREIGN)])).toEqual([
    [
      `Secret cert is in certs, and no ReferenceGrant there lets a Gateway of shop use it. ${OUTCOME}`,
      'Add a ReferenceGrant in certs from Gateway in shop to Secret, or move the Secret to shop.',
    ],
  ]);
  expect(textsOf('CDI0145', [edge(OWN), secret('istio-system/cert')])).toEqual([
    [
      `There is no Secret cert in shop; it is in istio-system. A listener takes it from the namespace of the Gateway. ${OUTCOME}`,
      'Create it in shop; or write namespace: istio-system and add a ReferenceGrant there from Gateway in shop to Secret.',
    ],
  ]);
  expect(textsOf('CDI0145', [edge(OWN)], { world: 'closed' })).toEqual([
    [
      `There is no Secret cert in shop. A listener takes it from the namespace of the Gateway. ${OUTCOME}`,
      'Create it in shop, or list it in the externals if it is created elsewhere.',
    ],
  ]);
  expect(textsOf('CDI0145', [edge({ kind: 'ConfigMap', name: 'cert' })])).toEqual([
    [`A certificate must be a Secret, and this is a ConfigMap. ${OUTCOME}`, 'Name a Secret.'],
  ]);
});
