import { webhookAddresses } from '../../../lib/checks/istio/webhook-addresses';
import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { manifest } from '../../manifests';
import { reports, said } from './said';

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

test('it says what is wrong with the address, and what stops working', () => {
  const given = [injector(at('https://192.0.2.1'), at(':'), {})];
  expect(reports(webhookAddresses, given).map(({ message, fix }) => [message, fix])).toEqual([
    [
      'The webhook calls istiod at an IP address, 192.0.2.1. When the ingress gateway of the control plane gets another, injection and validation stop.',
      'Write a host name that DNS keeps up to date, such as https://istiod.example.com:15017/inject.',
    ],
    [
      '":" is not a URL. The API server cannot call istiod: pods get no proxy, or objects of Istio are rejected.',
      'Write a URL such as https://istiod.example.com:15017/inject.',
    ],
    [
      'The webhook has neither url nor service. The API server cannot call istiod: pods get no proxy, or objects of Istio are rejected.',
      'Write url, such as https://istiod.example.com:15017/inject, for an istiod outside the cluster, or service for one inside.',
    ],
  ]);
});

test('whatever else is written is no reason to stop', () => {
  expect(() =>
    said(webhookAddresses, [injector('x', null, { clientConfig: 5 }), { ...injector(), webhooks: 'x' }]),
  ).not.toThrow();
});
