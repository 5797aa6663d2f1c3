import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import type { IServicePortLike } from './service-like';

/** The part of a Kubernetes manifest that this library reads. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name?: string; readonly namespace?: string; readonly labels?: Record<string, string> };
  readonly spec?: {
    readonly type?: string;
    readonly ports?: IServicePortLike[];
    readonly selector?: unknown;
    readonly template?: { readonly metadata?: { readonly labels?: Record<string, string> } };
  };
}

/** The API object that a construct makes, if it is a construct that makes one. */
export function apiObjectOf(candidate: unknown): ApiObject | undefined {
  if (!Construct.isConstruct(candidate)) {
    return undefined;
  }
  if (ApiObject.isApiObject(candidate)) {
    return candidate;
  }
  const child = candidate.node.defaultChild;
  return ApiObject.isApiObject(child) ? child : undefined;
}

/** What stands for an object of another app, such as a ServiceRef. */
interface Reference {
  /** The kind of the object. */
  readonly _kind: string;
  readonly name: string;
}

/**
 * The kind and the name of the object that a construct makes or a reference stands for, where there is one: a Service, a ServiceAccount and a
 * Namespace look alike, and each has a name that means something else in the place of another.
 */
export function namedObject(candidate: unknown): { readonly kind: string; readonly name: string } | undefined {
  const { _kind: kind, name } = (candidate ?? {}) as Partial<Reference>;
  return kind === undefined ? apiObjectOf(candidate) : { kind, name: name! };
}

/**
 * The manifest that a construct makes, as it is now, or undefined if it makes none or can't be rendered yet (a Deployment
 * without containers, say).
 */
export function manifestOf(candidate: unknown): Manifest | undefined {
  try {
    return apiObjectOf(candidate)?.toJson() as Manifest | undefined;
  } catch {
    return undefined;
  }
}
