import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { deployment, gateway, manifest, server } from '../../manifests';
import { said } from './findings';

const where = (manifests: Manifest[]): string[] => said('IST0145', manifests).map((each) => each.where);

test('plain HTTP and TLS end differently', () => {
  const plain = said('IST0145', [
    gateway('infra/a', server(80, 'HTTP', ['x.com', 'y.com'])),
    gateway('shop/b', server(80, 'HTTP', ['y.com'])),
  ]);
  expect(plain).toMatchObject([
    {
      where: 'error Gateway infra/a spec.servers[0].hosts',
      message: expect.stringMatching(/^Gateway shop\/b has y\.com on port 80.*merges/),
    },
    {
      where: 'error Gateway shop/b spec.servers[0].hosts',
      message: expect.stringMatching(/^Gateway infra\/a has y\.com/),
    },
  ]);
  const tls = [
    server(443, 'HTTPS', ['y.com'], { mode: 'SIMPLE', credentialName: 'a' }),
    server(443, 'HTTPS', ['y.com'], { mode: 'SIMPLE', credentialName: 'b' }),
  ];
  expect(said('IST0145', [gateway('infra/a', tls[0]), gateway('shop/b', tls[1])])[0].message).toContain(
    'drops the other',
  );
});

test('one host on two servers of a Gateway', () => {
  const [{ message, fix }] = said('IST0145', [
    gateway('infra/a', server(80, 'HTTP', ['x.com']), server(80, 'HTTP', ['x.com'])),
    gateway('shop/b', server(80, 'HTTP', ['y.com'])),
  ]);
  expect(message).toContain('Another server of this Gateway has the same port and a host of x.com.');
  expect(fix).toBe('Write each host on one server of a port only.');
});

test('a Gateway of the settings is not reported', () => {
  expect(
    said('IST0145', [gateway('infra/a', server(80, 'HTTP', ['x.com']))], {}, [
      gateway('shop/b', server(80, 'HTTP', ['x.com'])),
    ]),
  ).toHaveLength(1);
});

test('no servers', () => {
  const pods = deployment('infra/gw', { app: 'gw' });
  expect(said('IST0101', [pods, manifest('Gateway', 'infra/a', { selector: { app: 'gw' } })])).toMatchObject([
    { where: 'error Gateway infra/a spec.servers', fix: 'Write spec.servers, each with a port and hosts.' },
  ]);
});

test('thousands of Gateways with one host take no longer than others', () => {
  const many = Array.from({ length: 3_000 }, (_, i) => gateway(`shop/gw-${i}`, server(80, 'HTTP', ['x.com'])));
  expect(where(many)).toHaveLength(3_000);
  expect(said('IST0145', many.slice(0, 20))[0].message).toContain('shop/gw-8 and others has x.com');
});
