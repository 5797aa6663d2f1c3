import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { service } from '../../manifests';
import { said } from './findings';

const http = { name: 'http', port: 80 };
const differences = (here: Manifest, ...others: Manifest[]): unknown =>
  said('IST0170', [here], { otherClusters: others.map((each, i) => ({ name: `c${i}`, manifests: [each] })) }).map(
    ({ where, message, fix }) => [where, message.replace(/ All clusters.*/, ''), fix],
  );

test('each difference, and where the first one is', () => {
  const here = service('shop/web', [http, { ...http, name: 'grpc', port: 9000, appProtocol: 'grpc' }]);
  const there = service('shop/web', [{ ...http, targetPort: 'web' }], { type: 'NodePort', clusterIP: 'None' });
  expect(differences(here, there)).toEqual([
    [
      'warning Service shop/web spec.clusterIP',
      'This Service has an address of its own here and is headless in c0. Its type is ClusterIP here and NodePort in c0. ' +
        'Its ports are grpc 9000/TCP (grpc) to 9000, http 80/TCP to 80 here and http 80/TCP to web in c0.',
      'Write the same clusterIP, type, ports in all clusters.',
    ],
  ]);
});

test('each cluster that differs', () => {
  const none = service('shop/web', []);
  expect(differences(service('shop/web', [http]), service('shop/web', [http]), none, none)).toEqual([
    [
      'warning Service shop/web spec.ports',
      'Its ports are http 80/TCP to 80 here and none in c1. Its ports are http 80/TCP to 80 here and none in c2.',
      'Write the same ports in all clusters.',
    ],
  ]);
});
