import { isObject } from '../../core/is-object';
import { nearest } from '../../core/unknown-field';
import type { Mesh } from '../../mesh/reading/mesh';
import type { MeshObject } from '../../mesh/reading/mesh-object';
import type { Check } from '../check';
import { yaml } from './yaml';

/** Registries that istiod has whatever the clusters are called. */
const BUILT_IN = ['Kubernetes', 'External', 'Mock'];

/** Clusters that the networks of the mesh name and that Istio does not know. */
export const meshNetworks: Check = {
  name: 'mesh-networks',
  mirrors: ['meshnetworks.MeshNetworksAnalyzer'],
  codes: {
    IST0126: {
      name: 'UnknownMeshNetworksServiceRegistry',
      severity: 'error',
      source: 'istio',
      summary: 'A network of the mesh names a cluster that Istio does not know.',
      explanation:
        'In `meshNetworks`, `fromRegistry` puts all workloads of a cluster into a network. istiod compares it with the ' +
        'name of the cluster that it runs in (`global.multiCluster.clusterName`, `Kubernetes` by default) and the names ' +
        'in the remote secrets. Where none is equal, nothing is reported at run time: those workloads have no network, ' +
        'proxies of other networks take their pod addresses for reachable, and requests time out.',
      remedy: 'Write the name that the remote secret of the cluster has, or make the Secret.',
      references: [
        'https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshNetworks',
        'https://istio.io/latest/docs/reference/commands/istioctl/#istioctl-create-remote-secret',
      ],
    },
  },
  run(mesh, report) {
    for (const object of mesh.all('core/ConfigMap').filter((each) => isOfIstio(each, mesh))) {
      for (const { network, endpoint, registry } of registriesIn(object)) {
        const known = registries(mesh);
        if (!known.includes(registry)) {
          const close = nearest(registry, known);
          report({
            code: 'IST0126',
            object,
            path: 'data.meshNetworks',
            absence: true,
            message:
              `networks.${network}.endpoints[${endpoint}] takes the workloads of the cluster ${JSON.stringify(registry)}, and no remote ` +
              'secret has that name. Their network stays unknown, so other networks send requests to their pods directly ' +
              'and not through the gateway, and they time out.',
            fix:
              close === undefined
                ? `Write the name of a cluster (${known.filter((name) => name !== 'Mock').join(', ')}), or make its Secret with istioctl create-remote-secret --name ${registry}.`
                : `Write fromRegistry: ${close}.`,
          });
        }
      }
    }
  },
};

/** The ConfigMap of a control plane, of one with a revision too. */
function isOfIstio({ name, namespace }: MeshObject, { context }: Mesh): boolean {
  return namespace === context.rootNamespace && /^istio(-|$)/.test(name);
}

function registries(mesh: Mesh): string[] {
  const { clusterName, otherClusters } = mesh.context;
  const secrets = mesh.all('core/Secret').filter(({ labels }) => labels['istio/multiCluster'] === 'true');
  const remote = secrets.flatMap(({ manifest: { data, stringData } }) =>
    [data, stringData].flatMap((texts) => (isObject(texts) ? Object.keys(texts) : [])),
  );
  return [...new Set([...BUILT_IN, clusterName, ...otherClusters.map(({ name }) => name), ...remote])];
}

interface Registry {
  readonly network: string;
  readonly endpoint: number;
  readonly registry: string;
}

function registriesIn({ manifest: { data } }: MeshObject): Registry[] {
  const { networks } = asObject(parsed(asObject(data).meshNetworks));
  return Object.entries(asObject(networks)).flatMap(([network, value]) => {
    const { endpoints } = asObject(value);
    return (Array.isArray(endpoints) ? endpoints : []).flatMap((each: unknown, endpoint) => {
      const { fromRegistry, from_registry: registry = fromRegistry } = asObject(each);
      return typeof registry === 'string' ? [{ network, endpoint, registry }] : [];
    });
  });
}

/** What the text of a ConfigMap says; nothing where it cannot be read. */
function parsed(text: unknown): unknown {
  if (typeof text !== 'string') {
    return undefined;
  }
  try {
    return yaml().load(text);
  } catch {
    return undefined;
  }
}

function asObject(value: unknown): Record<string, unknown> {
  return isObject(value) ? value : {};
}
