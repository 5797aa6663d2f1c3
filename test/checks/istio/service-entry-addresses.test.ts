import { serviceEntryAddresses } from '../../../lib/checks/istio/service-entry-addresses';
import { serviceEntry } from '../../manifests';
import { said as found } from './findings';
import { said } from './said';

const entry = serviceEntry('shop/db', {
  hosts: ['db.example.com'],
  ports: [
    { number: 443, name: 'tls', protocol: 'TLS' },
    { number: 5432, name: 'tcp', protocol: 'TCP' },
  ],
});

test('the place is the port', () => {
  expect(found('IST0134', [entry])).toEqual([
    {
      where: 'warning ServiceEntry shop/db spec.ports[1]',
      message:
        'TCP has no host name, and db.example.com has no address: the proxy listens on port 5432 of all addresses ' +
        'and sends what goes to other hosts on that port to this one, unless the proxy answers DNS.',
      fix:
        'Write addresses, an IP or a range that nothing else has; or protocol: TLS, if it is, so that SNI tells hosts apart; ' +
        'or turn DNS proxying on: meshConfig.defaultConfig.proxyMetadata with ISTIO_META_DNS_CAPTURE: "true" and ' +
        'PILOT_ENABLE_IP_AUTOALLOCATE: "true".',
    },
  ]);
});

test.each<[Record<string, string>, number]>([
  [{ ISTIO_META_DNS_CAPTURE: 'true', ISTIO_META_DNS_AUTO_ALLOCATE: 'true' }, 0],
  [{ ISTIO_META_DNS_CAPTURE: 'true', PILOT_ENABLE_IP_AUTOALLOCATE: 'true' }, 0],
  [{ ISTIO_META_DNS_CAPTURE: 'true' }, 1],
  [{ PILOT_ENABLE_IP_AUTOALLOCATE: 'true' }, 1],
  [{ ISTIO_META_DNS_CAPTURE: 'false', PILOT_ENABLE_IP_AUTOALLOCATE: 'true' }, 1],
])('DNS proxying by MeshConfig: %j', (proxyMetadata, count) => {
  expect(said(serviceEntryAddresses, [entry], { meshConfig: { defaultConfig: { proxyMetadata } } })).toHaveLength(
    count,
  );
});
