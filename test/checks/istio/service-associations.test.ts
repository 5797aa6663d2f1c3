import { serviceAssociations } from '../../../lib/checks/istio/service-associations';
import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { service, SHOP, workload } from '../../manifests';
import { reports, said } from './said';

const of = (name: string, ...ports: object[]): Manifest => service(`shop/${name}`, ports, { selector: { app: 'web' } });
const two = [of('a', { port: 80, targetPort: 8080 }), of('b', { port: 81, targetPort: 8080 })];

test('names ports and Services', () => {
  expect(reports(serviceAssociations, [SHOP, workload('shop/web'), ...two])).toMatchObject([
    {
      code: 'IST0137',
      message: expect.stringContaining(
        "The pods' port 8080 is behind port 80 of Service a and port 81 of Service b.",
      ) as string,
    },
  ]);
});

test('a server that answers by TCP and UDP is no mistake', () => {
  const dns = of('dns', { port: 53 }, { port: 53, protocol: 'UDP' });
  expect(reports(serviceAssociations, [SHOP, workload('shop/web'), dns])).toMatchObject([
    { code: 'IST0116', severity: 'info' },
  ]);
  expect(
    reports(serviceAssociations, [
      SHOP,
      workload('shop/web'),
      of('a', { port: 53 }),
      of('b', { port: 53, protocol: 'UDP' }),
    ])[0].severity,
  ).toBeUndefined();
});

test('a namespace that is not there is one of the mesh in an open world', () => {
  expect(said(serviceAssociations, [workload('shop/web'), ...two])).toHaveLength(1);
  expect(said(serviceAssociations, [workload('shop/web'), ...two], { world: 'closed' })).toEqual([]);
});
