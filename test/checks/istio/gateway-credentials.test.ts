import credentials from '../../grids/cases/analysis-gateway-credentials';
import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { deployment, manifest, server } from '../../manifests';
import { said } from './findings';

const [usable] = credentials.cases['tls.crt and tls.key'];
const secret = (key: string, more: object = { data: usable.data }): Manifest => ({
  ...manifest('Secret', key),
  ...more,
});
const pods = deployment('infra/gw', { app: 'gw' });
const gw = (selector: object | undefined = { app: 'gw' }): Manifest =>
  manifest('Gateway', 'shop/gw', {
    ...(selector && { selector }),
    servers: [server(443, 'HTTPS', ['*'], { mode: 'SIMPLE', credentialName: 'cert' })],
  });
const AT = 'Gateway shop/gw spec.servers[0].tls.credentialName';

describe('a Secret that is not there', () => {
  test.each<[string, Manifest[], string, string]>([
    ['but next to the Gateway', [secret('shop/cert')], 'error', 'Create the Secret in infra.'],
    ['but a near one', [secret('infra/certs')], 'error', 'Write certs, or make the Secret cert in infra.'],
  ])('%s', (_, secrets, severity, fix) => {
    expect(said('IST0101', [pods, ...secrets, gw()])).toMatchObject([
      {
        where: `${severity} ${AT}`,
        message: expect.stringContaining('There is no Secret cert in infra, the namespace of the gateway'),
        fix,
      },
    ]);
  });
});

test('a Secret of which the manifests say nothing may be there', () => {
  expect(said('IST0101', [pods, gw()])).toEqual([
    {
      where: `info ${AT}`,
      message:
        "Secret cert is not among the manifests. Proxies look for it in infra, the namespace of the gateway's pods, whatever the namespace of the Gateway is.",
      fix: 'Make sure that it exists in infra, or add it to the externals in the settings.',
    },
  ]);
  expect(said('IST0101', [pods, gw()], { world: 'closed' })).toMatchObject([
    {
      where: `error ${AT}`,
      message: expect.stringContaining('There is no Secret cert in infra, the namespace of the gateway'),
      fix: 'Create the Secret in infra, or list it in the externals of the settings if something else creates it.',
    },
  ]);
});

describe('a Secret that an object of the manifests makes', () => {
  const certificate = (key: string): Manifest =>
    manifest('Certificate', key, { secretName: 'cert', dnsNames: ['a.example.com'] });

  test('in the namespace of the pods is there', () => {
    expect(said('IST0101', [pods, certificate('infra/site'), gw()], { world: 'closed' })).toEqual([]);
    expect(said('CDI0104', [pods, certificate('infra/site'), gw()])).toEqual([]);
  });

  test('elsewhere is told with what makes it', () => {
    const set = [pods, certificate('shop/site'), gw()];
    expect(said('IST0101', set)).toMatchObject([
      {
        where: `error ${AT}`,
        message: expect.stringContaining(' The one that Certificate shop/site makes is in shop. '),
        fix: 'Create the Certificate in infra.',
      },
    ]);
    expect(said('CDI0104', set)).toMatchObject([
      {
        message: expect.stringContaining('Secret "cert" is in namespace shop, but the gateway'),
        fix: 'Create the Certificate in namespace infra.',
      },
    ]);
  });

  test('is not judged by what it holds before a controller fills it', () => {
    const empty = (annotations: object): Manifest => manifest('Secret', 'infra/cert', undefined, { annotations });
    const copied = { 'replicator.v1.mittwald.de/replicate-from': 'shop/cert' };
    expect(said('IST0161', [pods, empty(copied), gw()])).toEqual([]);
    expect(said('IST0161', [pods, empty({}), gw()])).toHaveLength(1);
  });
});

describe('pods in several namespaces', () => {
  const both = [pods, deployment('edge/gw', { app: 'gw' }), secret('infra/cert')];

  test('each of them needs the Secret', () => {
    expect(said('IST0101', [...both, gw()])[0].message).toContain('There is no Secret cert in edge');
    expect(said('IST0101', [...both, secret('edge/cert'), gw()])).toEqual([]);
  });

  test('without a selector one of them is enough', () => {
    expect(
      said('IST0101', [
        ...both,
        manifest('Gateway', 'shop/gw', {
          servers: [server(443, 'HTTPS', ['*'], { mode: 'SIMPLE', credentialName: 'cert' })],
        }),
      ]),
    ).toEqual([]);
  });

  test('the gateway that is taken for granted does not count where there is another', () => {
    const own = deployment('infra/gw', { istio: 'ingressgateway' });
    expect(said('IST0101', [own, secret('infra/cert'), gw({ istio: 'ingressgateway' })])).toEqual([]);
  });
});

describe('what is in it', () => {
  const wrong = (more: object): string | undefined =>
    said('IST0161', [pods, secret('infra/cert', more), gw()])[0]?.message;

  test('is said', () => {
    expect(wrong({ data: { 'ca.crt': 'YQ==' } })).toContain(
      'it needs tls.crt and tls.key (or cert and key) with content, and has ca.crt.',
    );
    expect(wrong({})).toContain('and has no keys.');
    expect(wrong({ data: { cert: 'YQ==', key: 'YQ==' } })).toContain('its cert is not a PEM certificate.');
    const [expired] = credentials.cases['an expired certificate'];
    expect(wrong({ data: expired.data })).toMatch(/its certificate is valid from .* to .* only\./);
    const [unreadable] = credentials.cases['PEM with other content'];
    expect(wrong({ data: unreadable.data })).toContain('its tls.crt is not a readable certificate.');
  });

  test('stringData counts as the API server takes it', () => {
    const text = Buffer.from((usable.data as Record<string, string>)['tls.crt'], 'base64').toString();
    expect(wrong({ stringData: { 'tls.crt': text, 'tls.key': 'key' } })).toBeUndefined();
    expect(wrong({ data: { 'tls.crt': 'YQ==' }, stringData: { 'tls.crt': text, 'tls.key': 'key' } })).toBeUndefined();
  });

  test('is not asked of a Secret that the settings only name', () => {
    expect(said('IST0161', [pods, gw()], {}, [secret('infra/cert', {})])).toEqual([]);
    expect(said('IST0161', [pods, gw()], {}, [secret('infra/cert', { data: { 'ca.crt': 'YQ==' } })])).toHaveLength(1);
  });
});
