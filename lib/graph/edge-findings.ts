import type { Finding, FindingObject } from '../checks/finding';
import { push } from '../mesh/reading/group-by';
import type { GraphEdge } from './graph';

/** The edges with what the checks found at their place: at the very field, within it, or at one around it. */
export function withFindings(edges: readonly GraphEdge[], findings: readonly Finding[]): readonly GraphEdge[] {
  const byObject = new Map<string, FindingsOfObject>();
  // What is said of an object as a whole is said of none of its edges.
  for (const finding of findings.filter(({ path }) => path !== '')) {
    const key = keyOf(finding.object);
    const known = byObject.get(key) ?? new FindingsOfObject();
    byObject.set(key, known);
    known.add(finding);
  }
  return edges.map((edge) => {
    const { object, path = '' } = edge;
    const own = object === undefined || path === '' ? [] : (byObject.get(keyOf(object))?.at(path) ?? []);
    return own.length === 0
      ? edge
      : { ...edge, findings: own.map(({ code, severity, message }) => ({ code, severity, message })) };
  });
}

function keyOf({ apiVersion, kind, namespace, name }: FindingObject): string {
  return JSON.stringify([apiVersion, kind, namespace, name]);
}

/** An object may have a rule and a finding for each of a thousand hosts: no place is compared with all. */
class FindingsOfObject {
  private readonly all: Finding[] = [];
  /** The places of findings in the list, by their field. */
  private readonly byPath = new Map<string, number[]>();
  /** The same, by each field around theirs. */
  private readonly within = new Map<string, number[]>();

  public add(finding: Finding): void {
    const place = this.all.push(finding) - 1;
    push(this.byPath, finding.path, place);
    fieldsAround(finding.path).forEach((field) => push(this.within, field, place));
  }

  public at(path: string): readonly Finding[] {
    const around = [path, ...fieldsAround(path)].flatMap((field) => this.byPath.get(field) ?? []);
    const places = [...around, ...(this.within.get(path) ?? [])].sort((a, b) => a - b);
    return places.map((place) => this.all[place]);
  }
}

/** Of `spec.http[0].match`: `spec.http[0]`, `spec.http`, `spec`. */
function fieldsAround(path: string): readonly string[] {
  return [...path.matchAll(/[.[]/g)].map(({ index }) => path.slice(0, index)).filter((field) => field !== '');
}
