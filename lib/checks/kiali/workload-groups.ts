import type { DataMap } from '../../mesh/reading/data-map';
import { groupByData } from '../../mesh/reading/data-map';
import { groupBy } from '../../mesh/reading/group-by';
import type { Mesh } from '../../mesh/reading/mesh';
import type { MeshObject } from '../../mesh/reading/mesh-object';
import type { Check } from '../check';
import { VALIDATIONS } from './shared/validations-page';
import { accounts } from './shared/accounts';
import { labelText } from './shared/labels';
import { checkedObjects } from './shared/namespaces';
import { workloadIndex } from './shared/workloads';
import { nearestName } from './shared/suggestion';

type WorkloadGroup = MeshObject<'networking.istio.io/WorkloadGroup'>;

/** Groups of virtual machines that cannot be told apart, or whose account nobody has. */
export const workloadGroups: Check = {
  name: 'workload-groups',
  mirrors: ['business/checkers/workloadgroups/service_accounts', 'business/checkers/workloadgroups/duplicate_labels'],
  codes: {
    KIA1701: {
      name: 'GroupAccountUnknown',
      severity: 'warning',
      source: 'kiali',
      summary: 'No workload uses the service account of a WorkloadGroup.',
      explanation:
        'Machines of a group get certificates for the service account of its template. If that account is not in the ' +
        'namespace, they cannot get a token and do not join the mesh. Kiali looks for accounts that pods use, so an ' +
        'account for machines alone is reported as well; then nothing is wrong if the account exists.',
      remedy: 'Write an account of the namespace, or add it.',
      references: [
        VALIDATIONS,
        'https://istio.io/latest/docs/reference/config/networking/workload-group/',
        'https://istio.io/latest/docs/setup/install/virtual-machine/',
      ],
    },
    KIA1702: {
      name: 'SeveralGroupsWithLabels',
      severity: 'warning',
      source: 'kiali',
      summary: 'Two WorkloadGroups of a namespace have the same labels.',
      explanation:
        'Services and policies find machines by labels. Two groups with the same labels cannot be distinguished, so a Service ' +
        'selects the machines of both and a policy for one applies to the other.',
      remedy: 'Give each group its own labels.',
      references: [VALIDATIONS, 'https://istio.io/latest/docs/reference/config/networking/workload-group/'],
    },
  },
  run(mesh, report) {
    const known = mesh.derive(accounts);
    const { trustDomain } = mesh.context;
    const twins = mesh.derive(groupsByLabels);
    for (const object of checkedObjects(mesh, 'networking.istio.io/WorkloadGroup')) {
      const { namespace, spec } = object;
      const account = spec.template?.serviceAccount ?? '';
      if (account !== '' && !known.has(`${trustDomain}/ns/${namespace}/sa/${account}`)) {
        const close = nearestName(account, mesh.derive(accountNames).get(namespace) ?? []);
        const isThere = account === 'default';
        report({
          code: 'KIA1701',
          object,
          path: 'spec.template.serviceAccount',
          absence: true,
          message: `No pod in ${namespace} uses the service account ${account}. ${
            isThere
              ? 'Every namespace has one of this name, so machines of this group join the mesh, but their identity does not distinguish them.'
              : 'If it does not exist, machines of this group get no certificate and do not join the mesh.'
          }`,
          fix: isThere
            ? 'Give the machines a ServiceAccount of their own, so that policies can name them.'
            : close === undefined
              ? `Add the ServiceAccount ${account} to ${namespace}.`
              : `Write ${close}.`,
        });
      }
      const other = spec.metadata && twins.get(keyOf(object))?.find((each) => each !== object);
      if (other !== undefined) {
        const labels = spec.metadata?.labels ?? {};
        const none = Object.keys(labels).length === 0;
        report({
          code: 'KIA1702',
          object,
          path: 'spec.metadata.labels',
          related: [{ object: other, path: 'spec.metadata.labels' }],
          message: `WorkloadGroup ${other.name} has ${none ? 'no labels either' : `the labels ${labelText(labels)} as well`}. Services and policies cannot distinguish the machines of the two groups.`,
          fix: 'Give each group its own labels, such as version.',
        });
      }
    }
  },
};

/** Namespace and labels. */
type GroupKey = readonly [string, Readonly<Record<string, string>>];

function keyOf({ namespace, spec }: WorkloadGroup): GroupKey {
  return [namespace, spec.metadata?.labels ?? {}];
}

function groupsByLabels(mesh: Mesh): DataMap<GroupKey, WorkloadGroup[]> {
  const groups = mesh.all('networking.istio.io/WorkloadGroup').filter(({ spec }) => spec.metadata !== undefined);
  return groupByData(groups, keyOf);
}

function accountNames(mesh: Mesh): Map<string, string[]> {
  const groups = groupBy(mesh.derive(workloadIndex).all, ({ namespace }) => namespace);
  return new Map(
    [...groups].map(([namespace, all]) => [namespace, all.flatMap(({ serviceAccount }) => serviceAccount ?? [])]),
  );
}
