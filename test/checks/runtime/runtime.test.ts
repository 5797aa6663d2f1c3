import { checkManifests } from '../../../lib/checks/check-manifests';
import { runtimeCases } from './cases';

test.each(runtimeCases.map((each) => [each.name, each] as const))('%s', (_, { manifests, settings, finds }) => {
  const found = checkManifests(manifests, settings)
    .filter(({ code }) => code.startsWith('CDI'))
    .map(
      ({ code, severity, object, path }) =>
        `${code} ${severity} ${object.kind} ${object.namespace}/${object.name} ${path}`,
    );
  expect(found.sort()).toEqual([...finds].sort());
});
