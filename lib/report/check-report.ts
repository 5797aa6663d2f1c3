import type { Suppression } from '../checks/check-settings';
import type { Finding, FindingObject } from '../checks/finding';
import type { LeftOut } from '../load/left-out';

/** All that a run of the checks has to say. */
export interface CheckReport {
  /** The releases of an upgrade, where the findings are what it changes. */
  readonly upgrade?: { readonly from: string; readonly to: string };
  readonly findings: readonly Finding[];
  /** How many objects were looked at. */
  readonly objects: number;
  /** Which objects these are; where it is not said, reports show those that something was found in. */
  readonly checked?: readonly Checked[];
  /** Objects of kinds that no check reads, by `apiVersion Kind`. */
  readonly unknownKinds: Readonly<Record<string, number>>;
  readonly suppressed: readonly { readonly suppression: Suppression; readonly count: number }[];
  /** Suppressions that took nothing away. */
  readonly unused: readonly Suppression[];
  /** What of the settings has no effect. */
  readonly notes?: readonly string[];
  /** Files and folders that hold no manifests for a cluster. */
  readonly leftOut?: readonly LeftOut[];
  /** What could not be read. */
  readonly unreadable: readonly Unreadable[];
}

/** An object that was looked at. */
export interface Checked {
  readonly object: FindingObject;
  readonly file?: string;
}

/** A file, or a part of one, that could not be read. */
export interface Unreadable {
  readonly file: string;
  /** From 1. */
  readonly line?: number;
  readonly column?: number;
  /** Why, and what to do. */
  readonly message: string;
}

interface Counts {
  readonly errors: number;
  readonly warnings: number;
  readonly notes: number;
}

export function countBySeverity(findings: readonly Finding[]): Counts {
  const of = (severity: string): number => findings.filter((finding) => finding.severity === severity).length;
  return { errors: of('error'), warnings: of('warning'), notes: of('info') };
}

/** `2 errors, 1 warning` */
export function countsInWords({ errors, warnings, notes }: Counts): string {
  const parts = [
    [errors, 'error'],
    [warnings, 'warning'],
    [notes, 'note'],
  ] as const;
  const words = parts
    .filter(([count]) => count > 0)
    .map(([count, word]) => `${count} ${word}${count === 1 ? '' : 's'}`);
  return words.length === 0 ? 'nothing found' : words.join(', ');
}

/** `2 errors, 1 warning in 20 objects.` */
export function summaryOf(counts: Counts, { objects, upgrade }: CheckReport): string {
  const words = `${countsInWords(counts)} in ${objects} object${objects === 1 ? '' : 's'}.`;
  return upgrade === undefined
    ? `${words[0].toUpperCase()}${words.slice(1)}`
    : `Upgrade from Istio ${upgrade.from} to ${upgrade.to}: ${words}`;
}

/** `VirtualService shop/reviews` */
export function objectName({ object }: Checked): string {
  if (object.kind === '' && object.name === '') {
    return 'a document';
  }
  if (object.name === '') {
    return `${object.kind} without a name in ${object.namespace}`;
  }
  const name = [object.namespace, object.name].filter((part) => part !== '').join('/');
  return [object.kind, name].filter((part) => part !== '').join(' ');
}
