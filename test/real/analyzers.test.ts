import { ANALYZERS, VALIDATED_KINDS } from '../checks/istio/analyzers';
import { askAnalyzers } from './ask-istio';

test('the analyzers are those that Istio registers', async () => {
  const { names, validated } = await askAnalyzers();
  expect([...names].sort()).toEqual(Object.keys(ANALYZERS).sort());
  expect([...validated].sort()).toEqual(VALIDATED_KINDS);
});
