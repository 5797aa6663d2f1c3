import { asked, gridNames, loadGrid, loadRecorded, only } from '../grids/grid';
import type { IstioVerdict } from './oracle';
import { istioVerdicts } from './oracle';

const said = new Map<string, IstioVerdict[]>();

// All at once: a process of Istio takes longer to start than to answer.
beforeAll(async () => {
  const grids = gridNames().map((name) => ({ name, inputs: asked(loadGrid(name)) }));
  const verdicts = await istioVerdicts(grids.flatMap(({ inputs }) => inputs));
  for (const { name, inputs } of grids) {
    said.set(name, verdicts.splice(0, inputs.length));
  }
}, 300_000);

test.each(gridNames())('what is recorded of %s is what Istio says', (name) => {
  const { cases, layers } = loadGrid(name);
  const verdicts = said.get(name)!.map((each) => only(layers, each));
  const names = Object.keys(cases);
  expect(loadRecorded(name)).toEqual(Object.fromEntries(verdicts.map((each, i) => [names[i], each])));
});
