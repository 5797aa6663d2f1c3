import type { Kind } from '../../mesh/reading/kind';
import type { Mesh } from '../../mesh/reading/mesh';
import type { MeshObject } from '../../mesh/reading/mesh-object';
import type { Check } from '../check';
import { authorizationLayer7, telemetryLayer7 } from './shared/layer7';
import { checkedObjects, meshNamespaces } from './shared/namespaces';
import type { PolicyTarget } from './shared/waypoints';
import { hasTargetRefs, missesWaypoint } from './shared/waypoints';

/** A kind that only a waypoint applies, and the codes of its two mistakes. */
interface Rule<K extends Kind = Kind> {
  readonly kind: K;
  readonly detached: string;
  readonly unenrolled: string;
  /** What of it needs a waypoint; undefined for what ztunnel does by itself. */
  readonly layer7: (object: MeshObject<K>) => string | undefined;
}

const rule = <K extends Kind>(one: Rule<K>): Rule => one as unknown as Rule;

const RULES: readonly Rule[] = [
  rule({
    kind: 'security.istio.io/AuthorizationPolicy',
    detached: 'KIA0110',
    unenrolled: 'KIA0109',
    layer7: ({ spec }) => authorizationLayer7(spec),
  }),
  rule({
    kind: 'security.istio.io/RequestAuthentication',
    detached: 'KIA1115',
    unenrolled: 'KIA1110',
    layer7: () => 'jwtRules',
  }),
  rule({
    kind: 'extensions.istio.io/WasmPlugin',
    detached: 'KIA1116',
    unenrolled: 'KIA1111',
    layer7: () => 'the module',
  }),
  rule({
    kind: 'telemetry.istio.io/Telemetry',
    detached: 'KIA1117',
    unenrolled: 'KIA1112',
    layer7: ({ spec }) => telemetryLayer7(spec),
  }),
];

/** Policies in ambient namespaces that no waypoint applies. */
export const ambientPolicies: Check = {
  codes: RULES.flatMap(({ detached, unenrolled }) => [detached, unenrolled]),
  run(mesh, report) {
    for (const { kind, detached, unenrolled, layer7 } of RULES) {
      for (const object of ambientObjects(mesh, kind)) {
        const why = layer7(object);
        const target = object.spec as PolicyTarget;
        if (why !== undefined && !hasTargetRefs(target)) {
          report({
            code: detached,
            object,
            path: target.selector === undefined ? 'spec' : 'spec.selector',
            message: `${object.namespace} is in ambient mode, and waypoints take only policies that name what they are for in targetRefs. ztunnel does not look into HTTP, so ${why} has no effect${kind === 'security.istio.io/AuthorizationPolicy' ? ' but to refuse: ztunnel drops ALLOW rules that it cannot check' : ''}.`,
            fix: 'Write targetRefs with the Service (kind: Service) or the waypoint (kind: Gateway, group: gateway.networking.k8s.io) in place of the selector.',
          });
        }
        if (why !== undefined && missesWaypoint(mesh, target, object.namespace)) {
          report({
            code: unenrolled,
            object,
            path: 'spec',
            message: `Traffic to what this ${object.kind} is for does not go through a waypoint: neither it nor the namespace ${object.namespace} has the label istio.io/use-waypoint. Nothing applies ${why}.`,
            fix: `Set the label istio.io/use-waypoint to the name of a waypoint, on the namespace ${object.namespace} or on the Service.`,
          });
        }
      }
    }
  },
};

function ambientObjects(mesh: Mesh, kind: Kind): MeshObject[] {
  const namespaces = mesh.derive(meshNamespaces);
  return checkedObjects(mesh, kind).filter(({ namespace }) => namespaces.isAmbient(namespace));
}
