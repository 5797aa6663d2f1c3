import { gridNames, loadGrid, loadRecorded, only } from './grid';
import { ourVerdict } from './our-verdict';

describe.each(gridNames())('%s', (name) => {
  const { cases, layers, context } = loadGrid(name);
  const recorded = loadRecorded(name);

  test('all cases were asked of Istio', () => {
    expect(Object.keys(recorded).sort()).toEqual(Object.keys(cases).sort());
  });

  test.each(Object.entries(cases))('%s', (each, manifests) => {
    expect(only(layers, ourVerdict(manifests, context))).toEqual(recorded[each]);
  });
});
