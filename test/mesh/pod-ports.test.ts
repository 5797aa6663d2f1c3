import { podPorts, readsRequests, serviceOnlyPorts } from '../../lib/mesh/pod-ports';
import { Mesh } from '../../lib/mesh/reading/mesh';
import type { Manifest } from '../../lib/mesh/reading/mesh-object';
import { deployment, SHOP, service, sidecar } from '../manifests';

const WEB = { app: 'web' };
const pods = (...ports: object[]): Manifest =>
  deployment('shop/web', WEB, { containers: [{ name: 'app', image: 'web:1', ports }] });
const meshOf = (...manifests: Manifest[]): Mesh => new Mesh([SHOP, ...manifests]);
const portsOf = (...manifests: Manifest[]): { leading: string[]; known: number[] } => {
  const mesh = meshOf(...manifests);
  const { leading, known } = podPorts(mesh, mesh.workloads[0]);
  return {
    leading: leading.map(({ service: { host }, port, target }) => `${host.split('.')[0]}:${port.number}>${target}`),
    known: [...known].sort((a, b) => a - b),
  };
};

test('what Services lead to, and what containers declare', () => {
  const ports = [
    { name: 'http', port: 80, targetPort: 8080 },
    { name: 'same', port: 81 },
    { name: 'named', port: 82, targetPort: 'web' },
    { name: 'lost', port: 83, targetPort: 'other' },
  ];
  const also = service('shop/also', [90], { selector: WEB });
  expect(portsOf(service('shop/web', ports), also, pods({ name: 'web', containerPort: 3000 }))).toEqual({
    leading: ['web:80>8080', 'web:81>81', 'web:82>3000', 'web:83>undefined', 'also:90>90'],
    known: [81, 90, 3000, 8080],
  });
});

test('Services of other pods and namespaces lead elsewhere', () => {
  expect(portsOf(service('shop/cart', [80]), service('books/web', [80]), pods())).toEqual({ leading: [], known: [] });
});

test('ports of Services alone', () => {
  const front = service('shop/web', [{ name: 'http', port: 80, targetPort: 8080 }]);
  const alone = (number: number, ...manifests: Manifest[]): number => {
    const mesh = meshOf(...manifests);
    return serviceOnlyPorts(mesh, mesh.workloads, number).length;
  };
  expect(alone(80, front, pods())).toBe(1);
  expect(alone(8080, front, pods())).toBe(0);
  expect(alone(9090, front, pods())).toBe(0);
  expect(alone(80, front, pods({ containerPort: 80 }))).toBe(0);
  expect(alone(80, front, pods(), deployment('shop/other', { app: 'other' }))).toBe(1);
});

test.each<[string, object[], boolean | undefined]>([
  ['http', [{ name: 'http', port: 80 }], true],
  ['tcp', [{ name: 'tcp', port: 80 }], false],
  ['tls', [{ name: 'https', port: 80 }], false],
  ['unknown', [{ name: 'web', port: 80 }], undefined],
  [
    'of two kinds',
    [
      { name: 'http', port: 80 },
      { name: 'tcp', port: 81, targetPort: 80 },
    ],
    undefined,
  ],
  ['of no Service', [{ name: 'http', port: 90 }], undefined],
])('whether requests are read: %s', (_, ports, reads) => {
  const mesh = meshOf(service('shop/web', ports), pods());
  expect(readsRequests(mesh, mesh.workloads[0], 80)).toBe(reads);
});

test('a Sidecar says itself what listens', () => {
  const ingress = [{ port: { number: 9000, name: 'http', protocol: 'HTTP' }, defaultEndpoint: '127.0.0.1:80' }];
  const mesh = meshOf(service('shop/web', [{ name: 'tcp', port: 80 }]), pods(), sidecar('shop/web', { ingress }));
  expect(readsRequests(mesh, mesh.workloads[0], 80)).toBeUndefined();
  expect([...podPorts(mesh, mesh.workloads[0]).known].sort()).toEqual([80, 9000]);
});
