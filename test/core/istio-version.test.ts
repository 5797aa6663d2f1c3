import { IstioVersion } from '../../lib/core/istio-version';

test.each([
  ['1.29', IstioVersion.V1_29],
  ['1.30', IstioVersion.V1_30],
  ['1.30.3', IstioVersion.V1_30],
  ['v1.31', IstioVersion.V1_31],
  ['1.31.0-rc.0', IstioVersion.V1_31],
])('%s is known', (text, version) => {
  expect(IstioVersion.of(text)).toBe(version);
});

test.each([
  ['1.9', '"1.9"'],
  ['1.290', '"1.290"'],
  ['latest', '"latest"'],
  ['', '""'],
  [1.3, '1.3'],
  [undefined, 'undefined'],
])('%p is rejected', (text, shown) => {
  expect(() => IstioVersion.of(text as never)).toThrow(
    new Error(`Istio ${shown} is not known to this release of cdk8s-istio. Write one of: 1.29, 1.30, 1.31.`),
  );
});

test('releases are compared by number', () => {
  expect(IstioVersion.V1_31.isAtLeast(IstioVersion.V1_30)).toBe(true);
  expect(IstioVersion.V1_30.isAtLeast(IstioVersion.V1_30)).toBe(true);
  expect(IstioVersion.V1_29.isAtLeast(IstioVersion.V1_30)).toBe(false);
});

test('a release is written as its number', () => {
  expect(`${IstioVersion.V1_30.toString()}`).toBe('1.30');
  expect(IstioVersion.V1_30.minor).toBe('1.30');
});
