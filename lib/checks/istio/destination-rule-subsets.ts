import { destinationsOf } from '../../mesh/virtual-services';
import { selectorKey } from '../../mesh/selector-key';
import { push } from '../../mesh/reading/group-by';
import { fullHost, isWildcard } from '../../istio/host';
import { analyzed } from './shared/analyzed';
import type { Mesh } from '../../mesh/reading/mesh';
import { placedPods } from './shared/placed-pods';
import type { PodIndex, SelectablePods } from '../../mesh/pod-index';
import type { MeshObject } from '../../mesh/reading/mesh-object';
import type { KnownHost, KnownHosts } from './shared/known-hosts';
import { knownHosts } from './shared/known-hosts';
import { selects } from '../../mesh/workload';
import type { Check, Report, Wording } from '../check';
import { unknownHost } from './unknown-host';
import { listed, selectorText, SHOWN } from './unmatched-selector';
import { wildcardRule } from './wildcard-rule';

type Labels = Readonly<Record<string, string>>;

/** DestinationRules for hosts that are not there, and subsets without pods. */
export const destinationRuleSubsets: Check = {
  name: 'destination-rule-subsets',
  mirrors: ['destinationrule.SubsetSelectPodAnalyzer'],
  codes: {
    IST0173: {
      name: 'DestinationRuleSubsetNotSelectPods',
      severity: 'error',
      source: 'istio',
      summary: 'A subset selects no pods.',
      explanation:
        'Each subset is a cluster of its own in Envoy, with the endpoints of the host that have its labels. When ' +
        'none has them, the cluster is there and empty: requests to it get 503 with the response flag UH (no ' +
        'healthy upstream), for the share that the weights give it. The usual causes are a label that stands on the ' +
        'Deployment and not on its pod template, and a version that was renamed. As long as no VirtualService among ' +
        'the manifests sends requests to the subset, nothing fails, and it is a warning or only information.',
      remedy: 'Write labels that pods behind the host have, or add the labels to the pod template.',
      references: [
        'https://istio.io/latest/docs/reference/config/analysis/',
        'https://istio.io/latest/docs/reference/config/networking/destination-rule/#Subset',
      ],
      twin: 'KIA0203',
    },
    IST0174: {
      name: 'UnknownDestinationRuleHost',
      severity: 'warning',
      source: 'istio',
      summary: 'The host of a DestinationRule does not exist.',
      explanation:
        'A DestinationRule changes the cluster of its host. Without a Service or ServiceEntry that is seen where ' +
        'the rule is, there is no such cluster, so TLS settings, subsets, connection limits and outlier detection ' +
        'in it apply to nothing. Short names are completed with the namespace of the rule, which is the usual cause ' +
        'when the rule lives apart from the Service. A wildcard such as `*.shop.svc.cluster.local` is for every host that it ' +
        'covers: there the rule works, and istioctl reports it all the same, as no host has exactly this name.',
      remedy: 'Write the full name of the host, or add the Service or ServiceEntry.',
      references: [
        'https://istio.io/latest/docs/reference/config/analysis/',
        'https://istio.io/latest/docs/reference/config/networking/destination-rule/#DestinationRule',
      ],
      twin: 'KIA0202',
    },
  },
  run(mesh, report) {
    const hosts = mesh.derive(knownHosts);
    const pods = mesh.derive(placedPods);
    const answers = new Map<string, boolean>();
    const havePods = (labels: Labels): boolean => {
      const key = selectorKey(labels);
      const answer = answers.get(key) ?? pods.select(labels).length > 0;
      answers.set(key, answer);
      return answer;
    };
    for (const object of analyzed(mesh, 'networking.istio.io/DestinationRule')) {
      const { host = '', subsets = [], exportTo } = object.spec;
      const known = hosts.find(host, object.namespace, exportTo);
      if (known.length === 0) {
        const told = isWildcard(host) ? wildcardRule(host, object.namespace, mesh) : noHost(host, object, hosts, mesh);
        report({ code: 'IST0174', object, path: 'spec.host', ...told });
        continue;
      }
      const last = new Map(subsets.map(({ name }, i) => [name ?? '', i]));
      for (const [name, i] of last) {
        const labels = subsets[i].labels ?? {};
        if (!known.some(({ workloadLabels }) => havePods({ ...workloadLabels, ...labels }))) {
          const path = `spec.subsets[${i}].labels`;
          report({
            code: 'IST0173',
            object,
            path,
            ...unused(known[0].host, name, mesh),
            ...noPods(name, labels, known[0], pods, mesh),
          });
        }
      }
    }
  },
};

function noHost(host: string, object: MeshObject, hosts: KnownHosts, { context }: Mesh): Wording {
  const { message, ...told } = unknownHost(host, object, hosts, context);
  return {
    ...told,
    message: `${message} Proxies have no cluster for the host, so this rule has no effect.`,
  };
}

/** Nothing fails for an empty subset before a VirtualService sends requests there. It may be among those that are not seen here. */
function unused(host: string, subset: string, mesh: Mesh): Pick<Report, 'absence' | 'severity'> {
  const used = mesh.derive(usedSubsets).get(host);
  if (used === undefined) {
    return mesh.context.world === 'open' ? { absence: true } : { severity: 'info' };
  }
  return used.has(subset) ? {} : { severity: 'info' };
}

/**
 * The subsets that VirtualServices send requests to, by host. One with weight 0 beside others gets none.
 *
 * Mirrors pilot/pkg/networking/core/route/route.go: applyHTTPRouteDestination, where a weight of 0 is left out, and a single destination has
 * all whatever its weight.
 */
function usedSubsets(mesh: Mesh): ReadonlyMap<string, ReadonlySet<string>> {
  const used = new Map<string, Set<string>>();
  for (const object of mesh.all('networking.istio.io/VirtualService')) {
    const idle = idleDestinations(object);
    for (const { destination, path } of destinationsOf(object)) {
      const { host = '', subset = '' } = destination;
      const full = fullHost(host, object.namespace, mesh.context.clusterDomain);
      const known = used.get(full) ?? new Set();
      used.set(full, idle.has(path) ? known : known.add(subset));
    }
  }
  return used;
}

/** Where destinations with weight 0 stand, as far as others of their rule have a weight. */
function idleDestinations({ spec }: MeshObject<'networking.istio.io/VirtualService'>): ReadonlySet<string> {
  const idle = (['http', 'tls', 'tcp'] as const).flatMap((protocol) =>
    (spec[protocol] ?? []).flatMap(({ route = [] }, i) =>
      route.some(({ weight = 0 }) => weight > 0)
        ? route.flatMap(({ weight = 0 }, j) => (weight > 0 ? [] : `spec.${protocol}[${i}].route[${j}].destination`))
        : [],
    ),
  );
  return new Set(idle);
}

function noPods(name: string, labels: Labels, known: KnownHost, pods: PodIndex, mesh: Mesh): Wording {
  const { object } = known;
  const wanted = { ...known.workloadLabels, ...labels };
  const endpoint = endpointsOf(known, mesh).find((each) => selects(labels, each));
  if (endpoint !== undefined) {
    return {
      severity: 'info',
      related: [{ object }],
      message:
        `No pod has ${selectorText(wanted)}, which istioctl analyze calls an error; but an endpoint of ${object.kind} ${object.key} outside ` +
        `Kubernetes has, so the subset "${name}" gets its requests there.`,
      fix: 'Nothing needs to change. To hide the finding, put the annotation galley.istio.io/analyze-suppress: IST0173 on the DestinationRule.',
    };
  }
  const backing =
    object.id === 'core/Service' && object.spec.selector !== undefined
      ? pods.select(object.spec.selector, object.namespace)
      : [];
  const outcome = 'Its cluster has no endpoints: requests to it get 503 with the response flag UH.';
  if (backing.length === 0) {
    return {
      related: [{ object }],
      message: `No pod has ${selectorText(wanted)}, the labels of the subset "${name}" of ${fullText(known)}. ${outcome}`,
      fix: 'Write labels of the pods behind the host, or list their workload in the externals of the settings.',
      absence: true,
    };
  }
  const hints = Object.entries(labels).flatMap(([key, value]) => {
    const values = [...new Set(backing.flatMap((pod) => pod.labels[key] ?? []))].sort();
    if (values.includes(value)) {
      return [];
    }
    return values.length === 0 ? `has no label ${key}` : `has ${key} with the values ${listed(values)}`;
  });
  const workloads = listed([...new Set(backing.map(({ workload }) => workload?.object.key ?? 'the ingress gateway'))]);
  const made = [...new Set(backing.flatMap(({ workload }) => workload?.object ?? []))].slice(0, SHOWN);
  return {
    related: [object, ...made].map((each) => ({ object: each })),
    message:
      `No pod has ${selectorText(wanted)}, the labels of the subset "${name}". What ${fullText(known)} selects (${workloads}) ` +
      `${hints.length === 0 ? 'has each of them, but not together' : hints.join(', and ')}. ${outcome}`,
    fix: backing.every(isGateway)
      ? 'Remove labels from the subset: it then has all pods of the gateway. Or write labels that these pods have.'
      : 'Write labels that these pods have, or add the labels to their pod template.',
  };
}

/** Whether pods are those of a gateway, whose versions nobody routes between. */
function isGateway({ labels, workload }: SelectablePods): boolean {
  return (
    /^(in|e)gress(gateway)?$/.test(labels.istio ?? '') ||
    workload?.annotations['inject.istio.io/templates'] === 'gateway'
  );
}

function fullText({ object: { kind, key } }: KnownHost): string {
  return `${kind} ${key}`;
}

/** Labels of the endpoints of a host that are no pods. */
function endpointsOf({ object, workloadLabels }: KnownHost, mesh: Mesh): Labels[] {
  const machines = mesh.derive(machinesByNamespace).get(object.namespace) ?? [];
  if (object.id === 'core/Service') {
    const { selector } = object.spec;
    return selector === undefined ? [] : machines.filter((labels) => selects(selector, labels));
  }
  const { endpoints = [], workloadSelector } = object.spec;
  return [
    ...endpoints.map(({ labels = {} }) => labels),
    ...(workloadSelector === undefined ? [] : machines.filter((labels) => selects(workloadLabels, labels))),
  ];
}

/** Labels of WorkloadEntries, and of those that WorkloadGroups make. */
function machinesByNamespace(mesh: Mesh): ReadonlyMap<string, readonly Labels[]> {
  const machines = new Map<string, Labels[]>();
  for (const { namespace, labels, spec } of analyzed(mesh, 'networking.istio.io/WorkloadEntry')) {
    push(machines, namespace, { ...labels, ...spec.labels });
  }
  for (const { namespace, spec } of analyzed(mesh, 'networking.istio.io/WorkloadGroup')) {
    push(machines, namespace, { ...spec.metadata?.labels, ...spec.template?.labels });
  }
  return machines;
}
