import { inboundPort } from '../../lib/mesh/inbound-ports';
import { Mesh } from '../../lib/mesh/reading/mesh';
import type { Manifest } from '../../lib/mesh/reading/mesh-object';
import { SHOP, service, sidecar, workload } from '../manifests';

const WEB = { namespace: 'shop', labels: { app: 'web' } };

function read(manifests: readonly Manifest[], port: number, isShown = true): string {
  const mesh = new Mesh([SHOP, workload('shop/web'), ...manifests]);
  const found = inboundPort(mesh, WEB, port, isShown ? mesh.workloads[0] : undefined);
  return [found.reads, found.object?.key, found.path, ...found.others.map(({ object }) => `not ${object.key}`)]
    .filter((each) => each !== undefined)
    .join(' ');
}

const port = (name: string, number: number, targetPort?: number | string): object => ({
  name,
  port: number,
  targetPort,
});
const SERVICE = service('shop/web', [
  port('grpc', 80, 8080),
  port('tls', 443),
  port('x', 81, 8081),
  port('http', 82, 'named'),
]);

test.each<[number, string]>([
  [8080, 'requests shop/web spec.ports[0]'],
  [80, 'detected'],
  [443, 'bytes shop/web spec.ports[1]'],
  [8081, 'detected shop/web spec.ports[2]'],
  [82, 'detected'],
])('port %s: %s', (number, expected) => {
  expect(read([SERVICE], number)).toBe(expected);
  expect(read([SERVICE], number, false)).toBe(expected);
});

test('of two Services the older says it', () => {
  const selector = { selector: WEB.labels };
  const [a, b] = [
    service('shop/a', [port('tcp', 1, 8080)], selector),
    service('shop/b', [port('http', 2, 8080)], selector),
  ];
  expect(read([b, a], 8080)).toBe('requests shop/b spec.ports[0] not shop/a');
  expect(read([a, service('shop/c', [port('tcp', 3, 8080)], selector)], 8080)).toBe('bytes shop/a spec.ports[0]');
});

test('a Sidecar that listens says it alone', () => {
  const ingress = [{ port: { number: 9000, protocol: 'HTTP', name: 'http' }, defaultEndpoint: '127.0.0.1:8080' }];
  expect(read([SERVICE, sidecar('shop/web', { ingress })], 9000)).toBe('requests shop/web spec.ingress[0]');
  expect(read([SERVICE, sidecar('shop/web', { ingress })], 8080)).toBe('detected');
  expect(read([SERVICE, sidecar('shop/web', { egress: [{ hosts: ['*/*'] }] })], 8080)).toBe(
    'requests shop/web spec.ports[0]',
  );
});
