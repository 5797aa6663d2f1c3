import { webhookAddresses } from '../../../lib/checks/istio/webhook-addresses';
import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { manifest } from '../../manifests';
import { said } from './said';

const injector = (...webhooks: unknown[]): Manifest => ({
  ...manifest('admissionregistration.k8s.io/v1/MutatingWebhookConfiguration', 'istio-sidecar-injector'),
  webhooks,
});
const at = (url: string): object => ({ clientConfig: { url } });

test('the place is the address', () => {
  expect(
    said(webhookAddresses, [injector(at('https://istiod.example.com'), at('https://192.0.2.1'), at(':'), {})]),
  ).toEqual([
    'IST0164 MutatingWebhookConfiguration istio-sidecar-injector webhooks[1].clientConfig.url',
    'IST0163 MutatingWebhookConfiguration istio-sidecar-injector webhooks[2].clientConfig.url',
    'IST0163 MutatingWebhookConfiguration istio-sidecar-injector webhooks[3].clientConfig',
  ]);
});

test('whatever else is written is no reason to stop', () => {
  expect(() =>
    said(webhookAddresses, [injector('x', null, { clientConfig: 5 }), { ...injector(), webhooks: 'x' }]),
  ).not.toThrow();
});
