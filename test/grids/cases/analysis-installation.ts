import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { manifest, requestAuthentication, workload } from '../../manifests';
import type { Grid } from '../grid';

type Cases = Grid['cases'];

const BUNDLE = 'gateway.networking.k8s.io/bundle-version';
const crd = (plural: string, version?: string): Manifest =>
  manifest(
    'apiextensions.k8s.io/v1/CustomResourceDefinition',
    `${plural}.gateway.networking.k8s.io`,
    {},
    { annotations: version === undefined ? {} : { [BUNDLE]: version } },
  );
const crds = (plural: string, ...versions: (string | undefined)[]): Cases =>
  Object.fromEntries(
    versions.map((version) => [`${plural} ${version ?? 'without a version'}`, [crd(plural, version)]]),
  );

const webhook = (name: string, clientConfig: object, kind: string = 'Validating'): Manifest => ({
  ...manifest(`admissionregistration.k8s.io/v1/${kind}WebhookConfiguration`, name),
  webhooks: [{ name: 'rev.validation.example.com', clientConfig }],
});
const url = (...urls: string[]): Cases =>
  Object.fromEntries(
    urls.map((each) => [`a webhook at ${JSON.stringify(each)}`, [webhook('istiod-default-validator', { url: each })]]),
  );
const service = { service: { name: 'istiod', namespace: 'istio-system' } };

const VARIABLE = 'BLOCKED_CIDRS_IN_JWKS_URIS';
const istiod = (env: object[] = [], labels: Record<string, string> = { app: 'istiod' }, of: object = {}): Manifest =>
  workload(
    'istio-system/istiod',
    { spec: { containers: [{ name: 'discovery', image: 'a', env }] } },
    { labels, ...of },
  );
const users = (namespace: string = 'shop'): Manifest =>
  requestAuthentication(`${namespace}/users`, { jwtRules: [{ issuer: 'https://login.example.com' }] });

const grid: Grid = {
  layers: ['analysis'],
  cases: {
    ...crds('grpcroutes', 'v1.0.0', 'v1.1.0', 'v1.0.99', undefined),
    ...crds('backendtlspolicies', 'v1.3.0', 'v1.4.0', 'v1.4.0-rc.1', 'v1.3.9-rc.1'),
    ...crds('tlsroutes', 'v1.4.1', 'v1.5.0', '1.4', '1.5', 'v1', '2'),
    ...crds(
      'tcproutes',
      'v1.5.1',
      'v1.6.0',
      'v01.05.0',
      'v1.5.0-01',
      'v1.5.0-',
      'v1.5.0-a..b',
      'v1.5.0+build.1',
      'V1.5.0',
      ' v1.5.0',
      'v1.5.0.0',
      'dev',
      '',
    ),
    ...crds('httproutes', 'v0.1.0'),

    ...url(
      'https://istiod.example.com:15017/inject',
      'https://203.0.113.7:15017/inject',
      'https://[2001:db8::7]:15017/inject',
      'https://[fe80::1%25eth0]/inject',
    ),
    ...url(
      '//203.0.113.7/x',
      '203.0.113.7',
      '203.0.113.7:443/x',
      'https://203.0.113.7:port/',
      'https://203.0.113.7/%zz',
      '',
      ':x',
      'https://a b/',
      'https://user:pw@203.0.113.7/',
    ),
    ...url('https://0203.0.113.7/', 'https://%zz/', 'HTTPS://203.0.113.7?x', 'https://::1/', 'mailto:x'),
    'a webhook at a Service': [webhook('istiod-default-validator', service)],
    'a webhook at nothing': [webhook('istiod-default-validator', {})],
    'a webhook at null': [webhook('istiod-default-validator', { url: null, service: null })],
    'a webhook with URL and Service': [
      webhook('istiod-default-validator', { url: 'https://203.0.113.7/', ...service }),
    ],
    'the validator of a revision': [webhook('istio-validator-canary-istio-system', {})],
    'the validator, with a longer name': [webhook('istiod-default-validator-x', {})],
    'a validator of somebody else': [webhook('policy', {})],
    'the injector': [webhook('istio-sidecar-injector', {}, 'Mutating')],
    'the injector of a revision': [
      webhook('istio-sidecar-injector-canary', { url: 'https://203.0.113.7/' }, 'Mutating'),
    ],
    'an injector of somebody else': [webhook('injector', {}, 'Mutating')],
    'the name of the injector on a validator': [webhook('istio-sidecar-injector', {})],
    'the name of the validator on an injector': [webhook('istiod-default-validator', {}, 'Mutating')],

    'istiod and no RequestAuthentication': [istiod()],
    'istiod that fetches from anywhere': [istiod(), users()],
    'istiod with blocked ranges': [istiod([{ name: VARIABLE, value: '10.0.0.0/8' }]), users()],
    'istiod with an empty value': [istiod([{ name: VARIABLE, value: '' }]), users()],
    'istiod with a value from elsewhere': [
      istiod([{ name: VARIABLE, valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }]),
      users(),
    ],
    'istiod with another variable': [istiod([{ name: 'X', value: '10.0.0.0/8' }]), users()],
    'another Deployment': [istiod([], { app: 'web' }), users()],
    'istiod in another namespace': [istiod([], { app: 'istiod' }, { namespace: 'control' }), users()],
    'istiod, and a RequestAuthentication of kube-system': [istiod(), users('kube-system')],
  },
};

export default grid;
