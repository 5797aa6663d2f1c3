import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { apiGateway, gateway, manifest, named, server, to, virtualService } from '../../manifests';
import { testCases, textsOf } from '../found';

const tls = (credentialName: string, mode = 'SIMPLE'): object => ({ mode, credentialName });
const https = (host: string, credential: string, mode?: string, port = 443): ReturnType<typeof server> =>
  server(port, 'HTTPS', [host], tls(credential, mode));
const certificate = (name: string, ...dnsNames: string[]): Manifest =>
  manifest('Certificate', `istio-system/${name}`, { secretName: name, dnsNames });
const bound = (host: string, ...gateways: string[]): Manifest =>
  virtualService(`shop/${host.split('.')[0].replace('*', 'all')}`, { hosts: [host], gateways, http: [to('web')] });

const TWO = [gateway('shop/cart', https('cart.a.test', 'cart')), gateway('shop/login', https('login.a.test', 'login'))];
const RULES = [bound('cart.a.test', 'cart'), bound('login.a.test', 'login')];
const CART = 'CDI0150 warning Gateway shop/cart spec.servers[0].tls.credentialName';
const LOGIN = 'CDI0150 warning Gateway shop/login spec.servers[0].tls.credentialName';

describe('Gateways', () => {
  testCases('CDI0150', [
    {
      name: 'the same wildcard in two Secrets',
      manifests: [certificate('cart', '*.a.test'), certificate('login', '*.a.test'), ...TWO, ...RULES],
      finds: [CART, LOGIN],
    },
    {
      name: 'a wildcard, and a certificate for one host',
      manifests: [certificate('cart', '*.a.test'), certificate('login', 'login.a.test'), ...TWO, ...RULES],
      finds: [CART],
    },
    {
      name: 'a certificate for both hosts by name',
      manifests: [
        certificate('cart', 'cart.a.test', 'login.a.test'),
        certificate('login', 'login.a.test'),
        ...TWO,
        ...RULES,
      ],
      finds: [CART],
    },
    {
      name: 'a certificate for each host',
      manifests: [certificate('cart', 'cart.a.test'), certificate('login', 'login.a.test'), ...TWO, ...RULES],
      finds: [],
    },
    { name: 'certificates of which nothing is known', manifests: [...TWO, ...RULES], finds: [] },
    {
      name: 'a wildcard for other hosts',
      manifests: [
        certificate('cart', 'cart.a.test', '*.b.test'),
        certificate('login', 'login.a.test'),
        ...TWO,
        ...RULES,
      ],
      finds: [],
    },
    {
      name: 'a wildcard for more labels than one',
      manifests: [certificate('cart', '*.test', 'cart.a.test'), certificate('login', 'login.a.test'), ...TWO, ...RULES],
      finds: [],
    },
    {
      name: 'without rules',
      manifests: [certificate('cart', '*.a.test'), certificate('login', '*.a.test'), ...TWO],
      finds: [CART, LOGIN],
    },
    {
      name: 'one Secret in two servers of one Gateway',
      manifests: [
        gateway('shop/shop', ...named([https('cart.a.test', 'shop'), https('login.a.test', 'shop')])),
        bound('cart.a.test', 'shop'),
        bound('login.a.test', 'shop'),
      ],
      finds: [0, 1].map((i) => `CDI0150 warning Gateway shop/shop spec.servers[${i}].tls.credentialName`),
    },
    {
      name: 'one Secret in two Gateways',
      manifests: [
        gateway('shop/cart', https('cart.a.test', 'shop')),
        gateway('shop/login', https('login.a.test', 'shop')),
        ...RULES,
      ],
      finds: [CART, LOGIN],
    },
    {
      name: 'a wildcard server beside one with a host of it, in one Gateway',
      manifests: [
        gateway('shop/shop', ...named([https('*.a.test', 'shop'), https('login.a.test', 'shop')])),
        bound('*.a.test', 'shop'),
        bound('login.a.test', 'shop'),
      ],
      // The wildcard server has the rules of both hosts, the other one not.
      finds: ['CDI0150 warning Gateway shop/shop spec.servers[1].tls.credentialName'],
    },
    {
      name: 'a wildcard server beside one with a host of it, with rules of its own',
      manifests: [
        certificate('all', '*.a.test'),
        certificate('login', 'login.a.test'),
        gateway('shop/all', https('*.a.test', 'all')),
        gateway('shop/login', https('login.a.test', 'login')),
        bound('*.a.test', 'all'),
        bound('login.a.test', 'login'),
      ],
      finds: ['CDI0150 warning Gateway shop/all spec.servers[0].tls.credentialName'],
    },
    {
      name: 'a wildcard server that has the same rules',
      manifests: [
        certificate('all', '*.a.test'),
        certificate('login', 'login.a.test'),
        gateway('shop/all', https('*.a.test', 'all')),
        gateway('shop/login', https('login.a.test', 'login')),
        bound('login.a.test', 'login', 'all'),
      ],
      finds: [],
    },
    {
      name: 'one server for both hosts',
      manifests: [
        certificate('shop', '*.a.test'),
        gateway('shop/shop', server(443, 'HTTPS', ['cart.a.test', 'login.a.test'], tls('shop'))),
        bound('cart.a.test', 'shop'),
        bound('login.a.test', 'shop'),
      ],
      finds: [],
    },
    {
      name: 'different ports',
      manifests: [
        gateway('shop/cart', https('cart.a.test', 'shop')),
        gateway('shop/login', https('login.a.test', 'shop', 'SIMPLE', 8443)),
        ...RULES,
      ],
      finds: [],
    },
    {
      name: 'different pods',
      manifests: [
        gateway('shop/cart', https('cart.a.test', 'shop')),
        manifest('Gateway', 'shop/login', { selector: { istio: 'other' }, servers: [https('login.a.test', 'shop')] }),
        ...RULES,
      ],
      finds: [],
    },
    ...['MUTUAL', 'PASSTHROUGH', 'ISTIO_MUTUAL'].map((mode) => ({
      name: `mode ${mode}`,
      manifests: [
        gateway('shop/cart', https('cart.a.test', 'shop', mode)),
        gateway('shop/login', https('login.a.test', 'shop', mode)),
        ...RULES,
      ],
      finds: [],
    })),
    {
      name: 'one file in two servers',
      manifests: [
        gateway(
          'shop/shop',
          ...named(
            ['cart.a.test', 'login.a.test'].map((host) =>
              server(443, 'HTTPS', [host], { mode: 'SIMPLE', serverCertificate: '/c.pem', privateKey: '/k.pem' }),
            ),
          ),
        ),
      ],
      finds: [0, 1].map((i) => `CDI0150 warning Gateway shop/shop spec.servers[${i}].tls.serverCertificate`),
    },
  ]);
});

const listener = (name: string, hostname: string | undefined, secret: string, more: object = {}): object => ({
  name,
  hostname,
  port: 443,
  protocol: 'HTTPS',
  tls: { certificateRefs: [{ name: secret }] },
  ...more,
});
const listening = (...listeners: object[]): Manifest =>
  apiGateway('istio-ingress/public', { gatewayClassName: 'istio', listeners });
const route = (host: string, sectionName?: string): Manifest =>
  manifest('HTTPRoute', `istio-ingress/${host.split('.')[0]}`, {
    parentRefs: [{ name: 'public', sectionName }],
    hostnames: [host],
    rules: [],
  });
const AT = (i: number): string =>
  `CDI0150 warning Gateway istio-ingress/public spec.listeners[${i}].tls.certificateRefs`;

describe('the Gateway API', () => {
  testCases('CDI0150', [
    {
      name: 'a domain and its hosts',
      manifests: [
        listening(listener('all', '*.a.test', 'cert'), listener('apex', 'a.test', 'cert')),
        route('a.test', 'apex'),
        route('api.a.test', 'all'),
      ],
      finds: [AT(0), AT(1)],
    },
    {
      name: 'a domain and its hosts, without routes',
      manifests: [listening(listener('all', '*.a.test', 'cert'), listener('apex', 'a.test', 'cert'))],
      finds: [AT(0), AT(1)],
    },
    {
      name: 'two hosts',
      manifests: [listening(listener('one', 'one.a.test', 'cert'), listener('two', 'two.a.test', 'cert'))],
      finds: [AT(0), AT(1)],
    },
    {
      name: 'a host of the other listener, whose route both have',
      manifests: [
        listening(listener('all', '*.a.test', 'cert'), listener('one', 'one.a.test', 'cert')),
        route('one.a.test'),
      ],
      finds: [AT(1)],
    },
    {
      name: 'one listener',
      manifests: [listening(listener('all', undefined, 'cert')), route('a.test'), route('api.a.test')],
      finds: [],
    },
    {
      name: 'a certificate for each listener',
      manifests: [listening(listener('one', 'one.a.test', 'one'), listener('two', 'two.a.test', 'two'))],
      finds: [],
    },
    {
      name: 'different ports',
      manifests: [
        listening(listener('one', 'one.a.test', 'cert'), listener('two', 'two.a.test', 'cert', { port: 8443 })),
      ],
      finds: [],
    },
    {
      name: 'TLS that is passed on',
      manifests: [
        listening(
          ...['one', 'two'].map((name) =>
            listener(name, `${name}.a.test`, 'cert', { protocol: 'TLS', tls: { mode: 'Passthrough' } }),
          ),
        ),
      ],
      finds: [],
    },
    {
      name: 'the class of another controller',
      manifests: [
        apiGateway('istio-ingress/public', {
          gatewayClassName: 'other',
          listeners: [listener('one', 'one.a.test', 'cert'), listener('two', 'two.a.test', 'cert')],
        }),
      ],
      finds: [],
    },
  ]);
});

test('it says which host gets what, and on whose connection', () => {
  expect(textsOf('CDI0150', [certificate('cart', '*.a.test'), ...TWO, ...RULES])).toEqual([
    [
      'The certificate of this server (Secret cart) is valid for login.a.test (*.a.test), which servers[0] of Gateway shop/login serves. Browsers that have a connection for cart.a.test send requests for login.a.test over it, and this server has no rules for them: they get 404.',
      'Put cart.a.test and login.a.test on one server, with the rules for both; or give this one a certificate that is not valid for login.a.test.',
    ],
  ]);
  const others = [
    certificate('all', '*.a.test'),
    certificate('login', 'login.a.test'),
    gateway('shop/all', https('*.a.test', 'all')),
    gateway('shop/login', https('login.a.test', 'login')),
    bound('*.a.test', 'all'),
    bound('login.a.test', 'login'),
  ];
  expect(textsOf('CDI0150', others)).toEqual([
    [
      'The certificate of this server (Secret all) is valid for login.a.test (*.a.test), which servers[0] of Gateway shop/login serves. Browsers that have a connection for *.a.test send requests for login.a.test over it, and this server has other rules for them than that one.',
      'Put *.a.test and login.a.test on one server, with the rules for both; or give this one a certificate that is not valid for login.a.test.',
    ],
  ]);
});
