import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { manifest, sidecar, virtualService } from '../../manifests';
import { said } from './findings';

const delayed = (delay: object): Manifest =>
  virtualService('shop/web', {
    hosts: ['web'],
    http: [{ fault: { delay }, route: [{ destination: { host: 'web' } }] }],
  });

test('percent of a delay', () => {
  expect(said('IST0002', [delayed({ percent: 10, fixedDelay: '1s' })])).toMatchObject([
    {
      where: 'warning VirtualService shop/web spec.http[0].fault.delay.percent',
      fix: 'Write percentage: { value: 10 } instead of percent.',
    },
  ]);
  expect(said('IST0002', [delayed({ percent: 10, percentage: { value: 5 }, fixedDelay: '1s' })])[0]).toMatchObject({
    message: 'percent (10) is deprecated, and percentage (5) overrides it: percent has no effect.',
    fix: 'Remove percent.',
  });
});

test('egressProxy of a Sidecar', () => {
  expect(
    said('IST0002', [sidecar('shop/default', { outboundTrafficPolicy: { egressProxy: { host: 'web' } } })])[0].where,
  ).toBe('warning Sidecar shop/default spec.outboundTrafficPolicy.egressProxy');
});

test('kinds that were removed', () => {
  const crd = (group: string, kind: string): Manifest =>
    manifest('apiextensions.k8s.io/v1/CustomResourceDefinition', `${kind.toLowerCase()}s.${group}`, {
      group,
      names: { kind },
    });
  expect(said('IST0002', [crd('rbac.istio.io', 'ServiceRole')])[0].where).toBe(
    'warning CustomResourceDefinition /serviceroles.rbac.istio.io spec.names.kind',
  );
  expect(said('IST0002', [crd('rbac.istio.io', 'Other'), crd('example.com', 'ServiceRole')])).toEqual([]);
  expect(said('IST0002', [{ ...crd('rbac.istio.io', 'x'), spec: { group: 'rbac.istio.io' } }])).toEqual([]);
});

test('Lightstep, where MeshConfig has it', () => {
  const telemetry = manifest('Telemetry', 'istio-system/traces', {
    tracing: [{ providers: [{ name: 'zipkin' }] }, { providers: [{ name: 'ls' }] }],
  });
  const extensionProviders = [
    { name: 'zipkin', zipkin: {} },
    { name: 'ls', lightstep: { service: 'a', port: 80 } },
  ];
  expect(said('IST0002', [telemetry], { meshConfig: { extensionProviders } }).map(({ where }) => where)).toEqual([
    'warning Telemetry istio-system/traces spec.tracing[1].providers[0].name',
  ]);
  expect(said('IST0002', [telemetry], { meshConfig: { extensionProviders: 'x' } })).toEqual([]);
  expect(said('IST0002', [telemetry])).toEqual([]);
});
