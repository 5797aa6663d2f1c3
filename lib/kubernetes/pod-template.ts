import { apiObjectOf, manifestOf } from './manifest';
import type { IWorkloadLike } from './workload-like';

/** A port of a container. */
export interface ContainerPort {
  readonly containerPort: number;
  readonly name?: string;
}

interface PodSpec {
  readonly serviceAccountName?: string;
  readonly containers?: { readonly ports?: ContainerPort[] }[];
}

interface WithPods {
  readonly spec?: PodSpec & {
    readonly template?: { readonly spec?: PodSpec };
    readonly jobTemplate?: { readonly spec?: { readonly template?: { readonly spec?: PodSpec } } };
  };
}

/** What the pods of a workload are made of; undefined where it is not known. */
function podSpecOf(workload: unknown): PodSpec | undefined {
  const { spec } = (manifestOf(workload) ?? {}) as WithPods;
  switch (apiObjectOf(workload)?.kind) {
    case 'Pod':
      return spec;
    case 'CronJob':
      return spec?.jobTemplate?.spec?.template?.spec;
    default:
      return spec?.template?.spec;
  }
}

/** The ports that the containers of a workload declare; none where they are not known. */
export function containerPortsOf(workload: unknown): ContainerPort[] {
  const containers = podSpecOf(workload)?.containers;
  return Array.isArray(containers) ? containers.flatMap(({ ports }) => ports ?? []) : [];
}

/** The service account that the pods of a workload run as: its name, or that it names none; undefined where it is not known. */
export function podServiceAccountOf(workload: IWorkloadLike): { readonly name?: string } | undefined {
  const spec = podSpecOf(workload);
  if (spec !== undefined) {
    return { name: spec.serviceAccountName };
  }
  // A Deployment of cdk8s-plus can't be rendered before it has a container, and knows its account all the same.
  return 'serviceAccount' in workload
    ? { name: (workload.serviceAccount as { readonly name: string } | undefined)?.name }
    : undefined;
}
