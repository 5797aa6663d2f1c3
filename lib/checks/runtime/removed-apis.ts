import type { Kind } from '../../mesh/reading/kind';
import type { Check } from '../check';

/** A version of an API that Kubernetes has removed. */
interface Removed {
  readonly versions: readonly string[];
  /** The first release that no longer serves it. */
  readonly since: string;
  readonly fix: string;
}

const APPS: Removed = {
  versions: ['extensions/v1beta1', 'apps/v1beta1', 'apps/v1beta2'],
  since: '1.16',
  fix: 'Write apiVersion: apps/v1, and spec.selector.matchLabels with labels of the pod template.',
};
const CRON_JOBS: Removed = {
  versions: ['batch/v1beta1', 'batch/v2alpha1'],
  since: '1.25',
  fix: 'Write apiVersion: batch/v1.',
};
const INGRESSES: Removed = {
  versions: ['extensions/v1beta1', 'networking.k8s.io/v1beta1'],
  since: '1.22',
  fix: 'Write apiVersion: networking.k8s.io/v1 with spec.ingressClassName, and for each path pathType and backend.service.name and port.',
};

const KINDS: ReadonlyMap<Kind, Removed> = new Map([
  ['apps/Deployment', APPS],
  ['apps/StatefulSet', APPS],
  ['apps/DaemonSet', APPS],
  ['apps/ReplicaSet', APPS],
  ['extensions/Deployment', APPS],
  ['extensions/DaemonSet', APPS],
  ['extensions/ReplicaSet', APPS],
  ['batch/CronJob', CRON_JOBS],
  ['networking.k8s.io/Ingress', INGRESSES],
  ['extensions/Ingress', INGRESSES],
]);

/** Workloads and Ingresses in versions that API servers no longer serve. */
export const removedApis: Check = {
  name: 'removed-apis',
  codes: {
    CDI0401: {
      name: 'RemovedKubernetesApi',
      severity: 'error',
      source: 'cdk8s-istio',
      summary: 'A workload or an Ingress uses a version of the API that Kubernetes has removed.',
      explanation:
        'Kubernetes removed Deployments, StatefulSets, DaemonSets and ReplicaSets of `extensions/v1beta1`, `apps/v1beta1` and `apps/v1beta2` in 1.16, Ingresses of `extensions/v1beta1` and `networking.k8s.io/v1beta1` in 1.22, and CronJobs of `batch/v1beta1` in 1.25. `kubectl apply` fails for this object, after it has applied the objects before it. The checks do not read workloads of `extensions/v1beta1` either, so selectors find none of their pods.',
      remedy: 'Write apps/v1, batch/v1 or networking.k8s.io/v1.',
      references: ['https://kubernetes.io/docs/reference/using-api/deprecation-guide/'],
    },
  },
  run(mesh, report) {
    for (const [kind, { versions, since, fix }] of KINDS) {
      for (const object of mesh.all(kind).filter(({ apiVersion }) => versions.includes(apiVersion))) {
        report({
          code: 'CDI0401',
          object,
          path: 'apiVersion',
          message: `Kubernetes ${since} removed ${object.kind} of ${object.apiVersion}, so the API server rejects this object.`,
          fix,
        });
      }
    }
  },
};
