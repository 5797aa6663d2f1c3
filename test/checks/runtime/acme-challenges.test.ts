import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { gateway, manifest, server } from '../../manifests';
import { testCases } from '../found';

const HTTP01 = { http01: { ingress: { class: 'istio' } } };
const DNS01 = { dns01: { route53: { region: 'eu-west-1' } } };
const issuer = (solvers: object[], kind = 'ClusterIssuer'): Manifest =>
  manifest(`cert-manager.io/v1/${kind}`, kind === 'Issuer' ? 'istio-system/acme' : 'acme', { acme: { solvers } });
const certificate = (more: object = {}, metadata: object = {}, namespace = 'istio-system'): Manifest =>
  manifest(
    'Certificate',
    `${namespace}/site`,
    { secretName: 'site-tls', dnsNames: ['site.a.test'], issuerRef: { name: 'acme', kind: 'ClusterIssuer' }, ...more },
    metadata,
  );
const REDIRECT = { httpsRedirect: true };
const HTTPS = server(443, 'HTTPS', ['site.a.test'], { mode: 'SIMPLE', credentialName: 'site-tls' });
const opened = (host = 'site.a.test'): Manifest => gateway('web/site', server(80, 'HTTP', [host], REDIRECT), HTTPS);
const FOUND = ['CDI0151 warning Certificate istio-system/site spec.secretName'];

testCases('CDI0151', [
  { name: 'redirected', manifests: [issuer([HTTP01]), certificate(), opened()], finds: FOUND },
  {
    name: 'of an issuer of the namespace',
    manifests: [issuer([HTTP01], 'Issuer'), certificate({ issuerRef: { name: 'acme' } }), opened()],
    finds: FOUND,
  },
  {
    name: 'redirected by another Gateway of the same pods',
    manifests: [
      issuer([HTTP01]),
      certificate(),
      gateway('web/plain', server(80, 'HTTP', ['*.a.test'], REDIRECT)),
      gateway('web/site', HTTPS),
    ],
    finds: FOUND,
  },
  {
    name: 'with a solver without class',
    manifests: [issuer([{ http01: { ingress: {} } }]), certificate(), opened()],
    finds: FOUND,
  },
  {
    name: 'with a solver for another controller',
    manifests: [issuer([{ http01: { ingress: { ingressClassName: 'nginx' } } }]), certificate(), opened()],
    finds: ['CDI0151 info Certificate istio-system/site spec.secretName'],
  },
  {
    name: 'with a solver for just this host',
    manifests: [issuer([DNS01, { selector: { dnsNames: ['site.a.test'] }, ...HTTP01 }]), certificate(), opened()],
    finds: FOUND,
  },
  {
    name: 'with another solver for just this host',
    manifests: [issuer([HTTP01, { selector: { dnsZones: ['a.test'] }, ...DNS01 }]), certificate(), opened()],
    finds: [],
  },
  { name: 'by DNS', manifests: [issuer([DNS01]), certificate(), opened()], finds: [] },
  {
    name: 'by the Gateway API',
    manifests: [issuer([{ http01: { gatewayHTTPRoute: {} } }]), certificate(), opened()],
    finds: [],
  },
  { name: 'of an issuer that nobody knows', manifests: [certificate(), opened()], finds: [] },
  {
    name: 'of an issuer that is no ACME',
    manifests: [manifest('cert-manager.io/v1/ClusterIssuer', 'acme', { ca: {} }), certificate(), opened()],
    finds: [],
  },
  {
    name: 'with a temporary certificate',
    manifests: [
      issuer([HTTP01]),
      certificate({}, { annotations: { 'cert-manager.io/issue-temporary-certificate': 'true' } }),
      opened(),
    ],
    finds: [],
  },
  {
    name: 'with the Secret of an earlier certificate',
    manifests: [issuer([HTTP01]), certificate(), opened(), manifest('Secret', 'istio-system/site-tls')],
    finds: [],
  },
  {
    name: 'not redirected',
    manifests: [issuer([HTTP01]), certificate(), gateway('web/site', server(80, 'HTTP', ['site.a.test']), HTTPS)],
    finds: [],
  },
  {
    name: 'redirected for another host',
    manifests: [issuer([HTTP01]), certificate(), opened('other.a.test')],
    finds: [],
  },
  {
    name: 'a certificate that no server waits for',
    manifests: [issuer([HTTP01]), certificate({ secretName: 'other' }), opened()],
    finds: [],
  },
  {
    name: 'a certificate in a namespace in which the gateway does not look',
    manifests: [issuer([HTTP01]), certificate({}, {}, 'web'), opened()],
    finds: [],
  },
  {
    name: 'a certificate for a wildcard',
    manifests: [issuer([HTTP01]), certificate({ dnsNames: ['*.a.test'] }), opened('*.a.test')],
    finds: [],
  },
]);
