import type { Mesh } from '../../mesh/reading/mesh';
import type { MeshObject } from '../../mesh/reading/mesh-object';
import type { SelectablePods } from '../../mesh/pod-index';
import { PodIndex } from '../../mesh/pod-index';
import { selects } from '../../mesh/workload';
import type { Check, Report } from '../check';
import { VALIDATIONS } from './shared/validations-page';
import { labelText, unmatchedBehind } from './shared/labels';
import { knownHosts } from './destination-rule-hosts';
import type { HostName } from './shared/hosts';
import { isWildcard, readHost } from './shared/hosts';
import type { DestinationRule } from './shared/mutual-tls';
import { checkedObjects, meshNamespaces } from './shared/namespaces';
import { destinationsOf } from './shared/routes';
import { serviceIndex } from './shared/services';
import { isVisible, viewers, VisibleLists } from './shared/visibility';
import { workloadIndex } from './shared/workloads';

/** Subsets that no pod is in, and subsets that are not subsets because all pods are in them. */
export const destinationRuleSubsets: Check = {
  name: 'destination-rule-subsets',
  mirrors: ['business/checkers/destinationrules/no_dest'],
  codes: {
    KIA0203: {
      name: 'SubsetWithoutPods',
      severity: 'error',
      source: 'kiali',
      summary: 'No pod of a host has the labels of a subset.',
      explanation:
        'A subset is the pods of a Service that have its labels. When no pod has them, the subset is empty, and every ' +
        'request that a VirtualService sends there is answered with 503 (`no healthy upstream`). It is only a note as ' +
        'long as no VirtualService uses the subset, for example while a canary is being prepared.',
      remedy: 'Write the labels of the pod template, or deploy the pods before the route.',
      references: [
        VALIDATIONS,
        'https://istio.io/latest/docs/reference/config/networking/destination-rule/',
        'https://istio.io/latest/docs/ops/common-problems/network-issues/',
      ],
      twin: 'IST0173',
    },
    KIA0209: {
      name: 'SubsetWithoutLabels',
      severity: 'warning',
      source: 'kiali',
      summary: 'A subset has no labels, so it is all pods of the host.',
      explanation:
        'A subset selects pods of a Service by labels. Without any it is the same as the host, so a route with weights ' +
        'between such subsets splits nothing. It can be intended, for a subset that only needs a name or a traffic policy of its own, as in ' +
        "Istio's egress tasks. So it is a warning only where a VirtualService splits requests between such subsets, and a note elsewhere.",
      remedy: 'Write the labels that distinguish its pods.',
      references: [VALIDATIONS, 'https://istio.io/latest/docs/reference/config/networking/destination-rule/'],
    },
  },
  run(mesh, report) {
    const namespaces = mesh.derive(meshNamespaces);
    const known = mesh.derive(knownHosts);
    for (const object of checkedObjects(mesh, 'networking.istio.io/DestinationRule')) {
      const { namespace, spec } = object;
      const host = readHost(spec.host ?? '', namespace, mesh.context, namespaces);
      if (!isVisible(mesh, object) || !known(host, namespace)) {
        continue;
      }
      const subsets = (spec.subsets ?? []).map(({ name = '', labels = {} }) => {
        const empty = Object.keys(labels).length === 0;
        return { name, labels, empty, found: empty || hasMember(mesh, host, labels, namespace) };
      });
      const allPods = new Set(subsets.filter(({ empty }) => empty).map(({ name }) => name));
      const good = subsets.some(({ empty, found }) => !empty && found);
      for (const [i, { name, labels, empty, found }] of subsets.entries()) {
        if (empty) {
          report({
            code: 'KIA0209',
            object,
            path: `spec.subsets[${i}]`,
            severity: good ? 'info' : undefined,
            ...unlabelled(name, spec.host ?? '', isSplit(mesh, object, allPods)),
          });
        } else if (!found) {
          const used = isUsed(mesh, object, name);
          report({
            code: 'KIA0203',
            object,
            path: `spec.subsets[${i}].labels`,
            severity: used ? undefined : 'info',
            absence: true,
            message: `No pod of ${spec.host} has the labels ${labelText(labels)} of the subset ${name}. ${used ? 'Requests that a VirtualService sends there are answered with 503.' : 'No VirtualService sends requests there yet.'}`,
            fix: unmatchedBehind(mesh, labels, selectorOf(mesh, host), host.namespace || namespace),
          });
        }
      }
    }
  },
};

/** A subset of all pods harms only where it was meant for some of them, as in a split between such subsets. */
function unlabelled(name: string, host: string, split: boolean): Pick<Report, 'message' | 'fix' | 'note'> {
  const message = `The subset ${name} has no labels, so it is all pods of ${host}.`;
  return split
    ? {
        message: `${message} A VirtualService splits requests between this subset and another one without labels, which splits nothing.`,
        fix: 'Write the labels that distinguish its pods, such as version.',
      }
    : {
        note: true,
        message: `${message} Istio's own tasks do the same where a subset only needs a name or a traffic policy of its own, as at egress gateways.`,
        fix: 'If you want all pods, nothing needs to change. Otherwise write the labels that distinguish its pods, such as version.',
      };
}

/** Whether one rule sends requests to several of these subsets. */
function isSplit(
  mesh: Mesh,
  { namespace, spec: { host = '' } }: DestinationRule,
  subsets: ReadonlySet<string>,
): boolean {
  const namespaces = mesh.derive(meshNamespaces);
  const { full } = readHost(host, namespace, mesh.context, namespaces);
  return (
    subsets.size > 1 &&
    mesh.all('networking.istio.io/VirtualService').some(({ spec, namespace: of }) =>
      [...(spec.http ?? []), ...(spec.tls ?? []), ...(spec.tcp ?? [])].some(({ route = [] }) => {
        const used = route.flatMap(({ destination }) =>
          destination !== undefined && readHost(destination.host ?? '', of, mesh.context, namespaces).full === full
            ? (destination.subset ?? [])
            : [],
        );
        return new Set(used.filter((each) => subsets.has(each))).size > 1;
      }),
    )
  );
}

type Labels = Readonly<Record<string, string>>;

function selectorOf(mesh: Mesh, host: HostName): Labels {
  const [name, namespace = ''] = host.inCluster ? [host.service, host.namespace] : host.full.split('.');
  return mesh.derive(serviceIndex).find(namespace, name)?.spec.selector ?? {};
}

function hasMember(mesh: Mesh, host: HostName, labels: Labels, viewer: string): boolean {
  const namespace = host.inCluster ? host.namespace : host.full.split('.')[1];
  const selector = selectorOf(mesh, host);
  if (isWildcard(host)) {
    return true;
  }
  if (Object.keys(selector).length > 0) {
    const both = { ...labels, ...selector };
    const pods = selects(labels, both) ? mesh.derive(workloadIndex).select(both, namespace) : [];
    // A name such as reviews.shop.global is that of a Service by its first parts only.
    if (host.inCluster || pods.length > 0) {
      return pods.length > 0;
    }
  }
  const endpoints = mesh.derive(endpointIndex).select(labels) as readonly Endpoint[];
  return endpoints.some(({ object }) => isVisible(mesh, object, viewer));
}

interface Endpoint extends SelectablePods {
  readonly object: MeshObject<'networking.istio.io/ServiceEntry'>;
}

function endpointIndex(mesh: Mesh): PodIndex {
  const endpoints = mesh.all('networking.istio.io/ServiceEntry').flatMap((object) =>
    (object.spec.endpoints ?? []).map(({ labels = {} }): Endpoint => ({
      namespace: object.namespace,
      labels,
      inMesh: false,
      ambient: false,
      object,
    })),
  );
  return new PodIndex(endpoints);
}

/** A subset, and the name of the Service that it is of. */
type UseKey = readonly [string, string];

interface Use {
  /** As it is written. */
  readonly host: string;
  readonly namespace: string;
}

function isUsed(mesh: Mesh, { namespace, spec: { host = '' } }: DestinationRule, subset: string): boolean {
  const namespaces = mesh.derive(meshNamespaces);
  const read = (given: string, within: string): HostName => readHost(given, within, mesh.context, namespaces);
  const key: UseKey = [subset, read(host, namespace).service];
  // Kiali completes each of the two with the namespace of the other object.
  const isSame = (use: Use): boolean => read(use.host, namespace).full === read(host, use.namespace).full;
  return mesh.derive(subsetUses).find(namespace, key, isSame) !== undefined;
}

function subsetUses(mesh: Mesh): VisibleLists<UseKey, Use> {
  const namespaces = mesh.derive(meshNamespaces);
  const lists = new VisibleLists<UseKey, Use>();
  for (const object of mesh.all('networking.istio.io/VirtualService')) {
    const { namespace, spec } = object;
    const to = viewers(mesh, object);
    for (const { destination } of destinationsOf(spec)) {
      const { host = '', subset = '' } = destination;
      lists.add([subset, readHost(host, namespace, mesh.context, namespaces).service], to, { host, namespace });
    }
  }
  return lists;
}
