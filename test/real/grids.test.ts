import { gridNames, loadGrid, loadRecorded, only } from '../grids/grid';
import { istioVerdicts } from './oracle';

test.each(gridNames())('what is recorded of %s is what Istio says', async (name) => {
  const { cases, layers, context } = loadGrid(name);
  const verdicts = await istioVerdicts(Object.values(cases), { processes: 1, otherClusters: context?.otherClusters });
  const names = Object.keys(cases);
  expect(loadRecorded(name)).toEqual(Object.fromEntries(verdicts.map((each, i) => [names[i], only(layers, each)])));
});
