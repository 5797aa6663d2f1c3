import { App, Chart, Testing } from 'cdk8s';
import {
  EgressSniPassthrough,
  Gateway,
  GatewayServer,
  GatewayWorkload,
  IngressedService,
  ServiceRef,
} from 'cdk8s-istio';
import type { MeshSettingsOptions } from 'cdk8s-istio';
import { IstioVersion } from '../../lib/core/istio-version';
import { MeshSettings } from '../../lib/networking/mesh-settings';

test('the defaults are those of Istio 1.31', () => {
  const { istioVersion, clusterDomain, rootNamespace } = MeshSettings.of(new Chart(new App(), 'a'));
  expect({ istioVersion, clusterDomain, rootNamespace }).toEqual({
    istioVersion: IstioVersion.V1_31,
    clusterDomain: 'cluster.local',
    rootNamespace: 'istio-system',
  });
});

test('what is set for an App holds in all of it', () => {
  const app = new App();
  const options = { istioVersion: IstioVersion.V1_29, clusterDomain: 'corp.local', rootNamespace: 'istio-config' };
  const settings = MeshSettings.set(app, options);
  expect(MeshSettings.of(new Chart(new Chart(app, 'a'), 'b'))).toBe(settings);
  const { istioVersion, clusterDomain, rootNamespace } = settings;
  expect({ istioVersion, clusterDomain, rootNamespace }).toEqual(options);
});

test('two Apps have settings of their own', () => {
  const [one, other] = [new App(), new App()];
  MeshSettings.set(one, { clusterDomain: 'one.local' });
  expect(MeshSettings.of(other).clusterDomain).toBe('cluster.local');
});

test('settings come once, and before they are used', () => {
  const app = new App();
  const refusal = (when: string) =>
    new Error(
      `MeshSettings.set was called ${when}. Call it once, right after \`new App()\`, so that every object is checked against it.`,
    );
  MeshSettings.set(app, {});
  expect(() => MeshSettings.set(app, {})).toThrow(refusal('twice for one App'));
  const used = new App();
  MeshSettings.of(new Chart(used, 'shop'));
  expect(() => MeshSettings.set(used, {})).toThrow(refusal('after shop was made'));
  const read = new App();
  MeshSettings.of(read);
  expect(() => MeshSettings.set(read, {})).toThrow(refusal('after its settings were read'));
});

test.each([
  [undefined, '  undefined does not fit here. Write { istioVersion: IstioVersion.V1_30 }.'],
  ['1.30', '  "1.30" does not fit here. Write { istioVersion: IstioVersion.V1_30 }.'],
  [
    { istioVersion: '1.30' },
    '  istioVersion: "1.30" is not an IstioVersion. Write IstioVersion.of("1.30") or IstioVersion.V1_30.',
  ],
  [
    { istioVersion: null },
    '  istioVersion: null is not an IstioVersion. Write IstioVersion.of("1.30") or IstioVersion.V1_30.',
  ],
  [{ clusterDomain: 5 }, '  clusterDomain: 5 is not a DNS domain. Write one such as "cluster.local".'],
  [
    { clusterDomain: 'https://x/' },
    '  clusterDomain: "https://x/" is not a DNS domain. Write one such as "cluster.local".',
  ],
  [{ rootNamespace: '' }, '  rootNamespace: "" is not a namespace. Write one such as "istio-system".'],
  [
    { istio: '1.30' },
    '  istio: unknown field of MeshSettingsOptions. It has: istioVersion, clusterDomain, rootNamespace, ingress, egress.',
  ],
])('%j is rejected', (options, message) => {
  expect(() => MeshSettings.set(new App(), options as never)).toThrow(new Error(`MeshSettings: 1 problem\n${message}`));
});

describe('the gateways of the App', () => {
  const ingress = GatewayWorkload.helmRelease('istio-ingress', { namespace: 'edge' });
  const egress = GatewayWorkload.helmRelease('istio-egress', { namespace: 'exit' });
  const web = ServiceRef.fromName('web', { ports: [{ port: 80 }] });

  function synth(
    options: MeshSettingsOptions,
    make: (chart: Chart) => void,
  ): { kind: string; spec: { selector: unknown } }[] {
    const app = new App();
    MeshSettings.set(app, options);
    const chart = new Chart(app, 'shop', { namespace: 'shop' });
    make(chart);
    return Testing.synth(chart) as { kind: string; spec: { selector: unknown } }[];
  }
  const selectors = (options: MeshSettingsOptions, make: (chart: Chart) => void): unknown[] =>
    synth(options, make)
      .filter(({ kind }) => kind === 'Gateway')
      .map(({ spec }) => spec.selector);

  test('are the workload of what names no other', () => {
    const make = (chart: Chart): void => {
      new IngressedService(chart, 'Web', { service: web, hosts: ['shop.example.com'] });
      new Gateway(chart, 'Own', { servers: [GatewayServer.http({ hosts: ['own.example.com'] })] });
      new EgressSniPassthrough(chart, 'Out', { hosts: ['www.wikipedia.org'] });
    };
    expect(selectors({ ingress, egress }, make)).toEqual([ingress.selector, ingress.selector, egress.selector]);
    expect(selectors({}, make)).toEqual([
      { istio: 'ingressgateway' },
      { istio: 'ingressgateway' },
      { istio: 'egressgateway' },
    ]);
  });

  test('give way to a workload that is named', () => {
    const workload = GatewayWorkload.istioIngress();
    const make = (chart: Chart): void => {
      new IngressedService(chart, 'Web', { service: web, hosts: ['shop.example.com'], workload });
    };
    expect(selectors({ ingress }, make)).toEqual([workload.selector]);
  });

  test.each([
    [
      { ingress: 'istio-ingress' },
      'ingress: "istio-ingress" is not a GatewayWorkload. Write GatewayWorkload.istioIngress().',
    ],
    [
      { egress: GatewayWorkload.of({ selector: {}, namespace: 'a', service: 'a' }) },
      'egress.selector: {} selects no pods.',
    ],
  ])('%# is rejected', (options, message) => {
    expect(() => MeshSettings.set(new App(), options as MeshSettingsOptions)).toThrow(message);
  });
});
