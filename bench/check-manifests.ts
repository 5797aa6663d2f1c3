import { dump } from 'js-yaml';

/** How large a mesh is. */
export interface MeshSize {
  readonly objects: number;
  readonly namespaces: number;
  /** The versions of each application, which are Deployments and subsets. */
  readonly versions: readonly string[];
}

/** A mesh that grows as real ones do: namespaces stay, Services and what belongs to them become more. */
export function growing(objects: number): MeshSize {
  return { objects, namespaces: 20, versions: ['v1', 'v2'] };
}

/** 25,000 Services, each with a Deployment, a DestinationRule and a VirtualService. */
export const LARGEST: MeshSize = { objects: 100_000, namespaces: 200, versions: ['v1'] };

export function meshManifests({ objects, namespaces: count, versions }: MeshSize): object[] {
  const namespaces = Array.from({ length: count }, (_, i) => `team-${i}`);
  const manifests: object[] = namespaces.map((name) => ({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name, labels: { 'istio-injection': 'enabled' } },
  }));
  for (let i = 0; manifests.length < objects; i++) {
    manifests.push(...application(`app-${i}`, namespaces[i % count], versions).slice(0, objects - manifests.length));
  }
  return manifests;
}

/** The same, as the text of one file. */
export function meshYaml(size: MeshSize): string {
  return meshManifests(size)
    .map((manifest) => dump(manifest))
    .join('---\n');
}

function application(name: string, namespace: string, versions: readonly string[]): object[] {
  const host = `${name}.${namespace}.svc.cluster.local`;
  const metadata = { name, namespace };
  const pod = (version: string): object => ({
    metadata: { labels: { app: name, version } },
    spec: {
      serviceAccountName: 'default',
      containers: [
        {
          name: 'app',
          image: `registry.example.com/${name}:${version}`,
          ports: [{ containerPort: 8080 }],
          env: [{ name: 'LOG_LEVEL', value: 'info' }],
          resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '256Mi' } },
          readinessProbe: { httpGet: { path: '/healthz', port: 8080 }, periodSeconds: 10 },
        },
      ],
    },
  });
  const deployment = (version: string): object => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: `${name}-${version}`, namespace, labels: { app: name, version } },
    spec: { replicas: 2, selector: { matchLabels: { app: name, version } }, template: pod(version) },
  });
  return [
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { ...metadata, labels: { app: name } },
      spec: { selector: { app: name }, ports: [{ name: 'http', port: 80, targetPort: 8080 }] },
    },
    ...versions.map(deployment),
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'DestinationRule',
      metadata,
      spec: {
        host,
        trafficPolicy: { connectionPool: { http: { http2MaxRequests: 100 } } },
        subsets: versions.map((version) => ({ name: version, labels: { version } })),
      },
    },
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'VirtualService',
      metadata,
      spec: {
        hosts: [host],
        http: [
          {
            match: [{ headers: { 'x-canary': { exact: 'always' } } }],
            route: [{ destination: { host, subset: versions.at(-1), port: { number: 80 } } }],
          },
          {
            timeout: '5s',
            retries: { attempts: 2, perTryTimeout: '2s', retryOn: '5xx' },
            route: versions.map((subset, i) => ({
              destination: { host, subset, port: { number: 80 } },
              weight: versions.length === 1 ? 100 : i === 0 ? 80 : 20,
            })),
          },
        ],
      },
    },
  ];
}
