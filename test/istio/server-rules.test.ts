import { ServerTlsSettingsTlsMode } from '../../imports/networking';
import { rulesOfServer } from '../../lib/istio/server-rules';

const MODES: readonly (ServerTlsSettingsTlsMode | undefined)[] = [
  undefined,
  ServerTlsSettingsTlsMode.PASSTHROUGH,
  ServerTlsSettingsTlsMode.SIMPLE,
  ServerTlsSettingsTlsMode.MUTUAL,
  ServerTlsSettingsTlsMode.OPTIONAL_MUTUAL,
  ServerTlsSettingsTlsMode.ISTIO_MUTUAL,
  ServerTlsSettingsTlsMode.AUTO_PASSTHROUGH,
];

const ruleOf = (protocol: string, tls?: { mode?: ServerTlsSettingsTlsMode }): string | undefined =>
  rulesOfServer({ port: { number: 443, name: 'a', protocol }, tls });

test.each(['HTTP', 'http2', 'HTTP_PROXY', 'GRPC', 'GRPC-WEB'])(
  '%s asks http rules, with a redirect too',
  (protocol) => {
    expect(ruleOf(protocol)).toBe('http');
    expect(rulesOfServer({ port: { number: 80, name: 'a', protocol }, tls: { httpsRedirect: true } })).toBe('http');
  },
);

test.each(['TCP', 'MONGO', 'REDIS', 'mysql', 'UDP'])('%s asks tcp rules, and can have no TLS', (protocol) => {
  expect(ruleOf(protocol)).toBe('tcp');
  expect(MODES.map((mode) => ruleOf(protocol, { mode }))).toEqual(MODES.map(() => undefined));
});

test('HTTPS asks by its TLS mode', () => {
  expect(ruleOf('HTTPS')).toBeUndefined();
  expect(MODES.map((mode) => ruleOf('HTTPS', { mode }))).toEqual([
    'tls',
    'tls',
    'http',
    'http',
    'http',
    'http',
    undefined,
  ]);
});

test('TLS asks by its TLS mode', () => {
  expect(ruleOf('TLS')).toBeUndefined();
  expect(MODES.map((mode) => ruleOf('tls', { mode }))).toEqual(['tls', 'tls', 'tcp', 'tcp', 'tcp', 'tcp', undefined]);
});

test.each(['', 'QUIC', 'http-web'])('protocol "%s" asks none', (protocol) => {
  expect(ruleOf(protocol)).toBeUndefined();
});
