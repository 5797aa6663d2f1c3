import type { Finding, FindingObject } from '../checks/finding';
import { push } from '../mesh/reading/group-by';
import type { GraphEdge } from './graph';

/** The edges with what the checks found at their place: at the very field, within it, or at one around it. */
export function withFindings(edges: readonly GraphEdge[], findings: readonly Finding[]): readonly GraphEdge[] {
  const byObject = new Map<string, Finding[]>();
  // What is said of an object as a whole is said of none of its edges.
  for (const finding of findings.filter(({ path }) => path !== '')) {
    push(byObject, keyOf(finding.object), finding);
  }
  return edges.map((edge) => {
    const { object, path = '' } = edge;
    const found = object === undefined || path === '' ? [] : (byObject.get(keyOf(object)) ?? []);
    const own = found.filter((finding) => isWithin(finding.path, path) || isWithin(path, finding.path));
    return own.length === 0
      ? edge
      : { ...edge, findings: own.map(({ code, severity, message }) => ({ code, severity, message })) };
  });
}

function keyOf({ apiVersion, kind, namespace, name }: FindingObject): string {
  return JSON.stringify([apiVersion, kind, namespace, name]);
}

function isWithin(path: string, outer: string): boolean {
  return path === outer || (path.startsWith(outer) && /^[.[]/.test(path.slice(outer.length)));
}
