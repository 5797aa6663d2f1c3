import { checkAll, checkTaken } from '../../lib/checks/check-manifests';
import { readSettings } from '../../lib/checks/read-settings';
import { takeMesh } from '../../lib/checks/taken-mesh';
import { meshToAsk } from '../../lib/tracing/mesh-to-ask';
import { external, service, virtualService, to } from '../manifests';

const LIST = { apiVersion: 'v1', kind: 'ServiceList', items: [{ metadata: { name: 'web', namespace: 'shop' } }] };
const GIVEN = [LIST, 'no object', virtualService('shop/front', { hosts: ['web'], http: [to('nowhere')] })];
const SETTINGS = readSettings({ externals: [service('shop/other'), external('shop/pay', ['pay.example.com'])] });

test('the mesh of a question and that of the checks are one', () => {
  const asked = meshToAsk(GIVEN, SETTINGS);
  expect(asked.taken.mesh).toBe(asked.mesh);
  const { manifests } = asked.taken;
  expect(asked.mesh.objects.filter(({ external: told }) => !told).map(({ manifest }) => manifest)).toEqual(manifests);
});

test('what is said of it is what is said of the values', () => {
  const taken = takeMesh(GIVEN, SETTINGS);
  const result = checkTaken(taken, SETTINGS);
  expect(result).toEqual(checkAll(GIVEN, SETTINGS));
  expect(result.findings.map(({ finding: { code } }) => code)).toContain('CDI0001');
  expect(taken.manifests.map((manifest) => taken.givenAs(manifest))).toEqual([LIST.items[0], GIVEN[2]]);
});
