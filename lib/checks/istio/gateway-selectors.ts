import { analyzed } from './shared/analyzed';
import { WAYPOINT_CLASS } from '../../istio/waypoint';
import type { Mesh } from '../../mesh/reading/mesh';
import type { MeshObject } from '../../mesh/reading/mesh-object';
import { PodIndex } from '../../mesh/pod-index';
import { analyzedPods } from './shared/analyzed-pods';
import type { Check } from '../check';
import { selectorText } from './unmatched-selector';

const POLICIES = [
  'extensions.istio.io/WasmPlugin',
  'security.istio.io/AuthorizationPolicy',
  'security.istio.io/RequestAuthentication',
  'telemetry.istio.io/Telemetry',
] as const;
const GATEWAY_NAME = 'gateway.networking.k8s.io/gateway-name';
const MANAGED = 'gateway.istio.io/managed';

/**
 * Policies that select the pods of a Gateway of the Gateway API by labels. istiod reads such selectors for gateways, unless
 * ENABLE_SELECTOR_BASED_K8S_GATEWAY_POLICY is off, and never for waypoints (`pilot/pkg/model/policyattachment.go:
 * ShouldAttachPolicy`).
 */
export const gatewaySelectors: Check = {
  name: 'gateway-selectors',
  mirrors: ['k8sgateway.SelectorAnalyzer'],
  codes: {
    IST0166: {
      name: 'IneffectiveSelector',
      severity: 'warning',
      source: 'istio',
      summary: 'A policy selects the pods of a Gateway of the Gateway API by labels.',
      explanation:
        'Policies are attached to a `gateway.networking.k8s.io` Gateway with `targetRefs`. On a waypoint a policy ' +
        'with a `selector` has no effect, even when the labels fit: it neither authenticates nor authorizes ' +
        'requests. On other Gateways istiod still applies it, although `istioctl analyze` says that it does not; this is ' +
        'only a note here. With `ENABLE_SELECTOR_BASED_K8S_GATEWAY_POLICY=false` istiod no longer applies it.',
      remedy: 'Write `targetRefs` with the name of the Gateway instead of `selector`.',
      references: [
        'https://istio.io/latest/docs/reference/config/analysis/ist0166/',
        'https://istio.io/latest/docs/tasks/traffic-management/ingress/gateway-api/',
      ],
    },
  },
  run(mesh, report) {
    const gateways = mesh.derive(gatewayPods);
    for (const object of POLICIES.flatMap((kind) => analyzed<(typeof POLICIES)[number]>(mesh, kind))) {
      const { selector, targetRef } = object.spec;
      if (selector === undefined || targetRef !== undefined) {
        continue;
      }
      const labels = selector.matchLabels ?? {};
      const what = Object.keys(labels).length === 0 ? 'The empty selector' : `The selector ${selectorText(labels)}`;
      for (const [name, isWaypoint] of gateways(object.namespace, labels)) {
        const targetRefs = `targetRefs: [{ group: gateway.networking.k8s.io, kind: Gateway, name: ${name} }]`;
        report({
          code: 'IST0166',
          object,
          path: 'spec.selector',
          ...(isWaypoint
            ? {
                message: `${what} selects the pods of waypoint ${name}. For waypoints Istio reads only targetRefs, so this ${object.kind} has no effect there.`,
                fix: `Replace selector with ${targetRefs}.`,
              }
            : {
                severity: 'info',
                message:
                  `${what} selects the pods of Gateway ${name} of the Gateway API. istioctl analyze says that such a selector is ignored, but istiod applies this ${object.kind} ` +
                  'to them, unless ENABLE_SELECTOR_BASED_K8S_GATEWAY_POLICY is set to false.',
                fix: `Leave it, or replace selector with ${targetRefs}, which works with every setting.`,
              }),
        });
      }
    }
  },
};

/** The Gateways whose pods have labels, and whether each is a waypoint. */
function gatewayPods(mesh: Mesh): (namespace: string, labels: Record<string, string>) => Map<string, boolean> {
  const pods = new PodIndex(mesh.derive(analyzedPods).all.filter(({ labels }) => labels[GATEWAY_NAME] !== undefined));
  const find = (namespace: string, name: string): MeshObject<'gateway.networking.k8s.io/Gateway'> | undefined =>
    mesh.find('gateway.networking.k8s.io/Gateway', namespace, name);
  const isWaypoint = (namespace: string, name: string, managed?: string): boolean =>
    managed === 'istio.io-mesh-controller' || find(namespace, name)?.spec.gatewayClassName === WAYPOINT_CLASS;
  return (namespace, labels) => {
    const names = new Map(
      pods
        .select(labels, namespace)
        .map((each): [string, boolean] => [
          each.labels[GATEWAY_NAME],
          isWaypoint(namespace, each.labels[GATEWAY_NAME], each.labels[MANAGED]),
        ]),
    );
    const named = labels[GATEWAY_NAME];
    // Istio makes the pods of a Gateway, so they are hardly ever among the manifests.
    return named !== undefined && Object.keys(labels).length === 1 && find(namespace, named) !== undefined
      ? names.set(named, isWaypoint(namespace, named))
      : names;
  };
}
