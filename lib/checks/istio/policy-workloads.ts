import { analyzed } from '../../mesh/ignored-namespaces';
import type { Mesh } from '../../mesh/mesh';
import type { MeshObject } from '../../mesh/mesh-object';
import type { PodIndex } from '../../mesh/selectors';
import { podIndex } from '../../mesh/selectors';
import { WORKLOAD_KINDS } from '../../mesh/workload';
import type { Check, Reporter } from '../check';
import { selectorText, unmatchedSelector } from './unmatched-selector';

/** AuthorizationPolicies that no proxy enforces, because there is no pod for them. */
export const policyWorkloads: Check = {
  codes: ['IST0127'],
  reads: ['security.istio.io/AuthorizationPolicy', ...WORKLOAD_KINDS, 'core/Namespace'],
  run(mesh, report) {
    const pods = mesh.derive(podIndex);
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
  report({
    code: 'IST0127',
    object,
    path: 'spec.selector.matchLabels',
    message:
      found.length === 0
        ? `No pod of ${where} has the labels ${selectorText(labels)}, so no proxy enforces this policy: requests that it was to keep out go through.`
        : `The pods of ${where}${what} have no proxy, so nobody enforces this policy: requests that it was to keep out go through.`,
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
  report({
    code: 'IST0127',
    object,
    path: 'spec',
    message:
      there.length === 0
        ? `The policy is for all workloads of the namespace ${object.namespace}, and there are none: it has no effect.`
        : `The policy is for all workloads of the namespace ${object.namespace}, and none of them has a proxy: nobody enforces it.`,
    fix:
      there.length === 0
        ? `Write in metadata.namespace the namespace of the workloads, or ${mesh.context.rootNamespace} for the whole mesh.`
        : INJECT,
    absence: true,
  });
}

const INJECT =
  'Put the label istio-injection: enabled on the Namespace, or sidecar.istio.io/inject: "true" on the pod template.';

function meshWideFix(labels: Record<string, string>): string {
  return `Give the pods the labels ${selectorText(labels)}, or write the labels that they have.`;
}
