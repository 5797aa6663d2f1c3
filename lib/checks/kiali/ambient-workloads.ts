import type { Mesh } from '../../mesh/reading/mesh';
import type { MeshObject } from '../../mesh/reading/mesh-object';
import { DATAPLANE_MODE, INJECT, INJECTION, REVISION } from '../../mesh/injection';
import { selects } from '../../mesh/workload';
import type { Check } from '../check';
import { authorizationLayer7 } from './shared/layer7';
import { meshNamespaces } from './shared/namespaces';
import { serviceIndex } from './shared/services';
import { hasTargetRefs, hasWaypoint, isEnrolled, isOptedOut, targetServices, USE_WAYPOINT } from './shared/waypoints';
import type { KialiWorkload } from './shared/workloads';
import { isGateway, isWaypoint, workloadIndex } from './shared/workloads';

/** Workloads whose labels say two things about ambient mode. */
export const ambientWorkloads: Check = {
  codes: ['KIA1311', 'KIA1312', 'KIA1313', 'KIA1316', 'KIA1317'],
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
          `The pods of ${name} get a sidecar although the namespace ${namespace} is in ambient mode. Waypoints do not take traffic that sidecars send, so rules for HTTP of other Services there are not the ones in force.`,
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
        say(
          'KIA1317',
          `AuthorizationPolicy ${policy.name} looks into HTTP (${authorizationLayer7(policy.spec)}), and no waypoint takes the traffic to ${name}. ztunnel cannot check such rules: it ignores those of DENY and refuses what those of ALLOW were to allow.`,
          `Set ${USE_WAYPOINT} on the namespace ${namespace} or on the Service, to the name of a waypoint, and attach the policy with targetRefs.`,
        );
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
