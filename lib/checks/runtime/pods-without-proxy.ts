import { isInAmbient, isOutsideMesh } from '../../mesh/injection';
import { pods } from '../../mesh/pods';
import { gatewayWorkloads } from '../../mesh/proxies';
import type { Mesh } from '../../mesh/reading/mesh';
import { selectorKey } from '../../mesh/selector-key';
import type { Workload } from '../../mesh/workload';
import type { Check } from '../check';
import type { PodSelection } from './pod-selections';
import { podSelections } from './pod-selections';

/** Objects for proxies whose selector takes only pods that have none. */
export const podsWithoutProxy: Check = {
  name: 'pods-without-proxy',
  mirrors: [
    'pilot/pkg/model/push_context.go: EnvoyFilters, TrafficExtensionsByListenerInfo',
    'pkg/kube/inject/inject.go: injectRequired',
  ],
  codes: {
    CDI0313: {
      name: 'SelectedPodsWithoutProxy',
      severity: 'warning',
      source: 'cdk8s-istio',
      summary: 'A selector matches only pods that have no proxy, so nothing uses the object.',
      explanation:
        'EnvoyFilters, WasmPlugins, TrafficExtensions, ProxyConfigs, Telemetries, Sidecars, PeerAuthentications, RequestAuthentications and the `workloadSelector` of a DestinationRule are for the proxies of the selected pods. Pods get a sidecar only in a namespace with a label for injection, or by the label `sidecar.istio.io/inject: "true"`, and never with `hostNetwork: true`. Without one the object is in no proxy: filters are not run, tokens are not checked, and STRICT mutual TLS is not required. In ambient mode ztunnel carries the traffic; it is no Envoy, and reads neither EnvoyFilters nor ProxyConfigs. Istio accepts the object, and nothing reports that no proxy uses it. AuthorizationPolicies are reported as IST0127. Nothing is reported where the Namespace is not in the manifests, or if at least one of the selected pods has a proxy.',
      remedy: 'Put the pods into the mesh, select those that are in it, or remove the object.',
      references: [
        'https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/',
        'https://istio.io/latest/docs/reference/config/networking/envoy-filter/',
      ],
    },
  },
  run(mesh, report) {
    for (const selection of [...podSelections(mesh), ...policySelections(mesh)]) {
      const selected = selectedPods(mesh, selection);
      const { object, path, outcome } = selection;
      const isTold = TOLD_IN_AMBIENT.includes(object.kind);
      const isUnused = (workload: Workload): boolean =>
        isOutsideMesh(workload, mesh) || (!isTold && isInAmbient(workload, mesh));
      if (object.kind === 'ServiceEntry' || selected.length === 0 || !selected.every(isUnused)) {
        continue;
      }
      const gateways = gatewayWorkloads(mesh);
      if (selected.some((workload) => gateways.has(workload))) {
        continue;
      }
      const ambient = selected.every((workload) => isInAmbient(workload, mesh));
      const [first] = selected;
      const one = selected.length === 1 ? '' : ` and ${selected.length - 1} more`;
      report({
        code: 'CDI0313',
        object,
        path,
        absence: true,
        related: selected.slice(0, 8).map((workload) => ({ object: workload.object })),
        message: `The pods with ${selectorKey(selection.labels ?? {})} (${first.object.kind} ${first.object.key}${one}) ${ambient ? 'are in ambient mode, where no Envoy runs beside them' : 'have no proxy'}. ${outcome}`,
        fix: fixFor(mesh, object.kind, selected, ambient),
      });
    }
  },
};

/** Kinds of which other codes say what becomes of them in ambient mode. */
const TOLD_IN_AMBIENT = ['WasmPlugin', 'Telemetry', 'Sidecar', 'RequestAuthentication', 'PeerAuthentication'];

/** The kinds that istioctl and Kiali look at where nothing is selected, and not where what is selected has no proxy. */
function policySelections(mesh: Mesh): PodSelection[] {
  const [path, meshWide] = ['spec.selector.matchLabels', true];
  return [
    ...mesh.all('security.istio.io/RequestAuthentication').map((object) => ({
      object,
      path,
      labels: object.spec.selector?.matchLabels,
      meshWide,
      outcome: 'Nothing checks their tokens, and requests with any token get through.',
    })),
    ...mesh.all('security.istio.io/PeerAuthentication').flatMap((object) => {
      const { mtls, portLevelMtls = {}, selector } = object.spec;
      const isStrict = [mtls, ...Object.values(portLevelMtls)].some((each) => each?.mode === 'STRICT');
      return isStrict
        ? {
            object,
            path,
            labels: selector?.matchLabels,
            meshWide: false,
            outcome: 'They take plain connections, although the mode is STRICT.',
          }
        : [];
    }),
    ...mesh.all('telemetry.istio.io/Telemetry').map((object) => ({
      object,
      path,
      labels: object.spec.selector?.matchLabels,
      meshWide: false,
      outcome: 'No proxy reports anything by it.',
    })),
    ...mesh.all('networking.istio.io/Sidecar').map((object) => ({
      object,
      path: 'spec.workloadSelector.labels',
      labels: object.spec.workloadSelector?.labels,
      meshWide: false,
      outcome: 'No proxy is configured by it.',
    })),
  ];
}

function selectedPods(mesh: Mesh, { object, labels = {}, meshWide }: PodSelection): readonly Workload[] {
  const within = meshWide && object.namespace === mesh.context.rootNamespace ? undefined : object.namespace;
  return Object.keys(labels).length === 0 ? [] : pods(mesh).select(labels, within);
}

function fixFor(mesh: Mesh, kind: string, selected: readonly Workload[], ambient: boolean): string {
  if (ambient) {
    return `Remove the ${kind}; what it does on requests can only be done at a waypoint.`;
  }
  const [{ namespace, pod }] = selected;
  if (pod.hostNetwork === true) {
    return `Remove hostNetwork: true, with which pods get no sidecar, or remove the ${kind}.`;
  }
  const home = mesh.find('core/Namespace', '', namespace);
  return home === undefined || selected.some((each) => each.namespace !== namespace)
    ? `Put the pods into the mesh (label sidecar.istio.io/inject: "true" on the pod template), or remove the ${kind}.`
    : `Write the label istio-injection: enabled on Namespace ${namespace}, or sidecar.istio.io/inject: "true" on the pod template; or remove the ${kind}.`;
}
