import { gatewayApiCrds } from '../../../lib/checks/istio/gateway-api-crds';
import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { manifest } from '../../manifests';
import { reports } from './said';

const crd = (plural: string, version: string): Manifest =>
  manifest('apiextensions.k8s.io/v1/CustomResourceDefinition', `${plural}.gateway.networking.k8s.io`, undefined, {
    annotations: { 'gateway.networking.k8s.io/bundle-version': version },
  });

test('names the version that is wanted', () => {
  expect(reports(gatewayApiCrds, [crd('tlsroutes', 'v1.4.1')])).toMatchObject([
    { code: 'IST0176', fix: 'Install the CRDs of Gateway API 1.5.0 or later.' },
  ]);
});

test('TCPRoutes have a minimum since Istio 1.31', () => {
  expect(reports(gatewayApiCrds, [crd('tcproutes', 'v1.5.0')], { istioVersion: '1.31' })).toHaveLength(1);
  expect(reports(gatewayApiCrds, [crd('tcproutes', 'v1.5.0')], { istioVersion: '1.30' })).toEqual([]);
});
