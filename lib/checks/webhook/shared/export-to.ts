import { show } from '../../../core/problems';
import type { Verdict } from './errors-only';
import { isDnsLabel } from '../../../istio/domain-name';

/** What differs between the kinds that have `exportTo`. */
interface ExportToOptions {
  /** A ServiceEntry can be exported to nobody, with `~`. */
  readonly none?: boolean;
  /** A DestinationRule for some workloads only stays in its own namespace. */
  readonly ownNamespaceOnly?: boolean;
}

/** Says what is wrong with `spec.exportTo`. */
export function checkExportTo(
  exportTo: readonly string[] = [],
  namespace: string,
  verdict: Verdict,
  { none = false, ownNamespaceOnly = false }: ExportToOptions = {},
): void {
  const seen = new Set<string>();
  exportTo.forEach((entry, i) => {
    const path = `spec.exportTo[${i}]`;
    const meant = entry === '.' ? namespace : entry;
    if (seen.has(meant)) {
      const message =
        entry === meant
          ? `exportTo has ${show(entry)} twice.`
          : `exportTo has "." and "${namespace}", which are the same namespace.`;
      verdict.error(path, message, `Remove ${show(entry)} here.`);
    } else if (isNamespace(meant) || (none && meant === '~')) {
      seen.add(meant);
    } else {
      verdict.error(
        path,
        entry === '~'
          ? 'Only a ServiceEntry can have exportTo "~", which means no namespace.'
          : `${show(meant)} is not the name of a namespace.`,
        'Write the name of a namespace, "." for the object\'s own, or "*" for all.',
      );
    }
  });
  for (const alone of ['*', '~']) {
    if (seen.has(alone) && exportTo.length > 1) {
      verdict.error(
        'spec.exportTo',
        alone === '*'
          ? 'exportTo has "*", which means all namespaces, next to other entries.'
          : 'exportTo has "~", which means no namespace, next to other entries.',
        `Write exportTo: ["${alone}"], or remove "${alone}".`,
      );
    }
  }
  if (ownNamespaceOnly && seen.size > 0 && !(seen.size === 1 && seen.has(namespace))) {
    verdict.error(
      'spec.exportTo',
      'A DestinationRule with a workloadSelector only applies in its own namespace, but exportTo names others.',
      'Write exportTo: ["."], or remove workloadSelector.',
    );
  }
}

function isNamespace(text: string): boolean {
  return text === '*' || isDnsLabel(text);
}
