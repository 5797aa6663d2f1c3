import type { MeshObject } from './reading/mesh-object';
import type { ContainerSpec, PodSpec, PodTemplateSpec } from './reading/kubernetes-kinds';

/** Pods that are alike: those of a Deployment or another object with a pod template, or a single Pod. */
export interface Workload {
  /** The object that makes the pods. */
  readonly object: MeshObject;
  readonly namespace: string;
  readonly name: string;
  /** Of the pods. */
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** `default` where the template names none. */
  readonly serviceAccount: string;
  readonly pod: PodSpec;
  /** Without init containers. */
  readonly containers: readonly ContainerSpec[];
  /** The path of the pod template in the object: `spec.template`; empty for a Pod. */
  readonly path: string;
}

/** Kinds whose pods count, as `group/Kind`: those of Kubernetes, and those of other controllers that have a pod template. */
export const WORKLOAD_KINDS = [
  'core/Pod',
  'apps/Deployment',
  'apps/StatefulSet',
  'apps/DaemonSet',
  'apps/ReplicaSet',
  'batch/Job',
  'batch/CronJob',
  'argoproj.io/Rollout',
  'core/ReplicationController',
  'apps.openshift.io/DeploymentConfig',
  'apps.kruise.io/CloneSet',
  'apps.kruise.io/StatefulSet',
  'apps.kruise.io/DaemonSet',
  'serving.knative.dev/Service',
] as const;

type WorkloadKind = (typeof WORKLOAD_KINDS)[number];

/** The pods that an object makes, or undefined for a Rollout that refers to a Deployment for them. */
export function workloadOf(object: MeshObject<WorkloadKind>): Workload | undefined {
  switch (object.id) {
    case 'core/Pod': {
      const { labels, annotations } = object;
      return workload(object, { metadata: { labels, annotations }, spec: (object as MeshObject<'core/Pod'>).spec }, '');
    }
    case 'batch/CronJob': {
      const template = (object as MeshObject<'batch/CronJob'>).spec.jobTemplate?.spec?.template;
      return template && workload(object, template, 'spec.jobTemplate.spec.template');
    }
    case 'serving.knative.dev/Service': {
      const { template } = (object as MeshObject<'serving.knative.dev/Service'>).spec;
      return template && workload(object, ofKnative(object, template), 'spec.template');
    }
    default: {
      const { template } = (object as MeshObject<'apps/Deployment'>).spec;
      return template && workload(object, template, 'spec.template');
    }
  }
}

/** Knative Serving adds labels to those of the template; the label of the revision has a generated value. */
function ofKnative({ name }: MeshObject, { metadata, spec }: PodTemplateSpec): PodTemplateSpec {
  const own = { 'serving.knative.dev/service': name, 'serving.knative.dev/configuration': name };
  return { metadata: { ...metadata, labels: { ...metadata?.labels, ...own } }, spec };
}

function workload(object: MeshObject, { metadata, spec = {} }: PodTemplateSpec, path: string): Workload {
  return {
    object,
    namespace: object.namespace,
    name: object.name,
    labels: metadata?.labels ?? {},
    annotations: metadata?.annotations ?? {},
    serviceAccount: spec.serviceAccountName ?? 'default',
    pod: spec,
    containers: spec.containers ?? [],
    path,
  };
}

/** Whether labels have all that a selector asks for; a selector that asks for nothing selects all. */
export function selects(
  selector: Readonly<Record<string, string>> | undefined,
  labels: Readonly<Record<string, string>>,
): boolean {
  return selector === undefined || Object.keys(selector).every((key) => labels[key] === selector[key]);
}
