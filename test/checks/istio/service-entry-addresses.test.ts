import { serviceEntryAddresses } from '../../../lib/checks/istio/service-entry-addresses';
import { serviceEntry } from '../../manifests';
import { said } from './said';

const entry = serviceEntry('shop/db', {
  hosts: ['db.example.com'],
  ports: [
    { number: 443, name: 'tls', protocol: 'TLS' },
    { number: 5432, name: 'tcp', protocol: 'TCP' },
  ],
});

test('the place is the port', () => {
  expect(said(serviceEntryAddresses, [entry])).toEqual(['IST0134 ServiceEntry db spec.ports[1]']);
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
