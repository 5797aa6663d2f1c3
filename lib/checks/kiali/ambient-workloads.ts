import type { Mesh } from '../../mesh/reading/mesh';
import type { MeshObject } from '../../mesh/reading/mesh-object';
import { DATAPLANE_MODE, INJECT, INJECTION, REVISION, USE_WAYPOINT } from '../../istio/data-plane-labels';
import { selects } from '../../mesh/workload';
import type { Check } from '../check';
import { VALIDATIONS } from './shared/validations-page';
import { authorizationLayer7 } from './shared/layer7';
import { meshNamespaces } from './shared/namespaces';
import { serviceIndex } from './shared/services';
import { hasTargetRefs, hasWaypoint, isEnrolled, isOptedOut, targetServices } from './shared/waypoints';
import type { KialiWorkload } from './shared/workloads';
import { isGateway, isWaypoint, workloadIndex } from './shared/workloads';

/** Workloads whose labels say two things about ambient mode. */
export const ambientWorkloads: Check = {
  name: 'ambient-workloads',
  mirrors: ['business/checkers/ambient/ambient_workload'],
  codes: {
    KIA1311: {
      name: 'SidecarAndAmbient',
      severity: 'error',
      source: 'kiali',
      summary: 'A workload has labels for a sidecar and for ambient mode.',
      explanation:
        'A pod uses either a sidecar or ztunnel. With labels for both, the sidecar is injected and ztunnel ignores the pod, so the workload is not in ambient mode although its namespace says so. Waypoints do not get the ' +
        'traffic that the sidecar sends.',
      remedy: 'Keep one of the labels.',
      references: [
        VALIDATIONS,
        'https://istio.io/latest/docs/ambient/usage/add-workloads/',
        'https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/',
      ],
    },
    KIA1312: {
      name: 'WaypointOutsideOfAmbient',
      severity: 'warning',
      source: 'kiali',
      summary: 'A workload has the label for a waypoint, but its pods are not in ambient mode.',
      explanation:
        'The label istio.io/use-waypoint is read by ztunnel, which sends the traffic of ambient pods through the ' +
        'waypoint. Pods with a sidecar, or with nothing, do not have ztunnel in the way, so the waypoint and its policies ' +
        'are bypassed.',
      remedy: 'Put the namespace into ambient mode, or take the label away.',
      references: [
        VALIDATIONS,
        'https://istio.io/latest/docs/ambient/usage/waypoint/',
        'https://istio.io/latest/docs/ambient/usage/add-workloads/',
      ],
    },
    KIA1313: {
      name: 'WaypointUnknown',
      severity: 'error',
      source: 'kiali',
      summary: 'A workload is to use a waypoint that does not exist or does not get its traffic.',
      explanation:
        'The label istio.io/use-waypoint names a Gateway of the class istio-waypoint, in the same namespace unless ' +
        'istio.io/use-waypoint-namespace says otherwise. Where it is missing, is for nothing (`istio.io/waypoint-for: ' +
        'none`), or the pods are not in ambient mode, no policy and no route for HTTP is applied.',
      remedy: 'Deploy the waypoint, or write the name of one that exists.',
      references: [VALIDATIONS, 'https://istio.io/latest/docs/ambient/usage/waypoint/'],
    },
    KIA1316: {
      name: 'SidecarInAmbientNamespace',
      severity: 'warning',
      source: 'kiali',
      summary: 'Pods get a sidecar in an ambient namespace.',
      explanation:
        'The namespace is in ambient mode, and the pods ask for a sidecar themselves. They keep working, as sidecars can ' +
        'talk to ztunnel, but they do not use the waypoints of Services that they call, so policies and routes there are ' +
        'not applied to their requests.',
      remedy: 'Take the label for injection away, or say istio.io/dataplane-mode: none on purpose.',
      references: [VALIDATIONS, 'https://istio.io/latest/docs/ambient/usage/add-workloads/'],
    },
    KIA1317: {
      name: 'PolicyForHttpWithoutWaypoint',
      severity: 'warning',
      source: 'kiali',
      summary: 'An AuthorizationPolicy for HTTP applies to a workload that has no waypoint.',
      explanation:
        'Traffic of an ambient namespace goes through ztunnel, which knows connections and identities and nothing of ' +
        'HTTP; what looks into requests is done by a waypoint. Of a policy that looks into requests ztunnel can check ' +
        'nothing: DENY rules for HTTP are left out, and ALLOW rules for HTTP match nothing, so the requests that they ' +
        'were for are rejected.',
      remedy: 'Give the workload a waypoint, and attach the policy with targetRefs.',
      references: [
        VALIDATIONS,
        'https://istio.io/latest/docs/ambient/usage/waypoint/',
        'https://istio.io/latest/docs/reference/config/security/authorization-policy/',
      ],
    },
  },
  run(mesh, report) {
    const namespaces = mesh.derive(meshNamespaces);
    const policies = mesh.derive(policyOfWorkload);
    for (const workload of mesh.derive(workloadIndex).all) {
      const { object, namespace, name, labels, hasPods, dataPlane } = workload;
      if (object === undefined || !namespaces.inMesh(namespace)) {
        continue;
      }
      const path =
        workload.workload === undefined || workload.workload.path === ''
          ? 'metadata.labels'
          : `${workload.workload.path}.metadata.labels`;
      const say = (code: string, message: string, fix: string, absence = false): void =>
        report({ code, object, path, message, fix, absence });
      const asksAmbient = isAmbientByLabel(mesh, workload);
      const asksWaypoint = hasPods && !isOptedOut(workload) && isEnrolled(mesh, labels, namespace);
      const waypoint = labels[USE_WAYPOINT] ?? namespaces.labels(namespace)[USE_WAYPOINT];
      if (asksAmbient && isSidecarByLabel(mesh, workload)) {
        say(
          'KIA1311',
          `The labels of ${name} and of the namespace ${namespace} ask for a sidecar and for ambient mode at once. The sidecar wins, and ztunnel leaves the pods alone.`,
          `Keep one: ${DATAPLANE_MODE}: ambient, or ${INJECTION} and ${REVISION}.`,
        );
      }
      if (asksWaypoint && dataPlane !== 'ambient') {
        say(
          'KIA1312',
          `${name} is to use the waypoint "${waypoint}", and its pods are not in ambient mode. Only ztunnel sends traffic to a waypoint, so it is bypassed.`,
          `Set ${DATAPLANE_MODE}: ambient on the namespace ${namespace}, or take ${USE_WAYPOINT} away.`,
        );
      }
      if (asksWaypoint && !hasWaypoint(mesh, workload)) {
        say(
          'KIA1313',
          `${name} is to use the waypoint "${waypoint}", and no waypoint of that name takes its traffic. Policies and routes for HTTP are not applied.`,
          `Add the Gateway "${waypoint}" of the class istio-waypoint in ${namespace}, or set ${USE_WAYPOINT} and istio.io/use-waypoint-namespace to one that exists.`,
          true,
        );
      }
      if (hasPods && dataPlane === 'sidecar' && namespaces.isAmbient(namespace)) {
        say(
          'KIA1316',
          `The pods of ${name} get a sidecar although the namespace ${namespace} is in ambient mode. Waypoints do not take traffic that sidecars send, so rules for HTTP of other Services there are not the ones that apply.`,
          `Take ${INJECT} and other labels for injection away, or set ${DATAPLANE_MODE}: none on the pods.`,
        );
      }
      const policy = policies.get(workload);
      if (
        policy !== undefined &&
        !isExempt(workload) &&
        (dataPlane === 'ambient' || asksAmbient) &&
        !hasWaypoint(mesh, workload)
      ) {
        report({
          code: 'KIA1317',
          object,
          path,
          related: [{ object: policy }],
          message: `AuthorizationPolicy ${policy.name} looks into HTTP (${authorizationLayer7(policy.spec)}), and no waypoint takes the traffic to ${name}. ztunnel cannot check such rules: it ignores those of DENY and rejects what those of ALLOW were to allow.`,
          fix: `Set ${USE_WAYPOINT} on the namespace ${namespace} or on the Service, to the name of a waypoint, and attach the policy with targetRefs.`,
        });
      }
    }
  },
};

function isExempt(workload: KialiWorkload): boolean {
  return isWaypoint(workload) || isGateway(workload) || isOptedOut(workload);
}

function isAmbientByLabel(mesh: Mesh, { namespace, labels }: KialiWorkload): boolean {
  const mode = labels[DATAPLANE_MODE];
  return mode === 'ambient' || (mode !== 'none' && mesh.derive(meshNamespaces).isAmbient(namespace));
}

function isSidecarByLabel(mesh: Mesh, { namespace, labels }: KialiWorkload): boolean {
  const around = mesh.derive(meshNamespaces).labels(namespace);
  const enabled = around[INJECTION] === 'enabled' || (around[REVISION] ?? '') !== '' || labels[INJECT] === 'enabled';
  return enabled && around[INJECTION] !== 'disabled' && labels[INJECT] !== 'none';
}

type AuthorizationPolicy = MeshObject<'security.istio.io/AuthorizationPolicy'>;

/** The first AuthorizationPolicy for HTTP that applies to each workload. */
function policyOfWorkload(mesh: Mesh): Map<KialiWorkload, AuthorizationPolicy> {
  const workloads = mesh.derive(workloadIndex);
  const services = mesh.derive(serviceIndex);
  const found = new Map<KialiWorkload, AuthorizationPolicy>();
  const wide = new Set<string>();
  for (const policy of mesh.all('security.istio.io/AuthorizationPolicy')) {
    const { namespace, spec } = policy;
    if (authorizationLayer7(spec) === undefined || wide.has(namespace)) {
      continue;
    }
    const named = targetServices(spec)
      .map((name) => services.find(namespace, name)?.spec.selector ?? {})
      .filter((selector) => Object.keys(selector).length > 0);
    const selector = spec.selector?.matchLabels ?? {};
    const selectors = hasTargetRefs(spec) ? named : [selector];
    for (const each of selectors) {
      for (const workload of workloads.select(each, namespace)) {
        found.set(workload, found.get(workload) ?? policy);
      }
    }
    if (selectors.some((each) => selects(each, {}))) {
      wide.add(namespace);
    }
  }
  return found;
}
