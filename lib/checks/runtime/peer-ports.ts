import { mutualTlsMode } from '../../mesh/mutual-tls';
import { serviceOnlyPorts } from '../../mesh/pod-ports';
import { pods } from '../../mesh/pods';
import type { Check } from '../check';
import { leadsWords, podPortsFix, servicesOf } from './service-only-ports';

/** Ports of Services in PeerAuthentications, which are for those of pods. */
export const peerPorts: Check = {
  name: 'peer-ports',
  mirrors: ['pilot/pkg/security/authn/policy_applier.go: ComposePeerAuthentication'],
  codes: {
    CDI0420: {
      name: 'MutualTlsPortOfService',
      severity: 'error',
      source: 'cdk8s-istio',
      summary: 'A PeerAuthentication sets the mode of a port that only a Service has.',
      explanation:
        'The keys of `portLevelMtls` are ports of the pods (`targetPort`). A port that only the Service has is never looked up, and the pods take connections on their port as the rest of the policy says: a port that should be open to plain text stays STRICT, and its callers are reset, or one that should be strict takes plain text. Nothing is reported if some of the pods declare the port or another Service leads to it.',
      remedy: 'Write the targetPort of the Service.',
      references: [
        'https://istio.io/latest/docs/reference/config/security/peer_authentication/#PeerAuthentication',
        'https://istio.io/latest/docs/tasks/security/authentication/authn-policy/#enable-mutual-tls-per-workload',
      ],
    },
  },
  run(mesh, report) {
    for (const object of mesh.all('security.istio.io/PeerAuthentication')) {
      const { selector, portLevelMtls = {} } = object.spec;
      const labels = selector?.matchLabels ?? {};
      // One of the root namespace that selects pods counts for none.
      if (Object.keys(labels).length === 0 || object.namespace === mesh.context.rootNamespace) {
        continue;
      }
      const chosen = pods(mesh).select(labels, object.namespace);
      for (const [key, { mode = 'UNSET' }] of Object.entries(portLevelMtls)) {
        const leading = serviceOnlyPorts(mesh, chosen, Number(key));
        const [first] = leading;
        if (first === undefined) {
          continue;
        }
        const now = mutualTlsMode(mesh, chosen[0], first.target).mode;
        const isSame = mode === 'UNSET' || mode === now;
        report({
          code: 'CDI0420',
          object,
          path: `spec.portLevelMtls[${key}]`,
          related: servicesOf(leading),
          severity: isSame ? 'warning' : undefined,
          message: `${leadsWords(leading)} portLevelMtls is for ports of the pods, so ${key} has no effect${isSame ? '.' : `: the pods stay ${now} on port ${first.target}. ${EFFECTS[now]}`}`,
          fix: podPortsFix(leading, (port) => `"${port}"`),
        });
      }
    }
  },
};

/** What those see for whom the port should be another. */
const EFFECTS = {
  STRICT: 'Callers without mutual TLS are reset.',
  PERMISSIVE: 'They take plain text and mutual TLS.',
  DISABLE: 'They take plain text only.',
} as const;
