import type { Kind } from '../../mesh/reading/kind';
import type { Mesh } from '../../mesh/reading/mesh';
import type { MeshObject } from '../../mesh/reading/mesh-object';
import type { Check } from '../check';
import { VALIDATIONS } from './shared/validations-page';
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
  name: 'ambient-policies',
  mirrors: ['business/checkers/ambient_policy'],
  codes: {
    KIA0109: {
      name: 'AuthorizationPolicyWithoutWaypoint',
      severity: 'warning',
      source: 'kiali',
      summary: 'The target of an AuthorizationPolicy for HTTP has no waypoint.',
      explanation:
        'Traffic of an ambient namespace goes through ztunnel, which handles connections and identities but not HTTP; only a waypoint processes HTTP requests. A rule with methods, paths, hosts or claims is not ' +
        'checked: ztunnel rejects what such an ALLOW rule should allow, and ignores such a DENY rule. Traffic goes ' +
        'through a waypoint when the label istio.io/use-waypoint of the Service, the pods or the namespace names one; ' +
        'a running waypoint is not enough.',
      remedy: 'Set the label istio.io/use-waypoint on the namespace or on the Service.',
      references: [
        VALIDATIONS,
        'https://istio.io/latest/docs/ambient/usage/waypoint/',
        'https://istio.io/latest/docs/reference/config/security/authorization-policy/',
      ],
    },
    KIA0110: {
      name: 'AuthorizationPolicyNotAttached',
      severity: 'warning',
      source: 'kiali',
      summary: 'An AuthorizationPolicy for HTTP in an ambient namespace is not attached with targetRefs.',
      explanation:
        'Traffic of an ambient namespace goes through ztunnel, which handles connections and identities but not HTTP; only a waypoint processes HTTP requests. A waypoint takes a policy when targetRefs names the ' +
        'Service or the waypoint itself. A selector selects pods, but the waypoint is another pod, so it ignores such a policy. The object looks right, and works with sidecars; in ambient mode nothing applies it.',
      remedy: 'Write targetRefs with the Service or the waypoint in place of the selector.',
      references: [
        VALIDATIONS,
        'https://istio.io/latest/docs/ambient/usage/l7-features/',
        'https://istio.io/latest/docs/reference/config/security/authorization-policy/',
      ],
    },
    KIA1110: {
      name: 'RequestAuthenticationWithoutWaypoint',
      severity: 'warning',
      source: 'kiali',
      summary: 'The target of a RequestAuthentication has no waypoint.',
      explanation:
        'Traffic of an ambient namespace goes through ztunnel, which handles connections and identities but not HTTP; only a waypoint processes HTTP requests. Tokens are not read, so rules on request principals match nobody. Traffic goes through a waypoint when the label istio.io/use-waypoint of the Service, ' +
        'the pods or the namespace names one; a running waypoint is not enough.',
      remedy: 'Set the label istio.io/use-waypoint on the namespace or on the Service.',
      references: [
        VALIDATIONS,
        'https://istio.io/latest/docs/ambient/usage/waypoint/',
        'https://istio.io/latest/docs/reference/config/security/request_authentication/',
      ],
    },
    KIA1111: {
      name: 'WasmPluginWithoutWaypoint',
      severity: 'warning',
      source: 'kiali',
      summary: 'The target of a WasmPlugin has no waypoint.',
      explanation:
        'Traffic of an ambient namespace goes through ztunnel, which handles connections and identities but not HTTP; only a waypoint processes HTTP requests. No proxy loads the module, so it has no effect on requests. Traffic goes through a waypoint when the label istio.io/use-waypoint of the Service, the pods ' +
        'or the namespace names one; a running waypoint is not enough.',
      remedy: 'Set the label istio.io/use-waypoint on the namespace or on the Service.',
      references: [
        VALIDATIONS,
        'https://istio.io/latest/docs/ambient/usage/waypoint/',
        'https://istio.io/latest/docs/reference/config/proxy_extensions/wasm-plugin/',
      ],
    },
    KIA1112: {
      name: 'TelemetryWithoutWaypoint',
      severity: 'warning',
      source: 'kiali',
      summary: 'The target of a Telemetry for HTTP has no waypoint.',
      explanation:
        'Traffic of an ambient namespace goes through ztunnel, which handles connections and identities but not HTTP; only a waypoint processes HTTP requests. There are no spans, access logs and metrics of requests, ' +
        'only those of connections. Traffic goes through a waypoint when the label istio.io/use-waypoint of the Service, ' +
        'the pods or the namespace names one; a running waypoint is not enough.',
      remedy: 'Set the label istio.io/use-waypoint on the namespace or on the Service.',
      references: [
        VALIDATIONS,
        'https://istio.io/latest/docs/ambient/usage/waypoint/',
        'https://istio.io/latest/docs/reference/config/telemetry/',
      ],
    },
    KIA1115: {
      name: 'RequestAuthenticationNotAttached',
      severity: 'warning',
      source: 'kiali',
      summary: 'A RequestAuthentication in an ambient namespace is not attached with targetRefs.',
      explanation:
        'Traffic of an ambient namespace goes through ztunnel, which handles connections and identities but not HTTP; only a waypoint processes HTTP requests. A waypoint takes a policy when targetRefs names the ' +
        'Service or the waypoint itself. A selector selects pods, but the waypoint is another pod, so it ignores such a policy. The object looks right, and works with sidecars; in ambient mode nothing applies it.',
      remedy: 'Write targetRefs with the Service or the waypoint in place of the selector.',
      references: [
        VALIDATIONS,
        'https://istio.io/latest/docs/ambient/usage/l7-features/',
        'https://istio.io/latest/docs/reference/config/security/request_authentication/',
      ],
    },
    KIA1116: {
      name: 'WasmPluginNotAttached',
      severity: 'warning',
      source: 'kiali',
      summary: 'A WasmPlugin in an ambient namespace is not attached with targetRefs.',
      explanation:
        'Traffic of an ambient namespace goes through ztunnel, which handles connections and identities but not HTTP; only a waypoint processes HTTP requests. A waypoint takes a policy when targetRefs names the ' +
        'Service or the waypoint itself. A selector selects pods, but the waypoint is another pod, so it ignores such a policy. The object looks right, and works with sidecars; in ambient mode nothing applies it.',
      remedy: 'Write targetRefs with the Service or the waypoint in place of the selector.',
      references: [
        VALIDATIONS,
        'https://istio.io/latest/docs/ambient/usage/l7-features/',
        'https://istio.io/latest/docs/reference/config/proxy_extensions/wasm-plugin/',
      ],
    },
    KIA1117: {
      name: 'TelemetryNotAttached',
      severity: 'warning',
      source: 'kiali',
      summary: 'A Telemetry for HTTP in an ambient namespace is not attached with targetRefs.',
      explanation:
        'Traffic of an ambient namespace goes through ztunnel, which handles connections and identities but not HTTP; only a waypoint processes HTTP requests. A waypoint takes a policy when targetRefs names the ' +
        'Service or the waypoint itself. A selector selects pods, but the waypoint is another pod, so it ignores such a policy. The object looks right, and works with sidecars; in ambient mode nothing applies it.',
      remedy: 'Write targetRefs with the Service or the waypoint in place of the selector.',
      references: [
        VALIDATIONS,
        'https://istio.io/latest/docs/ambient/usage/l7-features/',
        'https://istio.io/latest/docs/reference/config/telemetry/',
      ],
    },
  },
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
            message: `${object.namespace} is in ambient mode, and waypoints only apply policies that name their target in targetRefs. ztunnel does not look into HTTP, so ${why} has no effect${kind === 'security.istio.io/AuthorizationPolicy' ? ' but to reject: ztunnel drops ALLOW rules that it cannot check' : ''}.`,
            fix: 'Write targetRefs with the Service (kind: Service) or the waypoint (kind: Gateway, group: gateway.networking.k8s.io) in place of the selector.',
          });
        }
        if (why !== undefined && missesWaypoint(mesh, target, object.namespace)) {
          report({
            code: unenrolled,
            object,
            path: 'spec',
            message: `Traffic to the target of this ${object.kind} does not go through a waypoint: neither the target nor the namespace ${object.namespace} has the label istio.io/use-waypoint. Nothing applies ${why}.`,
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
