import { hostFix } from '../../../lib/checks/webhook/shared/host';
import { external, gateway, server, virtualService } from '../../manifests';
import { said } from '../istio/findings';

test.each([
  ['https://reviews.example.com', 'Write the host alone: reviews.example.com.'],
  ['reviews.example.com:443', 'Write the host alone: reviews.example.com.'],
  ['https://*.example.com/path', 'Write the host alone: *.example.com.'],
  ['reviews_.example.com', 'Write a host.'],
  ['https://a..b', 'Write a host.'],
  ['shop/reviews', 'Write a host.'],
  ['reviews.example.com/v1', 'Write the host alone: reviews.example.com.'],
])('%s: %s', (host, fix) => {
  expect(hostFix(host, 'Write a host.')).toBe(fix);
});

test('a URL where a host is wanted', () => {
  const url = 'https://reviews.example.com';
  const rule = virtualService('shop/web', { hosts: [url], http: [{ route: [{ destination: { host: url } }] }] });
  expect(said('IST0106', [rule]).map(({ fix }) => fix)).toEqual(
    Array(2).fill('Write the host alone: reviews.example.com.'),
  );
  expect(said('IST0101', [rule])[0].fix).toBe('Write host: reviews.example.com.');
  expect(said('CDI0201', [rule])).toEqual([]);
  const hosts = (host: string): string[] =>
    said('IST0106', [gateway('shop/g', server(80, 'HTTP', [host]))]).map(({ fix }) => fix);
  expect(hosts('https://shop.example.com')).toContain('Write the host alone: shop.example.com.');
  expect(hosts('my_team/shop.example.com')[0]).toMatch(/^Write the namespace/);
  expect(said('IST0106', [external('shop/ext', [url])])[0].fix).toBe('Write the host alone: reviews.example.com.');
});
