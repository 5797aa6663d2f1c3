import type { Mesh } from '../../mesh/reading/mesh';
import type { MeshObject } from '../../mesh/reading/mesh-object';
import { unseenPods } from '../../mesh/unseen-pods';
import type { Wording } from '../check';
import { INSTALLED_GATEWAYS } from '../external-manifests';
import { selectorText } from './unmatched-selector';

/**
 * What is said of a selector for pods that no manifest shows and that something makes all the same; undefined where nothing is known
 * that would.
 *
 * @param namespace of the pods; undefined for any
 */
export function unseenWorkloads(
  object: MeshObject,
  labels: Readonly<Record<string, string>>,
  namespace: string | undefined,
  mesh: Mesh,
): Wording | undefined {
  const made = unseenPods(mesh, labels, namespace);
  switch (made?.madeBy) {
    case undefined:
      return undefined;
    case 'istiod':
      return {
        note: true,
        related: [{ object: made.gateway }],
        ...ofGatewayApi(object, made.gateway.name, made.isWaypoint),
      };
    case 'controller':
      return {
        note: true,
        related: [{ object: made.gateway }],
        message:
          `The selector is for the pods of Gateway ${made.gateway.name}, which the controller of GatewayClass ${made.gateway.spec.gatewayClassName} creates when the Gateway is applied, ` +
          `so they are not among the manifests. This ${object.kind} applies to them if that controller is istiod, which the manifests do not tell.`,
        fix: 'If it is (PILOT_GATEWAY_API_CONTROLLER_NAME), nothing needs to change. To have it checked, add the pods to the externals in the settings.',
      };
    case 'installation':
      return {
        note: true,
        message: `The selector ${selectorText(labels)} matches a gateway that istioctl or Helm installs. Its pods are not among the manifests, so what depends on them was not checked.`,
        fix: `To have it checked, add ${installedGateway(labels) ?? 'what kubectl get deployment,service -o yaml prints for it'} to the externals in the settings.`,
      };
    case 'object':
      return {
        note: true,
        related: [{ object: made.object }],
        message: `No pod in the manifests has the labels ${selectorText(labels)}. ${made.object.kind} ${made.object.key} may create such pods, but what it installs is not among the manifests.`,
        fix: 'Check the rendered manifests as well (helm template, kustomize build), or add the pods to the externals in the settings.',
      };
  }
}

function ofGatewayApi({ kind }: MeshObject, name: string, isWaypoint: boolean): Wording {
  const targetRefs = `targetRefs: [{ group: gateway.networking.k8s.io, kind: Gateway, name: ${name} }]`;
  if (kind === 'Gateway') {
    return {
      message: `The selector is for the pods of Gateway ${name} of the Gateway API. Istio creates them when that Gateway is applied, so they are not among the manifests.`,
      fix: `Nothing needs to change. You can also write the servers as listeners of Gateway ${name}.`,
    };
  }
  return isWaypoint
    ? {
        message: `The selector is for the pods of waypoint ${name}. For waypoints Istio reads only targetRefs, so this ${kind} has no effect.`,
        fix: `Replace selector with ${targetRefs}.`,
      }
    : {
        message: `The selector is for the pods of Gateway ${name}. Istio creates them when the Gateway is applied, so istioctl analyze finds none in the manifests. This ${kind} applies to them all the same.`,
        fix: `Nothing needs to change. You can also replace selector with ${targetRefs}, which needs no labels.`,
      };
}

/** The name that settings have for a gateway of Istio's own installation. */
function installedGateway(labels: Readonly<Record<string, string>>): string | undefined {
  return [...INSTALLED_GATEWAYS].find(
    ([, { name, selector }]) => labels.istio === selector.istio || labels.app === name,
  )?.[0];
}
