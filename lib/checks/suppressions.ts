import type { MeshObject } from '../mesh/reading/mesh-object';
import type { Suppression } from './check-settings';
import type { Finding } from './finding';

/** A suppression that took away findings. */
export interface Suppressed {
  readonly suppression: Suppression;
  readonly count: number;
}

/** Which findings are accepted: by the settings, and by annotations of the objects themselves. */
export class Suppressions {
  private readonly counts: Map<Suppression, number>;
  private readonly rules: { readonly suppression: Suppression; readonly code: RegExp; readonly object?: RegExp }[];

  constructor(given: readonly Suppression[]) {
    this.counts = new Map(given.map((suppression) => [suppression, 0]));
    this.rules = given.map((suppression) => ({
      suppression,
      code: pattern(suppression.code),
      object: suppression.object === undefined ? undefined : pattern(suppression.object),
    }));
  }

  /** Those that took something away. A suppression that never does is out of date, or misspelled. */
  public get used(): Suppressed[] {
    return [...this.counts].filter(([, count]) => count > 0).map(([suppression, count]) => ({ suppression, count }));
  }

  public get unused(): Suppression[] {
    return [...this.counts].filter(([, count]) => count === 0).map(([suppression]) => suppression);
  }

  public takes(finding: Finding, object: MeshObject | undefined): boolean {
    const { kind, namespace, name } = finding.object;
    const key = `${kind} ${namespace === '' ? name : `${namespace}/${name}`}`;
    const rule = this.rules.find(({ code, object: of }) => code.test(finding.code) && (of?.test(key) ?? true));
    if (rule !== undefined) {
      this.counts.set(rule.suppression, this.counts.get(rule.suppression)! + 1);
      return true;
    }
    return object !== undefined && isAccepted(finding.code, object);
  }
}

/** Whether an object says itself that a finding is known, by the annotations that `istioctl analyze` and Kiali honor. */
export function isAccepted(code: string, { annotations }: MeshObject): boolean {
  const list = (text: string | undefined): string[] => (text ?? '').split(',').map((part) => part.trim());
  const forIstio = list(annotations['galley.istio.io/analyze-suppress']);
  if (forIstio.includes('*') || forIstio.includes(code)) {
    return true;
  }
  const forKiali = annotations['kiali.io/ignore-validations'];
  return code.startsWith('KIA') && forKiali !== undefined && (forKiali.trim() === '' || list(forKiali).includes(code));
}

function pattern(glob: string): RegExp {
  const escaped = glob.trim().replace(/[.+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replace(/\*/g, '.*')}$`);
}
