import { analyzed } from './shared/analyzed';
import type { ServicePortSpec, ServiceSpec } from '../../mesh/reading/kubernetes-kinds';
import { otherClusters } from '../../mesh/reading/other-clusters';
import type { Check } from '../check';

/** Services that are not the same in all clusters of the mesh. */
export const multiClusterServices: Check = {
  name: 'multi-cluster-services',
  mirrors: ['services.MultiClusterServiceAnalyzer'],
  codes: {
    IST0170: {
      name: 'MultiClusterInconsistentService',
      severity: 'warning',
      source: 'istio',
      summary: 'A Service is not the same in all clusters of the mesh.',
      explanation:
        'Services with one name and namespace are one Service of the mesh, whatever their cluster. istiod takes the ports ' +
        'of one of them, that of its own cluster if there is one, and adds the pods of all. Pods are found by the name of ' +
        'the port: those of a cluster where it has another name get no requests. A Service that is headless in one cluster ' +
        'only is resolved to pods by some clients and to one address by others.',
      remedy: 'Write the same type, clusterIP and ports in all clusters, preferably from one source.',
      references: [
        'https://istio.io/latest/docs/ops/configuration/traffic-management/multicluster/',
        'https://istio.io/latest/docs/ops/deployment/deployment-models/#multiple-clusters',
      ],
    },
  },
  run(mesh, report) {
    const services = analyzed(mesh, 'core/Service');
    const clusters = [...mesh.derive(otherClusters)];
    if (clusters.length === 0) {
      return;
    }
    for (const object of services) {
      const differences = clusters.flatMap(([cluster, other]) => {
        const there = other.find('core/Service', object.namespace, object.name);
        return there === undefined ? [] : differencesOf(object.spec, there.spec, cluster);
      });
      if (differences.length > 0) {
        report({
          code: 'IST0170',
          object,
          path: `spec.${differences[0].field}`,
          message:
            `${differences.map(({ text }) => text).join(' ')} All clusters share one Service of this name: proxies take its ports from ` +
            'one of them, and the pods of another whose ports have other names get no requests.',
          fix: `Write the same ${[...new Set(differences.map(({ field }) => field))].join(', ')} in all clusters.`,
        });
      }
    }
  },
};

interface Difference {
  readonly field: keyof ServiceSpec;
  readonly text: string;
}

function differencesOf(here: ServiceSpec, there: ServiceSpec, cluster: string): Difference[] {
  const differences: Difference[] = [];
  const compare = (field: keyof ServiceSpec, said: string, one: string, other: string): void => {
    if (one !== other) {
      differences.push({ field, text: `${said} ${one} here and ${other} in ${cluster}.` });
    }
  };
  compare('clusterIP', 'This Service', headless(here), headless(there));
  compare('type', 'Its type is', here.type ?? 'ClusterIP', there.type ?? 'ClusterIP');
  compare('ports', 'Its ports are', shown(here.ports), shown(there.ports));
  return differences;
}

function headless({ clusterIP }: ServiceSpec): string {
  return clusterIP === 'None' ? 'is headless' : 'has an address of its own';
}

/** All of the ports that is the same in all clusters: node ports are made up by each. */
function shown(ports: ServicePortSpec[] = []): string {
  const texts = ports.map(({ name = 'unnamed', port = 0, protocol = 'TCP', targetPort = port, appProtocol }) => {
    const said = appProtocol === undefined ? '' : ` (${appProtocol})`;
    return `${name} ${port}/${protocol}${said} to ${targetPort}`;
  });
  return texts.sort().join(', ') || 'none';
}
