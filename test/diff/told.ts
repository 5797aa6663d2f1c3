import { toldFirst } from '../../lib/checks/external-manifests';
import type { Manifest } from '../../lib/mesh/reading/mesh-object';
import type { DiffReport } from '../../lib/report/diff-report';
import { diffReport } from '../../lib/report/diff-report';
import { diffSections } from '../../lib/report/diff-sections';
import { meshToAsk } from '../../lib/tracing/mesh-to-ask';

/** What a change does, as a report. */
export function reported(before: readonly Manifest[], after: readonly Manifest[], context: object = {}): DiffReport {
  const placed = (manifests: readonly Manifest[]): Parameters<typeof diffReport>[0]['before'] => ({
    asked: meshToAsk(manifests, { context, externals: toldFirst([]), suppress: [], variants: [] } as never),
    locate: () => ({}),
  });
  return diffReport({ before: placed(before), after: placed(after) });
}

/** The same as its lines, without what decides. */
export function told(before: readonly Manifest[], after: readonly Manifest[], context: object = {}): readonly string[] {
  return diffSections(reported(before, after, context)).flatMap(({ heading, rows }) => [
    heading,
    ...rows.map(({ requests, from, change }) =>
      [...requests, from, ...change].filter((text) => text !== '').join('  '),
    ),
  ]);
}
