import { Chart } from 'cdk8s';
import type { GatewayDeploymentProps } from 'cdk8s-istio';
import {
  GatewayDeployment,
  GatewayDirection,
  IngressedService,
  IngressTls,
  LoadBalancer,
  NlbScheme,
  Replicas,
  ServiceRef,
  TaintEffect,
} from 'cdk8s-istio';
import type { Injected, InjectedPod } from './ask-istio';
import { askInjector } from './ask-istio';
import { application, meshedNamespace } from './base';
import type { Fields, Manifest } from './manifest';
import { charts } from './setting';
import { show, verdicts } from './verdict';

/*
 * What istiod's own injector makes of the pods of a GatewayDeployment, what Kubernetes reads of its objects, and what Istio says of all of it.
 */

const certificateArns = ['arn:aws:acm:eu-west-1:123456789012:certificate/a'];

const DOORS: Record<string, GatewayDeploymentProps> = {
  'as it is': {},
  'with all options': {
    replicas: Replicas.autoscaled({ min: 3, max: 9, memoryPercent: 70 }),
    resources: { requests: { cpu: '1', memory: '512Mi' }, limits: { memory: '1Gi' } },
    revision: 'canary',
    trustedProxies: 1,
    nodeSelector: { 'node-role.kubernetes.io/edge': '' },
    tolerations: [{ key: 'dedicated', value: 'edge', effect: TaintEffect.NO_SCHEDULE }],
    topologySpread: [{ topologyKey: 'topology.kubernetes.io/zone', required: true }],
    ports: [{ port: 80, targetPort: 8080 }, { port: 9000 }],
    loadBalancer: LoadBalancer.nodePort({ ports: [{ port: 80, nodePort: 30080 }] }),
  },
  'behind an NLB': {
    loadBalancer: LoadBalancer.awsNlb({
      scheme: NlbScheme.INTERNET_FACING,
      proxyProtocol: true,
      tls: { certificateArns, ports: [443] },
    }),
  },
  'on Azure': { loadBalancer: LoadBalancer.azure({ internalOnly: true, address: '10.0.0.10' }) },
  'on the way out': { direction: GatewayDirection.EGRESS, replicas: 1 },
};

function manifestsOf(props: GatewayDeploymentProps): Manifest[] {
  return charts((app) => {
    new GatewayDeployment(new Chart(app, 'edge', { namespace: 'edge' }), 'Door', props);
  });
}

const container = ({ spec }: InjectedPod): Fields => spec.containers[0] as Fields;

let injected: Record<string, Injected>;

beforeAll(async () => {
  const answers = await askInjector(Object.values(DOORS).map(manifestsOf));
  injected = Object.fromEntries(Object.keys(DOORS).map((name, i) => [name, answers[i]]));
});

describe.each(Object.keys(DOORS))('a GatewayDeployment %s', (name) => {
  let pod: InjectedPod;
  let template: Fields;
  beforeAll(() => {
    [pod] = injected[name].pods;
    template = manifestsOf(DOORS[name]).find(({ kind }) => kind === 'Deployment')!.spec!.template as Fields;
  });

  test('has only fields that Kubernetes knows', () => {
    expect(injected[name].refused).toEqual([]);
  });

  test('gets one container, the proxy, with what it needs from the injector', () => {
    expect(injected[name].pods).toHaveLength(1);
    expect(pod.warnings).toEqual([]);
    expect(pod.spec.containers).toHaveLength(1);
    expect(pod.spec.initContainers ?? []).toEqual([]);
    const { image, args, env, readinessProbe, volumeMounts } = container(pod);
    expect(image).toMatch(/\/proxyv2:/);
    expect(args.slice(0, 2)).toEqual(['proxy', 'router']);
    const names = (env as Fields[]).map((each) => each.name as string);
    expect(names).toEqual(expect.arrayContaining(['POD_NAME', 'POD_NAMESPACE', 'INSTANCE_IP', 'SERVICE_ACCOUNT']));
    expect(readinessProbe.httpGet).toEqual({ path: '/healthz/ready', port: 15021 });
    const mounted = (volumeMounts as Fields[]).map((each) => each.name as string);
    const volumes = (pod.spec.volumes as Fields[]).map((each) => each.name as string);
    expect(mounted).toEqual(expect.arrayContaining(['istio-token', 'istiod-ca-cert', 'istio-envoy']));
    expect(mounted.filter((each) => !volumes.includes(each))).toEqual([]);
  });

  test('keeps its labels and annotations', () => {
    expect(pod.labels).toMatchObject(template.metadata.labels);
    const { 'prometheus.io/path': _, 'prometheus.io/port': _port, ...annotations } = template.metadata.annotations;
    expect(pod.annotations).toMatchObject(annotations);
    expect(pod.annotations).toMatchObject({ 'prometheus.io/path': '/stats/prometheus', 'prometheus.io/port': '15020' });
  });

  test('keeps what it says of security, resources and ports', () => {
    const [given] = template.spec.containers as Fields[];
    expect(container(pod).securityContext).toEqual({ ...given.securityContext, runAsUser: 1337, runAsGroup: 1337 });
    expect(container(pod).resources).toEqual(given.resources);
    expect(container(pod).ports).toEqual(expect.arrayContaining(given.ports as unknown[]));
    expect(pod.spec.securityContext).toEqual(template.spec.securityContext);
    expect(pod.spec.serviceAccountName).toBe('door');
  });

  test('keeps where it runs', () => {
    for (const field of ['nodeSelector', 'tolerations', 'topologySpreadConstraints']) {
      expect(pod.spec[field]).toEqual(template.spec[field]);
    }
  });
});

test('the proxy has the configuration of the annotation, and its status port takes the PROXY protocol', () => {
  const env = container(injected['behind an NLB'].pods[0]).env as Fields[];
  const valueOf = (wanted: string): string | undefined => env.find(({ name }) => name === wanted)?.value;
  expect(JSON.parse(valueOf('PROXY_CONFIG')!)).toMatchObject({ gatewayTopology: { proxyProtocol: {} } });
  expect(valueOf('ENVOY_STATUS_PORT_ENABLE_PROXY_PROTOCOL')).toBe('true');
  const trusted = container(injected['with all options'].pods[0]).env as Fields[];
  expect(JSON.parse(trusted.find(({ name }) => name === 'PROXY_CONFIG')!.value)).toMatchObject({
    gatewayTopology: { numTrustedProxies: 1 },
  });
});

describe('without what makes it a gateway', () => {
  const changed = async (change: (metadata: Fields) => void): Promise<InjectedPod> => {
    const manifests = structuredClone(manifestsOf({}));
    change(manifests.find(({ kind }) => kind === 'Deployment')!.spec!.template.metadata);
    const [{ pods }] = await askInjector([manifests]);
    return pods[0];
  };

  test('the template: the proxy becomes a sidecar', async () => {
    const pod = await changed((metadata) => delete metadata.annotations['inject.istio.io/templates']);
    const containers = [...pod.spec.containers, ...(pod.spec.initContainers ?? [])] as Fields[];
    expect(containers.find(({ name }) => name === 'istio-proxy')!.args.slice(0, 2)).toEqual(['proxy', 'sidecar']);
  });

  test('the label with false: the image stays "auto"', async () => {
    const pod = await changed((metadata) => (metadata.labels['sidecar.istio.io/inject'] = 'false'));
    expect(container(pod).image).toBe('auto');
    expect(pod.warnings).toHaveLength(1);
  });

  test('a field that does not exist is refused', async () => {
    const manifests = structuredClone(manifestsOf({}));
    manifests.find(({ kind }) => kind === 'Service')!.spec!.loadBalancerKlass = 'a';
    const [{ refused }] = await askInjector([manifests]);
    expect(refused).toEqual([
      { object: '/Service edge/door', text: expect.stringContaining('unknown field "spec.loadBalancerKlass"') },
    ]);
  });
});

test('Istio says nothing of a GatewayDeployment and what is bound to it', async () => {
  const inMesh = Object.values(DOORS).map((props) => [
    meshedNamespace('edge'),
    ...application('shop', 'web', 8080, ['v1']),
    ...charts((app) => {
      // A namespace that names no revision takes that of the pods.
      const { revision: _, ...rest } = props;
      const { workload } = new GatewayDeployment(new Chart(app, 'edge', { namespace: 'edge' }), 'Door', rest);
      new IngressedService(new Chart(app, 'shop', { namespace: 'shop' }), 'Shop', {
        service: ServiceRef.fromName('web', { ports: [{ port: 8080 }] }),
        hosts: ['shop.example.com'],
        workload,
        httpPort: 80,
        tls: IngressTls.elsewhere(),
      });
    }),
  ]);
  expect((await verdicts(inMesh)).map((said) => said.map(show))).toEqual(inMesh.map(() => []));
});
