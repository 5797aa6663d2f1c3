import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { checkManifests } from '../../lib/checks/check-manifests';

const SEEDS = join(__dirname, '../real/seeds');

/*
 * Manifests as people wrote them down in their notes, with the mistakes that are in them. `istioctl analyze` without a cluster finds none of
 * these; with one it finds one.
 */
const MISTAKES: Record<string, Record<string, string>> = {
  'exact-root.yaml': {
    'asset paths are lost': 'warning CDI0111 VirtualService istio/nginx-virtual spec.http[0].match[0].uri.exact',
    'the host takes everything': 'info CDI0112 VirtualService istio/nginx-virtual spec.hosts[0]',
    'the node port bypasses the gateway': 'warning CDI0114 Service istio/nginx-istio spec.type',
  },
  'addons-of-another-namespace.yaml': {
    'kiali is not in the namespace of the rule':
      'warning IST0101 VirtualService default/kiali spec.http[0].route[0].destination.host',
    'tracing is not in the namespace of the rule':
      'warning IST0101 VirtualService default/tracing spec.http[0].route[0].destination.host',
    'Kiali is open to anyone': 'warning CDI0301 VirtualService default/kiali spec.http[0].route[0].destination.host',
    'Jaeger is open to anyone': 'warning CDI0301 VirtualService default/tracing spec.http[0].route[0].destination.host',
  },
  'foreign-subsets.yaml': {
    'subset v1 is of another host':
      'warning IST0101 VirtualService default/service-a spec.http[0].route[0].destination.subset',
    'subset v2 is of another host':
      'warning IST0101 VirtualService default/service-a spec.http[0].route[1].destination.subset',
    'the rule is for a host that nobody calls':
      'warning IST0174 DestinationRule default/property-business-service spec.host',
  },
  'egress-past-the-gateway.yaml': {
    'E1 no ServiceEntry': 'warning CDI0201 VirtualService istio-system/eg1 spec.hosts[0]',
    'E2 a page that loads proves nothing':
      'info CDI0204 VirtualService istio-system/eg1 spec.tls[0].route[0].destination',
    'E3 the subset selects no pod': 'error IST0173 DestinationRule istio-system/egressgateway spec.subsets[0].labels',
    'E5 no second hop': 'error CDI0202 VirtualService istio-system/eg1 spec.tls',
    'E6 nothing to connect to': 'warning CDI0203 Gateway istio-system/egressgateway spec.servers[0].hosts',
    'E8 no port': 'warning CDI0208 VirtualService istio-system/eg1 spec.tls[0].route[0].destination.port',
    'E9 the Service of the installation': 'warning CDI0206 Service istio-system/istio-egressgateway metadata.name',
    'E9 the Deployment of the installation':
      'warning CDI0206 Deployment istio-system/istio-egressgateway metadata.name',
    'E10 a proxy written by hand':
      'error CDI0207 Deployment istio-system/istio-egressgateway spec.template.spec.containers[0]',
    'E11 nothing makes pods use the gateway':
      'info CDI0205 VirtualService istio-system/eg1 spec.tls[0].route[0].destination',
  },
  'behind-a-load-balancer.yaml': {
    'a removed API': 'error CDI0401 Ingress istio-system/istio-ingress apiVersion',
    'no health check': 'error CDI0402 Ingress istio-system/istio-ingress metadata.annotations',
    'a port without a name': 'info IST0118 Service prd-api/cb-test-api spec.ports[0].name',
    'Grafana is open to the Internet':
      'warning CDI0301 VirtualService istio-system/istio-grafana-virtualservice spec.http[0].route[0].destination.host',
  },
  'route-before-rule.yaml': {
    'subsets that nobody has declared':
      'warning IST0101 VirtualService default/reviews spec.http[0].route[0].destination.subset',
  },
};

describe.each(Object.entries(MISTAKES))('%s', (file, mistakes) => {
  const manifests = parseAllDocuments(readFileSync(join(SEEDS, file), 'utf8')).map((each) => each.toJS() as unknown);
  const found = checkManifests(manifests).map(
    ({ severity, code, object, path }) =>
      `${severity} ${code} ${object.kind} ${object.namespace}/${object.name} ${path}`,
  );

  test.each(Object.entries(mistakes))('%s', (_, finding) => {
    expect(found).toContain(finding);
  });
});

test('a short name says in which namespace it is looked for', () => {
  const text = readFileSync(join(SEEDS, 'addons-of-another-namespace.yaml'), 'utf8');
  const manifests = parseAllDocuments(text).map((each) => each.toJS() as unknown);
  const [finding] = checkManifests(manifests).filter(({ code }) => code === 'IST0101');
  expect(finding.message).toContain('kiali.default.svc.cluster.local');
});

describe('a beginner is told what to write', () => {
  const fixes = (file: string, code: string): string[] => {
    const manifests = parseAllDocuments(readFileSync(join(SEEDS, file), 'utf8')).map((each) => each.toJS() as unknown);
    return checkManifests(manifests)
      .filter((finding) => finding.code === code)
      .map(({ message, fix }) => `${message} ${fix}`);
  };

  test.each<[string, string, string]>([
    [
      'foreign-subsets.yaml',
      'IST0101',
      'DestinationRule default/property-business-service has v1, v2, but for the host property-business-service.',
    ],
    ['foreign-subsets.yaml', 'IST0101', 'Write host: service-a in DestinationRule default/property-business-service'],
    ['addons-of-another-namespace.yaml', 'IST0101', 'Write host: kiali.istio-system.svc.cluster.local.'],
    ['addons-of-another-namespace.yaml', 'IST0101', 'Write host: tracing.istio-system.svc.cluster.local.'],
    ['behind-a-load-balancer.yaml', 'IST0101', 'list Service grafana of istio-system in the externals'],
    ['egress-past-the-gateway.yaml', 'IST0173', 'Remove labels from the subset: it then has all pods of the gateway.'],
    [
      'egress-past-the-gateway.yaml',
      'CDI0207',
      'lacks the environment variables POD_NAME, POD_NAMESPACE and INSTANCE_IP and the volumes istio-token and istiod-ca-cert.',
    ],
  ])('%s: %s %s', (file, code, text) => {
    expect(fixes(file, code).join('\n')).toContain(text);
  });
});
