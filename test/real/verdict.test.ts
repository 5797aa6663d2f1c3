import { application } from './base';
import type { Manifest } from './manifest';
import { show, verdicts } from './verdict';

const route = (spec: object): Manifest => ({
  apiVersion: 'networking.istio.io/v1',
  kind: 'VirtualService',
  metadata: { name: 'web', namespace: 'shop' },
  spec: { hosts: ['web'], ...spec },
});

const said = async (manifest: Manifest): Promise<string[]> =>
  (await verdicts([[...application('shop', 'web', 8080, ['v1']), manifest]]))[0].map(show);

test('nothing is said of what is right', async () => {
  expect(await said(route({ http: [{ route: [{ destination: { host: 'web' } }] }] }))).toEqual([]);
});

test('the API server refuses a field that it does not know', async () => {
  expect(await said(route({ htpp: [], http: [{ route: [{ destination: { host: 'web' } }] }] }))).toEqual([
    'API server: networking.istio.io/VirtualService shop/web: VirtualService/web/shop: unknown fields [spec.htpp]',
  ]);
});

test('the webhook refuses what no schema can', async () => {
  expect(await said(route({ http: [{ timeout: '1s' }] }))).toContain(
    'webhook error: networking.istio.io/VirtualService shop/web: HTTP route, redirect or direct_response is required',
  );
});

test('the analyzers see what is not there', async () => {
  expect(await said(route({ http: [{ route: [{ destination: { host: 'wep' } }] }] }))).toEqual([
    'analysis: IST0101 VirtualService shop/web: Referenced host not found: "wep"',
  ]);
});
