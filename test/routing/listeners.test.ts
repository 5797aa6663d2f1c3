import { sidecarOf } from '../../lib/mesh/proxies';
import type { Manifest } from '../../lib/mesh/reading/mesh-object';
import { outboundListeners } from '../../lib/routing/listeners';
import { service, serviceEntry } from '../manifests';
import { meshOf } from './tables';

const TLS = { number: 443, name: 'tls', protocol: 'TLS' };

const entry = (name: string, hosts: string[], more: object): Manifest =>
  serviceEntry(`shop/${name}`, { hosts, ports: [TLS], ...more });

const names = (manifests: readonly Manifest[]): Record<string, string[][]> =>
  Object.fromEntries(
    [...outboundListeners(meshOf(manifests), sidecarOf('shop'), 443)].map(([bind, { chains }]) => [
      bind,
      chains
        .filter(({ routeConfig }) => routeConfig === undefined)
        .map(({ serverNames, clusters }) => [...serverNames, clusters[0].cluster.split('|')[3]]),
    ]),
  );

test('hosts without an address are told apart by the name in TLS', () => {
  expect(names([entry('one', ['a.org', 'b.org'], { resolution: 'NONE' })])).toEqual({
    '0.0.0.0': [
      ['a.org', 'a.org'],
      ['b.org', 'b.org'],
    ],
  });
});

// As istiod has it in random meshes: another entry of the host makes its endpoints those of both.
test('where the client dials endpoints that are known, each has a listener of its own', () => {
  const one = entry('one', ['a.org', 'b.org'], { resolution: 'NONE' });
  const two = entry('two', ['c.org', 'a.org'], { resolution: 'DNS', addresses: ['240.0.0.1'] });
  expect(names([one, two])).toEqual({ '0.0.0.0': [['b.org', 'b.org']], '240.0.0.1': [['a.org']] });
  const fixed = entry('one', ['a.org'], { resolution: 'NONE', endpoints: [{ address: '10.0.0.1' }] });
  expect(names([fixed])).toEqual({ '10.0.0.1': [['a.org']] });
});

// As istiod has it in the random mesh 11146.
test('a headless Service has the addresses that a ServiceEntry tells of its host', () => {
  const headless = service('shop/web', [{ name: 'plain', port: 443 }], { clusterIP: 'None' });
  const told = entry('web', ['web.shop.svc.cluster.local'], {
    resolution: 'STATIC',
    addresses: ['240.0.0.1'],
    endpoints: [{ address: '10.0.0.1' }],
  });
  expect(Object.keys(names([headless, told]))).toEqual(['*.web.shop.svc.cluster.local', '10.0.0.1', '240.0.0.1']);
});

// As istiod has it in the random meshes 4213 and 5073.
test('a host that another namespace had before takes its own turn, and not that of the older one', () => {
  const older = service('other/a', [{ name: 'udp', port: 53, protocol: 'UDP' }]);
  const tcp = { ports: [{ number: 443, name: 'tcp', protocol: 'TCP' }] };
  const any = entry('any', ['*.org'], tcp);
  const own = entry('own', ['a.other.svc.cluster.local'], tcp);
  expect(names([older, any, own])).toEqual({ '0.0.0.0': [['*.org']] });
});
