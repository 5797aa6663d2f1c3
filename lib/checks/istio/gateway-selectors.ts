import { analyzed } from './shared/analyzed';
import type { Mesh } from '../../mesh/reading/mesh';
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

/** Policies that select the pods of a Gateway of the Gateway API by labels, which Istio does not honor there. */
export const gatewaySelectors: Check = {
  codes: ['IST0166'],
  run(mesh, report) {
    const gateways = mesh.derive(gatewayPods);
    for (const object of POLICIES.flatMap((kind) => analyzed<(typeof POLICIES)[number]>(mesh, kind))) {
      const { selector, targetRef } = object.spec;
      if (selector === undefined || targetRef !== undefined) {
        continue;
      }
      const labels = selector.matchLabels ?? {};
      for (const gateway of gateways(object.namespace, labels)) {
        report({
          code: 'IST0166',
          object,
          path: 'spec.selector',
          message:
            `${Object.keys(labels).length === 0 ? 'The empty selector' : `The selector ${selectorText(labels)}`} takes the pods of Gateway ${gateway}, which Istio made for the Gateway API. ` +
            `For those it reads targetRefs only, so this ${object.kind} is not in force there.`,
          fix: `Write instead of selector: targetRefs: [{ group: gateway.networking.k8s.io, kind: Gateway, name: ${gateway} }].`,
        });
      }
    }
  },
};

/** The Gateways whose pods have labels. */
function gatewayPods(mesh: Mesh): (namespace: string, labels: Record<string, string>) => Set<string> {
  const pods = new PodIndex(mesh.derive(analyzedPods).all.filter(({ labels }) => labels[GATEWAY_NAME] !== undefined));
  const gateways = new Set(mesh.all('gateway.networking.k8s.io/Gateway').map(({ key }) => key));
  return (namespace, labels) => {
    const names = new Set(pods.select(labels, namespace).flatMap((each) => each.labels[GATEWAY_NAME] ?? []));
    const named = labels[GATEWAY_NAME];
    // Istio makes the pods of a Gateway, so they are hardly ever among the manifests.
    return named !== undefined && Object.keys(labels).length === 1 && gateways.has(`${namespace}/${named}`)
      ? names.add(named)
      : names;
  };
}
