import { LabelIndex } from '../../mesh/label-index';
import { GATEWAY_NAME } from '../../mesh/managed-gateways';
import type { Proxy } from '../../mesh/proxies';
import { proxies } from '../../mesh/proxies';
import type { Mesh } from '../../mesh/reading/mesh';
import type { MeshObject } from '../../mesh/reading/mesh-object';
import { selectorKey } from '../../mesh/selector-key';
import type { Check, Report } from '../check';

type EnvoyFilter = MeshObject<'networking.istio.io/EnvoyFilter'>;

/** EnvoyFilters that patch every proxy they can, or none, and patches for a kind of proxy that is not there. */
export const envoyFilterReach: Check = {
  name: 'envoy-filter-reach',
  mirrors: [
    'pilot/pkg/model/push_context.go: EnvoyFilters',
    'pilot/pkg/networking/core/envoyfilter/util.go: commonConditionMatch',
  ],
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
    CDI0307: {
      name: 'EnvoyFilterContextWithoutProxies',
      severity: 'warning',
      source: 'cdk8s-istio',
      summary: 'A patch of an EnvoyFilter is for a kind of proxy that its selector does not select.',
      explanation:
        'The context of a patch says for which part of which proxies it is: `GATEWAY` for the listeners, routes and clusters of gateways, `SIDECAR_INBOUND` and `SIDECAR_OUTBOUND` for those of sidecars. A patch for gateways changes nothing in sidecars, and one for sidecars nothing in gateways, even if the workload selector selects them. Istio accepts the object, and nothing reports that the patch is never applied.',
      remedy: 'Write the context of the selected proxies, or select proxies of the kind that is meant.',
      references: [
        'https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-PatchContext',
        'https://github.com/istio/istio/issues/17414',
      ],
    },
  },
  run(mesh, report) {
    for (const object of mesh.all('networking.istio.io/EnvoyFilter')) {
      const { spec, namespace } = object;
      const unused = unusedPatches(mesh, object);
      if ((spec.targetRefs ?? []).length > 0) {
        if (unused !== undefined) {
          report(unused);
        }
        continue;
      }
      const labels = spec.workloadSelector?.labels ?? {};
      const who = proxiesOf(object);
      // A filter for gateways alone has a code of its own where there are none.
      if (unused !== undefined && !(who === 'gateway' && Object.keys(labels).length === 0)) {
        report(unused);
      }
      if (Object.keys(labels).length > 0 || (unused !== undefined && who === 'sidecar')) {
        continue;
      }
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

/** The kind of proxies that the configuration of a context is in; undefined for what is in several, and for waypoints. */
const KINDS: ReadonlyMap<string, 'gateway' | 'sidecar'> = new Map([
  ['GATEWAY', 'gateway'],
  ['SIDECAR_INBOUND', 'sidecar'],
  ['SIDECAR_OUTBOUND', 'sidecar'],
]);

/** What is said of the patches for a kind of proxies of which a filter reaches none; undefined where nothing is known of its proxies. */
function unusedPatches(mesh: Mesh, object: EnvoyFilter): Report | undefined {
  const { spec, namespace } = object;
  const labels = spec.workloadSelector?.labels ?? {};
  const isSelecting = Object.keys(labels).length > 0;
  const isMeshWide = namespace === mesh.context.rootNamespace;
  const targets = (spec.targetRefs ?? []).flatMap(({ kind, name }) => (kind === 'Gateway' ? name : []));
  const isTargeting = (spec.targetRefs ?? []).length > 0;
  if (isMeshWide && !isSelecting && !isTargeting) {
    return undefined;
  }
  const index = mesh.derive(proxyIndex);
  const reached = isTargeting
    ? targets.flatMap((name) => index.select({ [GATEWAY_NAME]: name }, namespace))
    : index.select(labels, isMeshWide ? undefined : namespace);
  const kinds = new Set(reached.map(({ kind }) => kind));
  const unused = (spec.configPatches ?? []).flatMap(({ match: { context = 'ANY' } = {}, applyTo }, i) => {
    const kind = applyTo === 'BOOTSTRAP' ? undefined : KINDS.get(context);
    return kind === undefined || kinds.has(kind)
      ? []
      : { kind, context, path: `spec.configPatches[${i}].match.context` };
  });
  const [first] = unused;
  // What a waypoint takes as its own is not asked here.
  if (first === undefined || kinds.size !== 1 || kinds.has('waypoint')) {
    return undefined;
  }
  const what = kinds.has('gateway') ? 'are gateways' : 'have sidecars';
  const pods = isTargeting
    ? `The pods of Gateway ${targets.join(', ')}`
    : isSelecting
      ? `The pods that it selects (${selectorKey(labels)})`
      : `The pods of namespace ${namespace}`;
  const meant = first.kind === 'gateway' ? 'SIDECAR_INBOUND or SIDECAR_OUTBOUND' : 'GATEWAY';
  const others = unused.length - 1;
  return {
    code: 'CDI0307',
    object,
    path: first.path,
    absence: true,
    related: [
      ...targets.flatMap((name) => mesh.find('gateway.networking.k8s.io/Gateway', namespace, name) ?? []),
      ...reached.flatMap(({ workload }) => workload?.object ?? []),
    ]
      .slice(0, 8)
      .map((each) => ({ object: each })),
    message: `This patch is for ${first.kind}s (context: ${first.context}). ${pods} ${what}, so it is never applied.${
      others === 0 ? '' : ` The same applies to ${others === 1 ? 'another patch' : `${others} other patches`}.`
    }`,
    fix: `Write context: ${meant} if these pods are meant. Otherwise select ${first.kind}s${isMeshWide ? '' : ', in their own namespace'}.`,
  };
}

function proxyIndex(mesh: Mesh): LabelIndex<Proxy> {
  const { sidecars, gateways, waypoints } = proxies(mesh);
  return new LabelIndex([...sidecars, ...gateways, ...waypoints]);
}

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
