import { ApiObject, Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { apiObjectOf, manifestOf, namedObject } from './manifest';
import type { IWorkloadLike } from './workload-like';

const WORKLOADS = ['Deployment', 'StatefulSet', 'DaemonSet', 'Rollout'];

/** The labels of the pods that a workload makes, as they are now; undefined where they are not known. */
export function podLabelsOf(workload: IWorkloadLike | undefined): Record<string, unknown> | undefined {
  const manifest = manifestOf(workload);
  return manifest === undefined ? podMetadataOf(workload) : (manifest.spec?.template?.metadata?.labels ?? {});
}

/**
 * The same without JSON patches, where the workload says its labels by itself: quicker, and possible before a Deployment of cdk8s-plus has a
 * container.
 */
export function declaredPodLabelsOf(workload: IWorkloadLike): Record<string, unknown> | undefined {
  return podMetadataOf(workload) ?? podLabelsOf(workload);
}

function podMetadataOf(workload: IWorkloadLike | undefined): Record<string, unknown> | undefined {
  const { podMetadata } = (workload ?? {}) as { podMetadata?: { toJson?: () => { labels?: Record<string, unknown> } } };
  return typeof podMetadata?.toJson === 'function' ? (podMetadata.toJson()?.labels ?? {}) : undefined;
}

/** The labels by which a workload finds its own pods; undefined where they are not known. */
export function matchLabelsOf(workload: IWorkloadLike): Record<string, string> | undefined {
  return (manifestOf(workload)?.spec?.selector as { matchLabels?: Record<string, string> } | undefined)?.matchLabels;
}

/** The labels by which a Service selects pods; undefined where they are not known or there are none. */
export function serviceSelectorOf(service: unknown): Record<string, string> | undefined {
  return manifestOf(service)?.spec?.selector as Record<string, string> | undefined;
}

/** A workload whose pods a Service selects. */
interface WorkloadBehind {
  readonly name: string;
  readonly labels: Record<string, unknown>;
  readonly object: ApiObject;
}

/** The workloads of a chart whose pods a Service selects, as far as both are known. */
export function workloadsBehind(service: unknown, namespace: string, scope: IConstruct): WorkloadBehind[] {
  const selector = serviceSelectorOf(service);
  if (selector === undefined) {
    return [];
  }
  return Chart.of(scope)
    .node.findAll()
    .filter((child) => ApiObject.isApiObject(child))
    .filter(({ kind, metadata }) => WORKLOADS.includes(kind) && (metadata.namespace ?? namespace) === namespace)
    .map((object) => ({ name: object.name, labels: podLabelsOf(object) ?? {}, object }))
    .filter(({ labels }) => selects(selector, labels));
}

/** `Deployment "reviews-v1"` */
export function describeWorkload(workload: IWorkloadLike): string {
  return `${workloadKind(workload)} "${workload.name}"`;
}

/** The kind of a workload; for a plain name that of nearly all of them. */
export function workloadKind(workload: IWorkloadLike): string {
  return namedObject(workload)?.kind ?? 'Deployment';
}

/** The namespace that a workload says it is in, its chart's included. */
export function workloadNamespace(workload: IWorkloadLike): string | undefined {
  return apiObjectOf(workload)?.metadata.namespace ?? workload.metadata?.namespace;
}

/** Whether a pod with these labels is selected. */
export function selects(selector: Record<string, unknown>, labels: Record<string, unknown>): boolean {
  return Object.entries(selector).every(([key, value]) => labels[key] === value);
}

/** `app=reviews, version=v1` */
export function describeLabels(labels: Record<string, unknown>): string {
  return Object.entries(labels)
    .map(([key, value]) => `${key}=${String(value)}`)
    .join(', ');
}
