import { proxies } from '../../mesh/proxies';
import type { Mesh } from '../../mesh/reading/mesh';
import type { MeshObject } from '../../mesh/reading/mesh-object';
import type { Check } from '../check';

type EnvoyFilter = MeshObject<'networking.istio.io/EnvoyFilter'>;

/** EnvoyFilters that patch every proxy they can, or none. */
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
        "EnvoyFilters depend on names and order inside Envoy's configuration. One without a workload selector patches gateways and sidecars alike, including those of other teams and those that do not exist yet; in the root namespace it applies to the whole mesh. If a patch is invalid for a proxy, the proxy rejects the patched listeners, routes or clusters. Existing ones keep their old configuration, and new ones are missing, so their requests get 503 or their connections are closed.",
      remedy: 'Select the pods to patch.',
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
        'Outside the root namespace an EnvoyFilter patches only the proxies of its own namespace. The pods of a gateway usually run in a namespace of their own, not that of the Gateway or of the application, so patches with `context: GATEWAY` in the namespace of the application change nothing. Istio accepts the object, and nothing reports that no proxy uses it.',
      remedy: "Move it to the namespace of the gateway's pods, and select them.",
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
          message: `All patches are for gateways (context: GATEWAY), but no pod in namespace ${namespace} is a gateway. Outside the root namespace an EnvoyFilter patches only proxies of its own namespace, so this one has no effect.`,
          fix: `Move it to the namespace of the gateway's pods${homes.length === 0 ? '' : ` (${homes.join(', ')})`}, and select them with workloadSelector.labels.`,
        });
        continue;
      }
      const where = namespace === mesh.context.rootNamespace ? 'of the mesh' : `of namespace ${namespace}`;
      report({
        code: 'CDI0303',
        object,
        path: 'spec.workloadSelector',
        message: `The EnvoyFilter has no workloadSelector, so it patches every ${who} ${where}, including ${who === 'proxy' ? 'gateways and ' : ''}those added later. If a patch is invalid for a proxy, the proxy rejects every patched listener, route or cluster, and keeps its old configuration.`,
        fix: 'Write workloadSelector.labels with the labels of the pods to patch.',
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

/** The namespaces of gateways whose pods the manifests show, except the root namespace, whose EnvoyFilters apply everywhere. */
function namespacesWithoutGateways(mesh: Mesh): ReadonlySet<string> {
  const shown = new Set(mesh.workloads.map(({ namespace }) => namespace));
  proxies(mesh).gateways.forEach(({ namespace }) => shown.delete(namespace));
  shown.delete(mesh.context.rootNamespace);
  return shown;
}
