import type { IConstruct } from 'constructs';
import { Problems, show } from '../../core/problems';
import { apiObjectOf } from '../../kubernetes/manifest';
import type { IServiceAccountLike } from '../../kubernetes/service-account-like';
import { ServiceAccountRef } from '../../kubernetes/service-account-ref';
import type { IServiceLike } from '../../kubernetes/service-like';
import { ServiceRef } from '../../kubernetes/service-ref';
import type { IWorkloadLike } from '../../kubernetes/workload-like';
import { asRelease, Release } from '../../patterns/release/release';
import { ReleaseVersion } from '../../patterns/release/release-version';
import type { Meant } from '../../tracing/meant-workloads';
import { refuse } from '../given-settings';

/**
 * What stands for pods: a Deployment or another workload, the Service in front of them, the ServiceAccount that they run as, a version of a
 * release, or a name.
 */
export type WorkloadInput = IWorkloadLike | IServiceLike | IServiceAccountLike | ReleaseVersion | IConstruct | string;

/** Settles what is meant; throws an error for what stands for no pods. */
export function meantBy(given: WorkloadInput, what: string, field: string): Meant {
  if (given instanceof ReleaseVersion) {
    return ofVersion(given);
  }
  const release = asRelease(given);
  if (release !== undefined) {
    return { kind: 'Service', namespace: release.metadata?.namespace, name: release.name };
  }
  if (typeof given === 'string' && given !== '') {
    const slash = given.indexOf('/');
    return slash < 0 ? { name: given } : { namespace: given.slice(0, slash), name: given.slice(slash + 1) };
  }
  const { name, metadata } = (typeof given === 'object' && given !== null ? given : {}) as Partial<IServiceLike>;
  if (typeof name !== 'string' || name === '') {
    const problems = new Problems();
    problems.add(
      field,
      `${show(given)} is not a workload. Write a Deployment, a Service, a ServiceAccount, a version of a release, or "namespace/name".`,
    );
    refuse(what, problems);
  }
  const kind = apiObjectOf(given)?.kind ?? kindOfReference(given);
  return { kind, namespace: metadata?.namespace, name: name! };
}

function ofVersion({ name, labels, subset }: ReleaseVersion): Meant {
  const service = subset?._service;
  return service === undefined
    ? { kind: 'Service', name, labels }
    : { kind: 'Service', namespace: service.namespace, name: service.name, labels };
}

/** Of what this app does not make. */
function kindOfReference(given: WorkloadInput): string | undefined {
  if (given instanceof ServiceRef || given instanceof Release) {
    return 'Service';
  }
  return given instanceof ServiceAccountRef ? 'ServiceAccount' : undefined;
}
