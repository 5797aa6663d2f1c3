import { ACCEPT_PREFIX, acceptedCodes, FOR_ISTIO, FOR_KIALI } from '../core/acceptance';
import { isObject } from '../core/is-object';
import type { Manifest } from '../mesh/reading/mesh-object';
import { MeshObject } from '../mesh/reading/mesh-object';
import type { Suppression } from './check-settings';
import type { Finding, FindingObject } from './finding';

/** A suppression that took away findings. */
export interface Suppressed {
  readonly suppression: Suppression;
  readonly count: number;
}

/** Which findings are accepted: by the settings, and by annotations of the objects themselves. */
export class Suppressions {
  private readonly counts: Map<Suppression, number>;
  private readonly accepted = new Map<Manifest, ReadonlyMap<string, Suppression>>();
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
    const key = objectKey(finding.object);
    const rule = this.rules.find(({ code, object: of }) => code.test(finding.code) && (of?.test(key) ?? true));
    if (rule !== undefined) {
      this.counts.set(rule.suppression, this.counts.get(rule.suppression)! + 1);
      return true;
    }
    if (object === undefined) {
      return false;
    }
    const acceptance = this.acceptancesOf(object.manifest, object).get(finding.code);
    if (acceptance !== undefined) {
      this.counts.set(acceptance, this.counts.get(acceptance)! + 1);
      return true;
    }
    return isAccepted(finding.code, object);
  }

  /** Notes what objects accept, so that what takes nothing away is known. */
  public noteAll(manifests: readonly Manifest[]): void {
    manifests.forEach((manifest) => this.acceptancesOf(manifest));
  }

  private acceptancesOf(manifest: Manifest, object?: MeshObject): ReadonlyMap<string, Suppression> {
    let known = this.accepted.get(manifest);
    if (known === undefined) {
      known = NONE;
      const { metadata } = manifest as { metadata?: { annotations?: unknown } };
      if (
        isObject(metadata?.annotations) &&
        Object.keys(metadata.annotations).some((name) => name.startsWith(ACCEPT_PREFIX))
      ) {
        const accepted = new Map<string, Suppression>();
        known = accepted;
        const { annotations, kind, namespace, name } = object ?? new MeshObject(manifest);
        for (const [code, reason] of acceptedCodes(annotations)) {
          const suppression = { code, object: objectKey({ kind, namespace, name }), reason };
          accepted.set(code, suppression);
          this.counts.set(suppression, 0);
        }
      }
      this.accepted.set(manifest, known);
    }
    return known;
  }
}

/** Of the many objects that accept nothing. */
const NONE: ReadonlyMap<string, Suppression> = new Map();

/** Whether an object says itself that a finding is known, by the annotations that `istioctl analyze` and Kiali honor. */
export function isAccepted(code: string, { annotations }: MeshObject): boolean {
  const list = (text: string | undefined): string[] => (text ?? '').split(',').map((part) => part.trim());
  const forIstio = list(annotations[FOR_ISTIO]);
  if (forIstio.includes('*') || forIstio.includes(code)) {
    return true;
  }
  const forKiali = annotations[FOR_KIALI];
  return code.startsWith('KIA') && forKiali !== undefined && (forKiali.trim() === '' || list(forKiali).includes(code));
}

/** As settings name it: `Service shop/reviews`. */
function objectKey({ kind, namespace, name }: Pick<FindingObject, 'kind' | 'namespace' | 'name'>): string {
  return `${kind} ${namespace === '' ? name : `${namespace}/${name}`}`;
}

function pattern(glob: string): RegExp {
  const escaped = glob.trim().replace(/[.+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replace(/\*/g, '.*')}$`);
}
