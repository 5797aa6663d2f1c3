import { destinationRule } from '../../manifests';
import { said } from './findings';

const message = (tls: object): string =>
  said('IST0128', [destinationRule('shop/api', { host: 'api.example.com', trafficPolicy: { tls } })])[0].message;

test('what is checked instead', () => {
  expect(message({ mode: 'SIMPLE' })).toMatch(
    /^TLS to api\.example\.com has mode SIMPLE and no caCertificates\. The proxy verifies/,
  );
  expect(message({ mode: 'SIMPLE', subjectAltNames: ['a', 'b'] })).toContain('Its name has to be one of a, b.');
  expect(message({ mode: 'SIMPLE', insecureSkipVerify: true })).toContain(
    'insecureSkipVerify disables verification too',
  );
  expect(message({ mode: 'MUTUAL', credentialName: 'client' })).toContain(
    'It names the Secret client, which sidecars do not get',
  );
});

test('a port', () => {
  const trafficPolicy = {
    portLevelSettings: [{ port: { number: 80 } }, { port: { number: 443 }, tls: { mode: 'SIMPLE' } }],
  };
  expect(said('IST0129', [destinationRule('shop/api', { host: 'api.example.com', trafficPolicy })])).toMatchObject([
    {
      where: 'warning DestinationRule shop/api spec.trafficPolicy.portLevelSettings[1].tls',
      message: expect.stringContaining('TLS to api.example.com port 443 has mode SIMPLE'),
    },
  ]);
});
