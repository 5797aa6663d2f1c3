import { App, Chart, Duration, Lazy, Testing } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { IstioVersion } from '../../lib/core/istio-version';
import { MeshSettings } from '../../lib/networking/mesh-settings';
import { Problems } from '../../lib/core/problems';
import { checkStructure } from '../../lib/core/structure';

function check(type: string, value: unknown, scope: IConstruct = Testing.chart()): string[] {
  const problems = new Problems();
  checkStructure(scope, type, value, problems);
  return problems.list.map(({ field, message }) => `${field}: ${message}`);
}

function targeting(version: IstioVersion): IConstruct {
  const app = Testing.app();
  MeshSettings.set(app, { istioVersion: version });
  return new Chart(app, 'chart');
}

describe('checkStructure', () => {
  test('takes what Istio takes', () => {
    const route = {
      match: [{ uri: { prefix: '/' }, headers: { 'x-canary': { exact: 'always' } } }],
      route: [{ destination: { host: 'reviews', port: { number: 80 } }, weight: 100 }],
      timeout: '5s',
    };
    expect(check('HttpRoute', route)).toEqual([]);
  });

  test.each([
    ['a string for a number', { attempts: '3' }, 'attempts: "3" is not a whole number. Write 3 without quotes.'],
    ['a fraction for a whole number', { attempts: 1.5 }, 'attempts: 1.5 is not a whole number.'],
    ['NaN', { attempts: NaN }, 'attempts: NaN is not a whole number.'],
    ['a number for a string', { perTryTimeout: 2 }, 'perTryTimeout: 2 is not a string. Write "2".'],
    ['a text for a boolean', { retryRemoteLocalities: 'yes' }, 'retryRemoteLocalities: "yes" is not true or false.'],
    [
      'a Duration for a text',
      { perTryTimeout: Duration.millis(1500) },
      'perTryTimeout: an object of class Duration is not a string. Write "1500ms".',
    ],
    [
      'a Duration of whole seconds',
      { perTryTimeout: Duration.minutes(1) },
      'perTryTimeout: an object of class Duration is not a string. Write "60s".',
    ],
    ['an object of a class', { attempts: new Date(0) }, 'attempts: an object of class Date is not a whole number.'],
  ])('rejects %s', (_, value, message) => {
    expect(check('HttpRetry', value)).toEqual([message]);
  });

  test('rejects one thing where a list is due, and the other way round', () => {
    expect(check('VirtualServiceSpec', { hosts: 'a.example.com' })).toEqual([
      'hosts: "a.example.com" is not a list. Write ["a.example.com"].',
    ]);
    expect(check('HttpRoute', { redirect: [] })).toEqual(['redirect: [] is not an object.']);
    expect(check('WorkloadSelector', { labels: ['app'] })).toEqual(['labels: ["app"] is not an object.']);
    expect(check('VirtualServiceSpec', { hosts: ['a', undefined] })).toEqual(['hosts[1]: undefined is not a string.']);
    expect(check('HttpRoute', 'all')).toEqual([': "all" is not an object.']);
    expect(check('EnvoyFilterPatch', { value: 'x' })).toEqual(['value: "x" is not an object.']);
  });

  test('names the field that was probably meant, or all there are', () => {
    expect(check('HttpRoute', { timout: '5s' })).toEqual(['timout: unknown field of HTTPRoute. Did you mean timeout?']);
    expect(check('HttpRoute', { direct_response: {} })).toEqual([
      'direct_response: unknown field of HTTPRoute. Did you mean directResponse?',
    ]);
    expect(check('Percent', { amount: 5 })).toEqual(['amount: unknown field of Percent. It has: value.']);
    expect(check('Percent', { toString: 5 })).toEqual(['toString: unknown field of Percent. It has: value.']);
  });

  test('takes the aliases that the API server takes', () => {
    expect(check('security.JwtRule', { issuer: 'x', jwks_uri: 'https://x' })).toEqual([]);
    expect(check('HttpRoute', { mirror_percent: 5 })).toEqual([]);
  });

  test('says what is missing', () => {
    expect(check('HttpRouteDestination', { weight: 10 })).toEqual([
      'destination: is required in HTTPRouteDestination.',
    ]);
    expect(check('HttpRouteDestination', { destination: null })).toEqual([
      'destination: is required in HTTPRouteDestination.',
    ]);
  });

  test('lists the values of an enum', () => {
    expect(check('ClientTlsSettings', { mode: 'ISTIO_UNDERSCORE_MUTUAL' })).toEqual([
      'mode: "ISTIO_UNDERSCORE_MUTUAL" is not one of its values. Write one of: DISABLE, SIMPLE, MUTUAL, ISTIO_MUTUAL.',
    ]);
    expect(check('gatewayApi.HttpPathMatch', { type: 'Prefix' })).toEqual([
      'type: "Prefix" is not one of its values. Write one of: Exact, PathPrefix, RegularExpression.',
    ]);
    expect(check('gatewayApi.HttpRequestRedirectFilter', { statusCode: 300 })).toEqual([
      'statusCode: 300 is not one of its values. Write one of: 301, 302, 303, 307, 308.',
    ]);
  });

  test('rejects alternatives that exclude each other', () => {
    // A proto oneof, two of them in one message, a CEL rule that counts, a CEL rule that says "not both".
    expect(check('StringMatch', { exact: '/', prefix: '/' })).toEqual([
      'exact, prefix: only one of exact, prefix, regex can be set.',
    ]);
    const hash = { httpHeaderName: 'x', useSourceIp: true, ringHash: {}, maglev: {} };
    expect(check('LoadBalancerSettingsConsistentHashLb', hash)).toEqual([
      'httpHeaderName, useSourceIp: only one of httpHeaderName, httpCookie, useSourceIp, httpQueryParameterName can be set.',
      'ringHash, maglev: only one of ringHash, maglev can be set.',
    ]);
    expect(check('security.AuthorizationPolicySpec', { selector: {}, targetRefs: [] })).toEqual([
      'selector, targetRefs: only one of selector, targetRef, targetRefs can be set.',
    ]);
    expect(
      check('gatewayApi.HttpRequestMirrorFilter', {
        backendRef: { name: 'x' },
        percent: 1,
        fraction: { numerator: 1 },
      }),
    ).toEqual(['percent, fraction: only one of percent, fraction can be set.']);
  });

  test('reports every problem with its path, below that of the caller', () => {
    const problems = new Problems('routes[0]');
    const route = { match: [{ uri: { exact: '/', regex: '/' } }], retries: { attempts: 'x' }, nonsense: 1 };
    checkStructure(Testing.chart(), 'HttpRoute', route, problems);
    expect(problems.list.map(({ field }) => field)).toEqual([
      'routes[0].match[0].uri.exact, regex',
      'routes[0].retries.attempts',
      'routes[0].nonsense',
    ]);
  });

  test('does not look into what is resolved later', () => {
    class Token {
      public resolve(): string {
        return 'x';
      }
    }
    const lazy: unknown = Lazy.any({ produce: () => 5 });
    expect(check('HttpRoute', { timeout: lazy, match: lazy, retries: { attempts: new Token() } })).toEqual([]);
  });

  test('takes any object for a token where the App has a resolver of its own', () => {
    class Token {}
    const app = new App({ resolvers: [{ resolve: () => undefined }] });
    const chart = new Chart(app, 'chart');
    expect(check('HttpRoute', { timeout: new Token() }, chart)).toEqual([]);
    expect(check('ClientTlsSettings', { mode: '${Token[1]}' }, chart)).toEqual([]);
    expect(check('HttpRoute', { timeout: new Token() })).toEqual([
      'timeout: an object of class Token is not a string.',
    ]);
  });

  test('rejects fields and values that the target release does not know', () => {
    expect(check('HttpRedirect', { prefixRewrite: '/' }, targeting(IstioVersion.V1_31))).toEqual([]);
    expect(check('HttpRedirect', { prefixRewrite: '/' }, targeting(IstioVersion.V1_30))).toEqual([
      'prefixRewrite: exists since Istio 1.31, and this App targets 1.30.',
    ]);
    expect(check('EnvoyFilterPatch', { operation: 'MERGE_AND_REPLACE_LIST' }, targeting(IstioVersion.V1_30))).toEqual([
      'operation: MERGE_AND_REPLACE_LIST exists since Istio 1.31, and this App targets 1.30.',
    ]);
    expect(check('EnvoyFilterPatch', { operation: 'APPEND' }, targeting(IstioVersion.V1_30))).toEqual([
      'operation: "APPEND" is not one of its values. Write one of: ' +
        'INVALID, MERGE, ADD, REMOVE, INSERT_BEFORE, INSERT_AFTER, INSERT_FIRST, REPLACE.',
    ]);
    expect(check('security.Source', { trustDomains: ['a'] }, targeting(IstioVersion.V1_29))).toEqual([
      'trustDomains: exists since Istio 1.30, and this App targets 1.29.',
    ]);
  });

  test('is told a type that exists', () => {
    expect(() => check('HTTPRoute', {})).toThrow('checkStructure: no struct is called HTTPRoute');
    expect(() => check('nowhere.Route', {})).toThrow('checkStructure: no struct is called nowhere.Route');
  });
});
