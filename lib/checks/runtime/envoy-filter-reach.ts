import { proxies } from '../../mesh/proxies';
import type { Mesh } from '../../mesh/reading/mesh';
import type { MeshObject } from '../../mesh/reading/mesh-object';
import type { Check } from '../check';

type EnvoyFilter = MeshObject<'networking.istio.io/EnvoyFilter'>;

/** EnvoyFilters that change every proxy they can, or none. */
export const envoyFilterReach: Check = {
  name: 'envoy-filter-reach',
  mirrors: ['pilot/pkg/model/push_context.go: EnvoyFilters'],
  codes: {
    CDI0303: {
      name: 'EnvoyFilterWithoutSelector',
      severity: 'warning',
      source: 'cdk8s-istio',
      summary: 'An EnvoyFilter patches every proxy of its namespace, or of the mesh.',
      explanation:
        "EnvoyFilters depend on names and order inside Envoy's configuration. One without a selector patches gateways and sidecars alike, those of other teams and those that do not exist yet included; in the root namespace it reaches the whole mesh. A proxy that cannot take a patch rejects the listeners, routes or clusters that it touches: they stay as they were, whatever else changes, and new ones do not come, so requests for them get 503 or their connections are closed.",
      remedy: 'Select the pods that are meant.',
      references: [
        'https://istio.io/latest/docs/reference/config/networking/envoy-filter/',
        'https://github.com/istio/istio/issues/21271',
        'https://github.com/istio/istio/issues/23111',
      ],
    },
    CDI0305: {
      name: 'EnvoyFilterWithoutGateways',
      severity: 'warning',
      source: 'cdk8s-istio',
      summary: 'An EnvoyFilter patches gateways only, in a namespace without gateways.',
      explanation:
        'Outside the root namespace an EnvoyFilter patches only the proxies of its own namespace. The pods of a gateway usually run in a namespace of their own, which need not be that of the Gateway or of the application, so patches with `context: GATEWAY` beside the application change nothing. Istio accepts the object, and nothing reports that no proxy takes it.',
      remedy: 'Move it to the namespace in which the pods of the gateway run, and select them.',
      references: [
        'https://istio.io/latest/docs/reference/config/networking/envoy-filter/',
        'https://github.com/istio/istio/issues/17414',
        'https://github.com/istio/istio/issues/26912',
      ],
    },
  },
  run(mesh, report) {
    for (const object of mesh.all('networking.istio.io/EnvoyFilter')) {
      const { spec, namespace } = object;
      if (Object.keys(spec.workloadSelector?.labels ?? {}).length > 0 || (spec.targetRefs ?? []).length > 0) {
        continue;
      }
      const who = proxiesOf(object);
      if (who === 'gateway' && mesh.derive(namespacesWithoutGateways).has(namespace)) {
        const homes = [...new Set(proxies(mesh).gateways.map((gateway) => gateway.namespace))];
        report({
          code: 'CDI0305',
          object,
          path: 'metadata.namespace',
          absence: !object.namesNamespace,
          message: `All patches are for gateways (context: GATEWAY), and none of the pods in namespace ${namespace} is a gateway. Outside the root namespace an EnvoyFilter patches only proxies of its own namespace, so this one does nothing.`,
          fix: `Move it to the namespace of the gateway's pods${homes.length === 0 ? '' : ` (${homes.join(', ')})`}, and select them with workloadSelector.labels.`,
        });
        continue;
      }
      const where = namespace === mesh.context.rootNamespace ? 'of the mesh' : `of namespace ${namespace}`;
      report({
        code: 'CDI0303',
        object,
        path: 'spec.workloadSelector',
        message: `The filter has no workloadSelector, so it patches every ${who} ${where}, ${who === 'proxy' ? 'gateways and ' : ''}those that come later included. A proxy that cannot take a patch rejects every listener, route or cluster that it touches, and keeps what it had before.`,
        fix: 'Write workloadSelector.labels with the labels of the pods that are meant.',
      });
    }
  },
};

/** The kind of proxies that the patches are for, by their contexts. */
function proxiesOf({ spec: { configPatches = [] } }: EnvoyFilter): 'gateway' | 'sidecar' | 'proxy' {
  const contexts = new Set(configPatches.map(({ match }) => match?.context ?? 'ANY'));
  const all = (...wanted: string[]): boolean =>
    contexts.size > 0 && [...contexts].every((each) => wanted.includes(each));
  return all('GATEWAY') ? 'gateway' : all('SIDECAR_INBOUND', 'SIDECAR_OUTBOUND') ? 'sidecar' : 'proxy';
}

/** Those whose pods the manifests show, but for the root namespace, whose EnvoyFilters are for all. */
function namespacesWithoutGateways(mesh: Mesh): ReadonlySet<string> {
  const shown = new Set(mesh.workloads.map(({ namespace }) => namespace));
  proxies(mesh).gateways.forEach(({ namespace }) => shown.delete(namespace));
  shown.delete(mesh.context.rootNamespace);
  return shown;
}
