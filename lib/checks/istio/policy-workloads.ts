import { analyzed } from './shared/analyzed';
import { DATAPLANE_MODE } from '../../istio/data-plane-labels';
import { isAmbientNamespace } from '../../mesh/injection';
import type { Mesh } from '../../mesh/reading/mesh';
import type { MeshObject } from '../../mesh/reading/mesh-object';
import type { PodIndex, SelectablePods } from '../../mesh/pod-index';
import { analyzedPods } from './shared/analyzed-pods';
import type { Check, Reporter, Wording } from '../check';
import { listed, selectorText, unmatchedSelector } from './unmatched-selector';
import { unseenWorkloads } from './unseen-workloads';

/** AuthorizationPolicies that no proxy enforces, because there is no pod for them. */
export const policyWorkloads: Check = {
  name: 'policy-workloads',
  mirrors: ['auth.AuthorizationPoliciesAnalyzer'],
  codes: {
    IST0127: {
      name: 'NoMatchingWorkloadsFound',
      severity: 'warning',
      source: 'istio',
      summary: 'An AuthorizationPolicy applies to no workload.',
      explanation:
        'A policy is enforced by the proxies of the pods that it selects, in its own namespace, or in the whole ' +
        'mesh when it is in the root namespace. If no pod has the labels, or the pods have no proxy, nothing enforces it. For a DENY policy that means that every request is allowed, without any error. In ambient mode ztunnel enforces policies; istioctl recognizes that only for running pods, not for a pod template.',
      remedy: 'Write labels that the pods have, in their namespace, and make sure that the pods have a proxy.',
      references: [
        'https://istio.io/latest/docs/reference/config/analysis/ist0127/',
        'https://istio.io/latest/docs/reference/config/security/authorization-policy/',
      ],
    },
  },
  run(mesh, report) {
    const pods = mesh.derive(analyzedPods);
    for (const policy of analyzed(mesh, 'security.istio.io/AuthorizationPolicy')) {
      const { selector } = policy.spec;
      if (selector !== undefined) {
        selected(policy, selector.matchLabels ?? {}, pods, mesh, report);
      } else if (policy.namespace !== mesh.context.rootNamespace) {
        wholeNamespace(policy, pods, mesh, report);
      }
    }
  },
};

type Policy = MeshObject<'security.istio.io/AuthorizationPolicy'>;

function selected(object: Policy, labels: Record<string, string>, pods: PodIndex, mesh: Mesh, report: Reporter): void {
  const { namespace } = object;
  const meshWide = namespace === mesh.context.rootNamespace;
  const found = pods.select(labels, meshWide ? undefined : namespace);
  if (found.some(({ inMesh }) => inMesh)) {
    return;
  }
  const where = meshWide ? 'the mesh' : `the namespace ${namespace}`;
  const what = Object.keys(labels).length === 0 ? '' : ` with ${selectorText(labels)}`;
  const path = 'spec.selector.matchLabels';
  // Of the ingress gateway that Istio takes for granted, nothing is known.
  const isUnseen = found.every(({ workload }) => workload === undefined);
  const unseen = isUnseen ? unseenWorkloads(object, labels, meshWide ? undefined : namespace, mesh) : undefined;
  const told = attached(object) ?? unseen ?? (found.length === 0 ? undefined : ambient(found, mesh));
  if (told !== undefined) {
    report({ code: 'IST0127', object, path, ...told });
    return;
  }
  report({
    code: 'IST0127',
    object,
    path,
    message:
      found.length === 0
        ? `No pod of ${where} has the labels ${selectorText(labels)}, so no proxy enforces this policy: requests that it should reject are allowed.`
        : `The pods of ${where}${what} have no proxy, so nothing enforces this policy: requests that it should reject are allowed.`,
    fix: found.length > 0 ? INJECT : meshWide ? meshWideFix(labels) : unmatchedSelector(pods, labels, namespace),
    absence: true,
  });
}

function wholeNamespace(object: Policy, pods: PodIndex, mesh: Mesh, report: Reporter): void {
  const there = pods.in(object.namespace);
  // A chart of policies alone is nothing unusual: in an open world their workloads are elsewhere.
  if (pods.isInMesh(object.namespace) || (there.length === 0 && mesh.context.world === 'open')) {
    return;
  }
  const told = attached(object) ?? (there.length === 0 ? undefined : ambient(there, mesh));
  if (told !== undefined) {
    report({ code: 'IST0127', object, path: 'spec', ...told });
    return;
  }
  report({
    code: 'IST0127',
    object,
    path: 'spec',
    message:
      there.length === 0
        ? `The policy applies to all workloads of the namespace ${object.namespace}, but there are none: it has no effect.`
        : `The policy applies to all workloads of the namespace ${object.namespace}, but none of them has a proxy: nothing enforces it.`,
    fix:
      there.length === 0
        ? `Write in metadata.namespace the namespace of the workloads, or ${mesh.context.rootNamespace} for the whole mesh.`
        : INJECT,
    absence: true,
  });
}

/** What is true of a policy that names what it is for. Undefined for one that selects pods. */
function attached({ spec: { targetRef, targetRefs = [] } }: Policy): Wording | undefined {
  const targets = targetRefs.length > 0 || targetRef === undefined ? targetRefs : [targetRef];
  return targets.length === 0
    ? undefined
    : {
        severity: 'info',
        message:
          `targetRefs attach the policy to ${listed(targets.map(({ kind = '', name = '' }) => `${kind} ${name}`))}: its gateway or waypoint enforces it. istioctl ` +
          'analyze does not read targetRefs: it looks for pods with a proxy and finds none.',
        fix: 'Nothing needs to change.',
      };
}

/** What is true of pods that are meant for ztunnel. Undefined where none of them are. */
function ambient(pods: readonly SelectablePods[], mesh: Mesh): Wording | undefined {
  const around = pods.filter((each) => {
    const namespace = mesh.find('core/Namespace', '', each.namespace);
    return each.labels[DATAPLANE_MODE] === 'ambient' || (namespace !== undefined && isAmbientNamespace(namespace));
  });
  if (around.length === 0) {
    return undefined;
  }
  if (around.every(({ labels }) => labels[DATAPLANE_MODE] === 'none')) {
    return {
      message: `The pods of the policy have the label ${DATAPLANE_MODE}: none in an ambient namespace, so ztunnel ignores their traffic: requests that the policy should reject are allowed.`,
      fix: `Remove the label ${DATAPLANE_MODE}: none from the pod template, so that ztunnel enforces the policy.`,
      absence: true,
    };
  }
  return {
    severity: 'info',
    message:
      'The pods are in ambient mode, where ztunnel enforces rules on addresses, ports and identities. istioctl analyze recognizes ambient mode only for running pods, not for a pod template, and reports the pods as outside the mesh.',
    fix: 'Nothing needs to change. Rules on HTTP fields need a waypoint and targetRefs.',
  };
}

const INJECT =
  'Put the label istio-injection: enabled on the Namespace, or sidecar.istio.io/inject: "true" on the pod template.';

function meshWideFix(labels: Record<string, string>): string {
  return `Give the pods the labels ${selectorText(labels)}, or write the labels that they have.`;
}
