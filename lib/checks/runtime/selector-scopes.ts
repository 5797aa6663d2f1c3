import { isInstalledGateway } from '../../istio/installed-gateways';
import { LabelIndex } from '../../mesh/label-index';
import { proxies } from '../../mesh/proxies';
import type { Mesh } from '../../mesh/reading/mesh';
import { selectorKey } from '../../mesh/selector-key';
import type { Workload } from '../../mesh/workload';
import { list } from '../../schema/words';
import type { Check, Wording } from '../check';
import { analyzedPods } from '../istio/shared/analyzed-pods';
import { unmatchedSelector } from '../istio/unmatched-selector';
import { unseenWorkloads } from '../istio/unseen-workloads';
import type { PodSelection } from './pod-selections';
import { podSelections } from './pod-selections';
import { selectsMachines } from '../../mesh/machines';

type Labels = Readonly<Record<string, string>>;

/** Selectors of kinds that neither istioctl nor Kiali looks at, for pods of another namespace or for none. */
export const selectorScopes: Check = {
  name: 'selector-scopes',
  mirrors: [
    'pilot/pkg/model/push_context.go: EnvoyFilters, TrafficExtensionsByListenerInfo',
    'pilot/pkg/model/proxy_config.go: EffectiveProxyConfig',
    'pilot/pkg/serviceregistry/serviceentry/controller.go: serviceInstancesFromWorkloadInstance',
  ],
  codes: {
    CDI0306: {
      name: 'SelectorOutsideItsNamespace',
      severity: 'warning',
      source: 'cdk8s-istio',
      summary: 'A selector matches no pod of its namespace.',
      explanation:
        'A selector is compared with the labels of pods in the namespace of the object. Pods of other namespaces are never selected, even if their labels match: a gateway usually runs in a namespace of its own, so an EnvoyFilter beside the application does not reach it. Only an EnvoyFilter, WasmPlugin or TrafficExtension in the root namespace selects pods of all namespaces; a ProxyConfig, ServiceEntry or DestinationRule there still selects those of the root namespace only. Istio accepts the object, no proxy uses it, and nothing reports that: an EnvoyFilter, WasmPlugin, TrafficExtension, ProxyConfig or DestinationRule changes nothing, and the hosts of a ServiceEntry have no endpoints, so requests get 503.',
      remedy: 'Move the object to the namespace of the pods, or write labels that pods of its namespace have.',
      references: [
        'https://istio.io/latest/docs/reference/config/networking/envoy-filter/',
        'https://istio.io/latest/docs/reference/config/networking/proxy-config/',
        'https://istio.io/latest/docs/reference/config/type/workload-selector/',
        'https://github.com/istio/istio/issues/17414',
      ],
    },
  },
  run(mesh, report) {
    for (const selection of podSelections(mesh)) {
      const told = problem(mesh, selection);
      if (told !== undefined) {
        report({ code: 'CDI0306', object: selection.object, path: selection.path, ...told });
      }
    }
  },
};

function problem(mesh: Mesh, { object, labels = {}, meshWide, outcome }: PodSelection): Wording | undefined {
  const { namespace, kind } = object;
  const within = meshWide && namespace === mesh.context.rootNamespace ? undefined : namespace;
  const pods = mesh.derive(selectable);
  if (
    Object.keys(labels).length === 0 ||
    pods.select(labels, within).length > 0 ||
    (kind === 'ServiceEntry' && selectsMachines(mesh, labels, namespace))
  ) {
    return undefined;
  }
  if (unseenWorkloads(object, labels, within, mesh) !== undefined) {
    return undefined;
  }
  const selector = selectorKey(labels);
  const others = within === undefined ? [] : pods.select(labels);
  if (others.length > 0) {
    const homes = [...new Set(others.map((each) => each.namespace))].sort();
    const root = meshWide ? `, or to ${mesh.context.rootNamespace}, where it selects pods of all namespaces` : '';
    return {
      message: `No pod of namespace ${namespace} has the labels ${selector}; only pods of ${list(homes)} have them, and ${/^[AEIOU]/.test(kind) ? 'an' : 'a'} ${kind} selects pods of its own namespace. ${outcome}`,
      fix: `Move it to ${homes.length === 1 ? homes[0] : `the namespace that is meant (${homes.join(', ')})`}${root}; or select labels that pods of ${namespace} have.`,
      related: others
        .flatMap(({ workload }) => (workload === undefined ? [] : { object: workload.object }))
        .slice(0, 8),
      // Without a namespace it may be applied to that of the pods.
      note: !object.namesNamespace,
      absence: true,
    };
  }
  // Pods of the whole mesh are hardly ever all among the manifests.
  const isShown = within !== undefined && pods.in(within).length > 0;
  if (!isShown && mesh.context.world === 'open') {
    return isInstalledGateway(labels)
      ? {
          note: true,
          message: `The labels ${selector} are those of a gateway that istioctl or Helm installs, usually in ${mesh.context.rootNamespace} or in a namespace of its own. ${/^[AEIOU]/.test(kind) ? 'An' : 'A'} ${kind} selects pods of its own namespace, ${namespace}, of which no pods are among the manifests. If the gateway is not there: ${outcome[0].toLowerCase()}${outcome.slice(1)}`,
          fix: `If the gateway runs in ${namespace}, nothing needs to change. Otherwise move the ${kind} to its namespace.`,
        }
      : undefined;
  }
  return {
    message: `No pod of ${within === undefined ? 'the mesh' : `namespace ${namespace}`} has the labels ${selector}. ${outcome}`,
    fix: unmatchedSelector(mesh.derive(analyzedPods), labels, namespace),
    absence: true,
  };
}

interface Selectable {
  readonly namespace: string;
  readonly labels: Labels;
  readonly workload?: Workload;
}

/** All pods of the manifests, and those of gateways that are known without a manifest. */
function selectable(mesh: Mesh): LabelIndex<Selectable> {
  const { gateways, waypoints } = proxies(mesh);
  return new LabelIndex<Selectable>([
    ...mesh.workloads.map((workload) => ({ namespace: workload.namespace, labels: workload.labels, workload })),
    ...[...gateways, ...waypoints].filter(({ workload }) => workload === undefined),
  ]);
}
