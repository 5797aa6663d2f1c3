import type { Check } from '../check';
import { VALIDATIONS } from './shared/validations-page';
import { unseenWorkloads } from '../istio/unseen-workloads';
import { labelText, unmatchedLabels } from './shared/labels';
import { checkedObjects } from './shared/namespaces';
import { selectorOf } from './shared/selectors';
import { workloadIndex } from './shared/workloads';

const KINDS = [
  'networking.istio.io/Sidecar',
  'security.istio.io/AuthorizationPolicy',
  'security.istio.io/PeerAuthentication',
  'security.istio.io/RequestAuthentication',
] as const;

/** Kinds whose selectors reach into all namespaces when they stand in the root namespace. */
const MESH_WIDE = new Set(['AuthorizationPolicy', 'RequestAuthentication']);

/** Selectors that no workload fits. */
export const selectorWorkloads: Check = {
  name: 'selector-workloads',
  mirrors: ['business/checkers/common/workload_selector'],
  codes: {
    KIA0004: {
      name: 'SelectorWithoutWorkload',
      severity: 'warning',
      source: 'kiali',
      summary: 'No workload has the labels that a selector asks for.',
      explanation:
        'A selector is compared with the labels of pods, which come from the pod template and not from the labels of the ' +
        'Deployment. If no pod matches, there is no error: an AuthorizationPolicy protects nothing, a PeerAuthentication still allows plain text, and a Sidecar limits nothing. That is hard to see, because the ' +
        'object itself is there.',
      remedy: 'Write the labels that the pod template has, or remove the object.',
      references: [
        VALIDATIONS,
        'https://istio.io/latest/docs/reference/config/security/authorization-policy/',
        'https://istio.io/latest/docs/reference/config/security/peer_authentication/',
      ],
      twin: 'IST0127',
    },
  },
  run(mesh, report) {
    const workloads = mesh.derive(workloadIndex);
    const { rootNamespace } = mesh.context;
    for (const object of KINDS.flatMap((kind) => checkedObjects(mesh, kind))) {
      const { labels, path } = selectorOf(object);
      const everywhere = object.namespace === rootNamespace && MESH_WIDE.has(object.kind);
      const within = everywhere ? undefined : object.namespace;
      if (Object.keys(labels).length > 0 && workloads.select(labels, within).length === 0) {
        const unseen = unseenWorkloads(object, labels, within, mesh);
        if (unseen !== undefined && mesh.context.world === 'open') {
          continue;
        }
        report({
          code: 'KIA0004',
          object,
          path,
          absence: true,
          message: `No workload${within === undefined ? '' : ` in ${within}`} has the labels ${labelText(labels)}. This ${object.kind} applies to nothing.`,
          fix: unmatchedLabels(mesh, labels, object.namespace),
          ...unseen,
        });
      }
    }
  },
};
