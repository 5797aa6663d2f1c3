import type { Mesh } from '../../mesh/reading/mesh';
import type { MeshObject } from '../../mesh/reading/mesh-object';
import { unseenPods } from '../../mesh/unseen-pods';
import type { Report } from '../check';
import { INSTALLED_GATEWAYS } from '../external-manifests';
import { selectorText } from './unmatched-selector';

type Told = Pick<Report, 'message' | 'fix' | 'note'>;

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
): Told | undefined {
  const made = unseenPods(mesh, labels, namespace);
  switch (made?.madeBy) {
    case undefined:
      return undefined;
    case 'istiod':
      return { note: true, ...ofGatewayApi(object, made.gateway.name, made.isWaypoint) };
    case 'installation':
      return {
        note: true,
        message: `${selectorText(labels)} are labels of a gateway that Istio's installation makes. Its pods are not among the manifests, so what depends on them was not checked.`,
        fix: `Name the gateway among the externals of the settings to have it checked: ${installedGateway(labels) ?? 'what kubectl get deployment,service -o yaml prints of it'}.`,
      };
    case 'object':
      return {
        note: true,
        message: `No pod of the manifests has the labels ${selectorText(labels)}. ${made.object.kind} ${made.object.key} may make such pods: what it installs is not among the manifests.`,
        fix: 'Check the manifests that it renders as well (helm template, kustomize build), or name the pods among the externals of the settings.',
      };
  }
}

function ofGatewayApi({ kind }: MeshObject, name: string, isWaypoint: boolean): Told {
  const targetRefs = `targetRefs: [{ group: gateway.networking.k8s.io, kind: Gateway, name: ${name} }]`;
  if (kind === 'Gateway') {
    return {
      message: `The selector is for the pods of Gateway ${name} of the Gateway API. Istio makes them when that Gateway is applied, so they are not among the manifests.`,
      fix: `Leave it, or write the servers as listeners of Gateway ${name}.`,
    };
  }
  return isWaypoint
    ? {
        message: `The selector is for the pods of waypoint ${name}, for which Istio reads no selectors: this ${kind} has no effect there.`,
        fix: `Write instead of selector: ${targetRefs}.`,
      }
    : {
        message: `The selector is for the pods of Gateway ${name}. Istio makes them when the Gateway is applied, so istioctl analyze finds none among the manifests. This ${kind} applies to them all the same.`,
        fix: `Leave it, or write instead of selector what needs no labels: ${targetRefs}.`,
      };
}

/** The name that settings have for a gateway of Istio's own installation. */
function installedGateway(labels: Readonly<Record<string, string>>): string | undefined {
  return [...INSTALLED_GATEWAYS].find(
    ([, { name, selector }]) => labels.istio === selector.istio || labels.app === name,
  )?.[0];
}
