import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { gateway, named, server } from '../../manifests';
import { said } from './findings';

const gw = (key: string, ...tls: object[]): Manifest =>
  gateway(key, ...named(tls.map((each, i) => server(443, 'HTTPS', [`${i}.example.com`], { mode: 'SIMPLE', ...each }))));

test('the server that has it, and who else', () => {
  const found = said('IST0138', [
    gw('shop/a', { credentialName: 'own' }, { credentialName: 'shared' }),
    gw('shop/b', { credentialName: 'shared' }),
  ]);
  expect(found).toMatchObject([
    {
      where: 'warning Gateway shop/a spec.servers[1].tls.credentialName',
      message: expect.stringMatching(/^Gateway shop\/b has the same certificate \(shared\)/),
    },
    { where: 'warning Gateway shop/b spec.servers[0].tls.credentialName' },
  ]);
});

test('files', () => {
  const files = { serverCertificate: '/a.crt', privateKey: '/a.key' };
  expect(said('IST0138', [gw('shop/a', files), gw('shop/b', files)])[0]).toMatchObject({
    where: 'warning Gateway shop/a spec.servers[0].tls.serverCertificate',
    message: expect.stringContaining('(/a.crt)'),
  });
});
