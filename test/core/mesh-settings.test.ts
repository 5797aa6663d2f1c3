import { App, Chart } from 'cdk8s';
import { IstioVersion } from '../../lib/core/istio-version';
import { MeshSettings } from '../../lib/core/mesh-settings';

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
    '  istio: unknown field of MeshSettingsOptions. It has: istioVersion, clusterDomain, rootNamespace.',
  ],
])('%j is refused', (options, message) => {
  expect(() => MeshSettings.set(new App(), options as never)).toThrow(new Error(`MeshSettings: 1 problem\n${message}`));
});
