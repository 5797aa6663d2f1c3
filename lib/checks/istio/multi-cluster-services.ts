import { analyzed } from './shared/analyzed';
import type { ServicePortSpec, ServiceSpec } from '../../mesh/reading/kubernetes-kinds';
import { otherClusters } from '../../mesh/reading/other-clusters';
import type { Check } from '../check';

/** Services that are not the same in all clusters of the mesh. */
export const multiClusterServices: Check = {
  codes: ['IST0170'],
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
