import { App } from 'cdk8s';
import type { Chart } from 'cdk8s';
import { AnyEgressChart } from '../../examples/any-egress/chart';
import { BookinfoChart } from '../../examples/bookinfo/chart';
import { NginxChart } from '../../examples/nginx/chart';
import { OnlineBoutiqueChart } from '../../examples/online-boutique/chart';
import { WikipediaEgressChart } from '../../examples/wikipedia-egress/chart';
import { isObject } from '../../lib/core/is-object';
import type { Manifest } from '../../lib/mesh/reading/mesh-object';
import { fixtureCodes, loadFixture } from '../checks/fixture';
import { gridNames, loadGrid } from '../grids/grid';

/** The examples, each as one set. */
export function exampleSets(): Manifest[][] {
  const charts: (new (app: App) => Chart)[] = [
    NginxChart,
    BookinfoChart,
    OnlineBoutiqueChart,
    WikipediaEgressChart,
    AnyEgressChart,
  ];
  return charts.map((Example) => new Example(new App()).toJson() as Manifest[]);
}

/** What is mutated, in groups of like size in the draw: the examples, the fixtures of all codes, and each grid of hand-written cases. */
export function corpus(): Manifest[][][] {
  const fixtures = fixtureCodes().flatMap((code) =>
    (['wrong', 'right'] as const).flatMap((which) => {
      const fixture = loadFixture(code, which);
      return fixture !== undefined && Object.keys(fixture.settings).length === 0
        ? [fixture.manifests as Manifest[]]
        : [];
    }),
  );
  const grids = gridNames()
    .map(loadGrid)
    .filter(({ context }) => context === undefined)
    .map(({ cases }) => Object.values(cases));
  return [exampleSets(), fixtures, ...grids]
    .map((sets) => sets.filter((set) => set.length > 0 && set.every(isComplete)))
    .filter((sets) => sets.length > 0);
}

function isComplete(manifest: unknown): boolean {
  return (
    isObject(manifest) &&
    typeof manifest.apiVersion === 'string' &&
    typeof manifest.kind === 'string' &&
    isObject(manifest.metadata) &&
    typeof manifest.metadata.name === 'string'
  );
}
