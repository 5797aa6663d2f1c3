import { App, Chart, Testing } from 'cdk8s';
import type { GatewayDeploymentProps } from 'cdk8s-istio';
import {
  DisruptionBudget,
  GatewayDeployment,
  GatewayDirection,
  IngressedService,
  LoadBalancer,
  MeshSettings,
  Replicas,
  ServiceRef,
  TaintEffect,
} from 'cdk8s-istio';

interface Manifest {
  readonly kind: string;
  readonly apiVersion: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly annotations?: Record<string, string>;
  };
  readonly spec: Record<string, unknown> & {
    readonly template: {
      readonly metadata: { readonly labels: Record<string, string>; readonly annotations: Record<string, string> };
      readonly spec: Record<string, unknown> & { readonly containers: Record<string, unknown>[] };
    };
  };
}

const edge = (): Chart => new Chart(Testing.app(), 'edge', { namespace: 'edge' });
const web = ServiceRef.fromName('web', { namespace: 'shop', ports: [{ port: 8080 }] });

function objects(props: GatewayDeploymentProps = {}): Manifest[] {
  const chart = edge();
  new GatewayDeployment(chart, 'Door', props);
  return Testing.synth(chart) as Manifest[];
}

function object(kind: string, props: GatewayDeploymentProps = {}): Manifest {
  return objects(props).find((each) => each.kind === kind)!;
}

const pods = (props: GatewayDeploymentProps) => object('Deployment', props).spec.template;

const SELECTOR = { app: 'door', istio: 'door' };

describe('a GatewayDeployment', () => {
  test('makes these objects', () => {
    const labels = { ...SELECTOR, 'app.kubernetes.io/name': 'door', 'istio.io/dataplane-mode': 'none' };
    const metadata = { name: 'door', namespace: 'edge', labels };
    const spread = (topologyKey: string) => ({
      maxSkew: 1,
      topologyKey,
      whenUnsatisfiable: 'ScheduleAnyway',
      labelSelector: { matchLabels: SELECTOR },
    });
    expect(objects()).toEqual([
      { apiVersion: 'v1', kind: 'ServiceAccount', metadata },
      {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'Role',
        metadata,
        rules: [{ apiGroups: [''], resources: ['secrets'], verbs: ['get', 'watch', 'list'] }],
      },
      {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'RoleBinding',
        metadata,
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'door' },
        subjects: [{ kind: 'ServiceAccount', name: 'door', namespace: 'edge' }],
      },
      {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata,
        spec: {
          selector: { matchLabels: SELECTOR },
          strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 0, maxSurge: '25%' } },
          template: {
            metadata: {
              labels: { ...labels, 'sidecar.istio.io/inject': 'true' },
              annotations: {
                'inject.istio.io/templates': 'gateway',
                'prometheus.io/scrape': 'true',
                'prometheus.io/port': '15020',
                'prometheus.io/path': '/stats/prometheus',
              },
            },
            spec: {
              serviceAccountName: 'door',
              securityContext: {
                seccompProfile: { type: 'RuntimeDefault' },
                sysctls: [{ name: 'net.ipv4.ip_unprivileged_port_start', value: '0' }],
              },
              containers: [
                {
                  name: 'istio-proxy',
                  image: 'auto',
                  ports: [
                    { containerPort: 15021, protocol: 'TCP' },
                    { containerPort: 80, protocol: 'TCP' },
                    { containerPort: 443, protocol: 'TCP' },
                  ],
                  securityContext: {
                    allowPrivilegeEscalation: false,
                    capabilities: { drop: ['ALL'] },
                    privileged: false,
                    readOnlyRootFilesystem: true,
                    runAsNonRoot: true,
                  },
                  resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { cpu: '2', memory: '1Gi' } },
                },
              ],
              topologySpreadConstraints: [spread('topology.kubernetes.io/zone'), spread('kubernetes.io/hostname')],
            },
          },
        },
      },
      {
        apiVersion: 'v1',
        kind: 'Service',
        metadata,
        spec: {
          type: 'LoadBalancer',
          selector: SELECTOR,
          ports: [
            { name: 'http-status', port: 15021, targetPort: 15021, protocol: 'TCP' },
            { name: 'http2', port: 80, targetPort: 80, protocol: 'TCP' },
            { name: 'https', port: 443, targetPort: 443, protocol: 'TCP' },
          ],
        },
      },
      {
        apiVersion: 'autoscaling/v2',
        kind: 'HorizontalPodAutoscaler',
        metadata,
        spec: {
          scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'door' },
          minReplicas: 2,
          maxReplicas: 5,
          metrics: [
            { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } } },
          ],
        },
      },
      {
        apiVersion: 'policy/v1',
        kind: 'PodDisruptionBudget',
        metadata,
        spec: { maxUnavailable: 1, selector: { matchLabels: SELECTOR } },
      },
    ]);
  });

  test('has each of them as a member', () => {
    const door = new GatewayDeployment(edge(), 'Door');
    const { serviceAccount, role, roleBinding, deployment, service, autoscaler, disruptionBudget } = door;
    expect(
      [serviceAccount, role, roleBinding, deployment, service, autoscaler!, disruptionBudget!].map(({ kind }) => kind),
    ).toEqual([
      'ServiceAccount',
      'Role',
      'RoleBinding',
      'Deployment',
      'Service',
      'HorizontalPodAutoscaler',
      'PodDisruptionBudget',
    ]);
  });

  test('is what an IngressedService of another chart takes', () => {
    const app = Testing.app();
    const door = new GatewayDeployment(new Chart(app, 'edge', { namespace: 'edge' }), 'Door', {
      ports: [{ port: 8000, targetPort: 18000 }],
    });
    const { namespace, service, serviceAccount, selector, ports } = door.workload;
    expect({ namespace, service, serviceAccount, selector, ports }).toEqual({
      namespace: 'edge',
      service: 'door',
      serviceAccount: 'door',
      selector: SELECTOR,
      ports: [{ port: 8000, targetPort: 18000, name: 'tcp-8000' }],
    });
    const shop = new Chart(app, 'shop', { namespace: 'shop' });
    new IngressedService(shop, 'Shop', {
      service: web,
      hosts: ['shop.example.com'],
      workload: door.workload,
      httpPort: 8000,
    });
    expect((Testing.synth(shop) as Manifest[])[0].spec).toEqual({
      selector: SELECTOR,
      servers: [{ hosts: ['shop.example.com'], port: { name: 'http-8000', number: 8000, protocol: 'HTTP' } }],
    });
  });

  test('may be the default gateway of the App that makes it', () => {
    const app = new App();
    const door = new GatewayDeployment(new Chart(app, 'edge', { namespace: 'edge' }), 'Door');
    MeshSettings.set(app, { ingress: door.workload });
    const shop = new Chart(app, 'shop', { namespace: 'shop' });
    const { ownGateway } = new IngressedService(shop, 'Shop', { service: web, hosts: ['shop.example.com'] });
    expect(ownGateway!.workload).toBe(door.workload);
  });
});

describe('the options', () => {
  test('of its name', () => {
    expect(objects({ name: 'front' }).map(({ metadata }) => metadata.name)).toEqual(Array(7).fill('front'));
    expect(pods({ name: 'front' }).metadata.labels).toMatchObject({ app: 'front', istio: 'front' });
  });

  test('of its namespace', () => {
    const made = objects({ namespace: 'doors' });
    expect(made.map(({ metadata }) => metadata.namespace)).toEqual(Array(7).fill('doors'));
    expect(made[2]).toMatchObject({ subjects: [{ kind: 'ServiceAccount', name: 'door', namespace: 'doors' }] });
    expect(new GatewayDeployment(edge(), 'Door', { namespace: 'doors' }).workload.namespace).toBe('doors');
  });

  test('of the direction', () => {
    expect(object('Service', { direction: GatewayDirection.EGRESS }).spec).toEqual({
      type: 'ClusterIP',
      selector: SELECTOR,
      ports: [
        { name: 'http2', port: 80, targetPort: 80, protocol: 'TCP' },
        { name: 'https', port: 443, targetPort: 443, protocol: 'TCP' },
      ],
    });
    const { direction, loadBalancer } = { direction: GatewayDirection.EGRESS, loadBalancer: LoadBalancer.clusterIp() };
    expect(objects({ direction, loadBalancer })).toEqual(objects({ direction }));
    expect(objects({ direction: GatewayDirection.INGRESS })).toEqual(objects());
  });

  test('of the ports', () => {
    const ports = [{ port: 80, targetPort: 8080 }, { port: 9443, name: 'tls-mqtt' }, { port: 9000 }];
    expect(object('Service', { ports, loadBalancer: LoadBalancer.clusterIp() }).spec.ports).toEqual([
      { name: 'http2', port: 80, targetPort: 8080, protocol: 'TCP' },
      { name: 'tls-mqtt', port: 9443, targetPort: 9443, protocol: 'TCP' },
      { name: 'tcp-9000', port: 9000, targetPort: 9000, protocol: 'TCP' },
    ]);
    expect(pods({ ports }).spec.containers[0].ports).toEqual([
      { containerPort: 15021, protocol: 'TCP' },
      { containerPort: 8080, protocol: 'TCP' },
      { containerPort: 9443, protocol: 'TCP' },
      { containerPort: 9000, protocol: 'TCP' },
    ]);
  });

  test.each([
    ['a number', 3],
    ['fixed', Replicas.exactly(3)],
  ])('of a number of pods: %s', (_, replicas) => {
    expect(object('Deployment', { replicas }).spec.replicas).toBe(3);
    expect(object('HorizontalPodAutoscaler', { replicas })).toBeUndefined();
    expect(object('PodDisruptionBudget', { replicas }).spec.maxUnavailable).toBe(1);
  });

  test('of one pod alone, which may be gone', () => {
    expect(objects({ replicas: 1 }).map(({ kind }) => kind)).toEqual([
      'ServiceAccount',
      'Role',
      'RoleBinding',
      'Deployment',
      'Service',
    ]);
  });

  test('of autoscaling', () => {
    const replicas = Replicas.autoscaled({ min: 3, max: 12, cpuPercent: 60, memoryPercent: 75 });
    const { minReplicas, maxReplicas, metrics } = object('HorizontalPodAutoscaler', { replicas }).spec;
    expect({ minReplicas, maxReplicas, metrics }).toEqual({
      minReplicas: 3,
      maxReplicas: 12,
      metrics: [
        { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 60 } } },
        { type: 'Resource', resource: { name: 'memory', target: { type: 'Utilization', averageUtilization: 75 } } },
      ],
    });
  });

  test.each([
    [DisruptionBudget.minAvailable(1), { minAvailable: 1 }],
    [DisruptionBudget.maxUnavailable(2), { maxUnavailable: 2 }],
  ])('of the disruption budget %#', (disruptionBudget, fields) => {
    expect(object('PodDisruptionBudget', { disruptionBudget }).spec).toEqual({
      ...fields,
      selector: { matchLabels: SELECTOR },
    });
  });

  test('of no disruption budget', () => {
    expect(object('PodDisruptionBudget', { disruptionBudget: DisruptionBudget.none() })).toBeUndefined();
  });

  test('of the revision', () => {
    expect(pods({ revision: 'canary' }).metadata.labels).toMatchObject({
      'istio.io/rev': 'canary',
      'sidecar.istio.io/inject': 'true',
    });
  });

  test('of proxies that are trusted', () => {
    const config = (trustedProxies?: number) =>
      pods({ trustedProxies }).metadata.annotations['proxy.istio.io/config'] as string | undefined;
    expect(config(1)).toBe('{"gatewayTopology":{"numTrustedProxies":1}}');
    expect(config(0)).toBeUndefined();
  });

  test('of the resources', () => {
    const resources = { requests: { cpu: '500m', memory: '256Mi' }, limits: { memory: '0.5Gi' } };
    expect(pods({ resources }).spec.containers[0].resources).toEqual(resources);
    expect(pods({ resources: {}, replicas: 2 }).spec.containers[0].resources).toEqual({});
  });

  test('of the nodes', () => {
    const { nodeSelector, tolerations, topologySpreadConstraints } = pods({
      nodeSelector: { 'node-role.kubernetes.io/edge': '' },
      tolerations: [{ key: 'dedicated', value: 'edge', effect: TaintEffect.NO_SCHEDULE }, { key: 'example.com/any' }],
      topologySpread: [{ topologyKey: 'topology.kubernetes.io/zone', maxSkew: 2, required: true }],
    }).spec;
    expect({ nodeSelector, tolerations, topologySpreadConstraints }).toEqual({
      nodeSelector: { 'node-role.kubernetes.io/edge': '' },
      tolerations: [
        { key: 'dedicated', operator: 'Equal', value: 'edge', effect: 'NoSchedule' },
        { key: 'example.com/any', operator: 'Exists' },
      ],
      topologySpreadConstraints: [
        {
          maxSkew: 2,
          topologyKey: 'topology.kubernetes.io/zone',
          whenUnsatisfiable: 'DoNotSchedule',
          labelSelector: { matchLabels: SELECTOR },
        },
      ],
    });
    expect(pods({ topologySpread: [] }).spec.topologySpreadConstraints).toBeUndefined();
  });
});
