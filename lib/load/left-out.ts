import path from 'node:path';
import { isObject } from '../core/is-object';

/** A file, or a folder of files, that is no manifest for a cluster and is not checked. */
export interface LeftOut {
  readonly file: string;
  readonly reason: LeftOutReason;
}

/**
 * Why: a Helm chart, whose templates only Helm can fill in; a template of another tool, such as a role of Ansible; a patch, which is a part of an object; other input of kustomize; anything else
 * that holds no Kubernetes object, such as values, tasks of Ansible or a Compose file.
 */
export type LeftOutReason = 'chart' | 'template' | 'patch' | 'kustomize' | 'other';

/** Whether a file is one of a folder of templates, as in a role of Ansible, and has something to fill in. */
export function isTemplate(file: string, text: string): boolean {
  return path.dirname(file).split(path.sep).includes('templates') && text.includes('{{');
}

/** Whether a document has nothing of a Kubernetes object: something else reads it. */
export function isOther(value: unknown): boolean {
  if (!isObject(value)) {
    return true;
  }
  const { apiVersion, kind, metadata, entries } = value;
  // The index of a repository of Helm charts says apiVersion too.
  const isIndex = apiVersion === 'v1' && isObject(entries);
  return kind === undefined && metadata === undefined && (apiVersion === undefined || isIndex);
}

/** Whether a document has directives of a strategic merge patch: it changes an object that is elsewhere. */
export function isPatch(value: unknown): boolean {
  if (Array.isArray(value)) {
    return value.some(isPatch);
  }
  return (
    isObject(value) &&
    (Object.keys(value).some((key) => key === '$patch' || DIRECTIVE.test(key)) || Object.values(value).some(isPatch))
  );
}

const DIRECTIVE = /^\$(?:retainKeys$|setElementOrder\/|deleteFromPrimitiveList\/)/;
