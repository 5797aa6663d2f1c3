import { Chart } from 'cdk8s';
import { Condition, Dashboard, DashboardExposure, IngressedService, IngressTls, Login, ServiceRef } from 'cdk8s-istio';
import { application, ingressGateway, meshedNamespace } from '../base';
import { jwtIssuer } from '../jwt';
import type { Manifest } from '../manifest';
import { find } from '../manifest';
import { scenario } from '../scenario';
import { charts } from '../setting';

const HOST = 'dash.example.com';
const KIALI = `https://${HOST}/kiali/console`;
const SHOP = 'http://shop.example.com/';
const OPERATOR = 'a token of the issuer with the claim opens Kiali, which does not get the token';
const ANONYMOUS = 'without a token Kiali is closed';
const WITH_PORT = 'a port after the host is no way around it';
const STRANGER = 'a token without the claim opens nothing';
const OTHER_HOST = 'another host of the same pods needs no token';
const OTHER_TOKEN = 'and its application gets the token that it was sent';
const OTHER_ISSUER = 'a token of another issuer in the same place is refused for every host of the gateway';
const REDIRECT = 'plain HTTP is redirected without a token';

const issuer = jwtIssuer('https://issuer.example.com');
const bearer = (token: string): { authorization: string } => ({ authorization: `Bearer ${token}` });
const operator = bearer(issuer.token({ groups: ['staff', 'operators'] }));

const exposed = charts((app) => {
  new DashboardExposure(new Chart(app, 'dash', { namespace: 'istio-system' }), 'Dashboards', {
    dashboards: [Dashboard.kiali(), Dashboard.jaeger()],
    host: HOST,
    tls: IngressTls.credential('dash'),
    login: Login.jwt({
      issuer: issuer.name,
      jwks: issuer.jwks,
      claims: [Condition.claim('groups', ['operators'])],
    }),
  });
  new IngressedService(new Chart(app, 'shop', { namespace: 'shop' }), 'Shop', {
    service: ServiceRef.fromName('web', { ports: [{ port: 8080 }] }),
    hosts: ['shop.example.com'],
  });
});

const policyOf = (manifests: Manifest[]) => find(manifests, 'AuthorizationPolicy');
const refused = (name: string, path: string, headers: { [name: string]: string } = {}, method?: string) => ({
  name,
  method,
  url: `https://${HOST}${path}`,
  headers,
  expect: { status: 403, attempts: 0 },
});

scenario({
  title:
    'DashboardExposure with tokens: Kiali and Jaeger open for those of the issuer with the claim, and for nobody else',
  manifests: [
    ...ingressGateway(),
    meshedNamespace('shop'),
    ...application('istio-system', 'kiali', 20001, ['v1']),
    ...application('istio-system', 'tracing', 80, ['v1']),
    ...application('shop', 'web', 8080, ['v1']),
    ...exposed,
  ],
  credentials: [{ secret: 'istio-system/dash', hosts: [HOST] }],
  requests: [
    {
      name: OPERATOR,
      url: KIALI,
      headers: operator,
      expect: {
        status: 200,
        backend: 'istio-system/kiali-v1',
        sees: { path: '/kiali/console', header: { authorization: null } },
      },
    },
    {
      name: 'Jaeger is behind the same login',
      url: `https://${HOST}/jaeger`,
      headers: operator,
      expect: { status: 200, backend: 'istio-system/tracing-v1', sees: { path: '/jaeger' } },
    },
    {
      name: 'a path that only begins alike is nobody’s',
      url: `https://${HOST}/kialix`,
      headers: operator,
      expect: { status: 404 },
    },
    refused(ANONYMOUS, '/kiali/console'),
    refused(WITH_PORT, '/kiali/console', { host: `${HOST}:8443` }),
    refused('neither are capitals', '/kiali/console', { host: HOST.toUpperCase() }),
    refused('nor a colon without a port', '/kiali/console', { host: `${HOST}:` }),
    refused('nor slashes', '//kiali/console'),
    refused('nor dots', '/x/../kiali/console'),
    refused('nor escapes', '/%6biali/console'),
    refused('nor another method', '/kiali/console', {}, 'OPTIONS'),
    refused('nor a path that nobody has', '/'),
    refused(STRANGER, '/kiali/console', bearer(issuer.token({ groups: ['staff'] }))),
    refused(
      'nor does one that names nobody',
      '/kiali/console',
      bearer(issuer.token({ sub: '', groups: ['operators'] })),
    ),
    {
      name: 'a host with a dot at its end is not served',
      url: KIALI,
      headers: { host: `${HOST}.` },
      expect: { status: 404, attempts: 0 },
    },
    {
      name: 'an expired token is refused',
      url: KIALI,
      headers: bearer(issuer.token({ groups: ['operators'], exp: 1700000000 })),
      expect: { status: 401, attempts: 0 },
    },
    {
      name: 'a token that somebody else signed is refused',
      url: KIALI,
      headers: bearer(jwtIssuer(issuer.name).token({ groups: ['operators'] })),
      expect: { status: 401, attempts: 0 },
    },
    {
      name: 'a token of another issuer is refused',
      url: KIALI,
      headers: bearer(jwtIssuer('https://other.example.com').token({ groups: ['operators'] })),
      expect: { status: 401, attempts: 0 },
    },
    {
      name: REDIRECT,
      url: `http://${HOST}/kiali`,
      expect: { status: 301, redirect: `https://${HOST}/kiali` },
    },
    { name: OTHER_HOST, url: SHOP, expect: { status: 200, backend: 'shop/web-v1' } },
    {
      name: OTHER_TOKEN,
      url: SHOP,
      headers: operator,
      expect: { status: 200, backend: 'shop/web-v1', sees: { header: operator } },
    },
    {
      name: OTHER_ISSUER,
      url: SHOP,
      headers: bearer(jwtIssuer('https://other.example.com').token({})),
      expect: { status: 401 },
    },
  ],
  negatives: [
    {
      change: 'there is no policy, so a token is checked but not asked for',
      mutate: (manifests) => {
        manifests.splice(manifests.indexOf(policyOf(manifests)), 1);
      },
      because: { [ANONYMOUS]: { status: 200, attempts: 1 }, [STRANGER]: { status: 200, attempts: 1 } },
    },
    {
      change: 'the policy names the host without its ports',
      mutate: (manifests) => {
        for (const rule of policyOf(manifests).spec.rules) {
          rule.to[0].operation.hosts = [HOST];
        }
      },
      because: { [WITH_PORT]: { status: 200, attempts: 1 } },
    },
    {
      change: 'the policy names no hosts',
      mutate: (manifests) => {
        const [rule] = policyOf(manifests).spec.rules;
        delete rule.to[0].operation.hosts;
        rule.to[0].operation.ports = ['8080', '8443'];
      },
      because: { [OTHER_HOST]: { status: 403 }, [REDIRECT]: { status: 403 } },
    },
    {
      change: 'the gateway takes the token out of what it has checked',
      mutate: (manifests) => {
        find(manifests, 'RequestAuthentication').spec.jwtRules[0].forwardOriginalToken = false;
      },
      because: { [OTHER_TOKEN]: { status: 200, sees: { header: { authorization: null } } } },
    },
    {
      change: 'the token is looked for in a header that other applications do not use',
      mutate: (manifests) => {
        find(manifests, 'RequestAuthentication').spec.jwtRules[0].fromHeaders = [{ name: 'x-dash-token' }];
      },
      because: { [OTHER_ISSUER]: { status: 200 }, [OPERATOR]: { status: 403 } },
    },
    {
      change: 'the routes leave the token in the request',
      mutate: (manifests) => {
        for (const rule of find(manifests, 'VirtualService', 'dashboards').spec.http) {
          delete rule.headers;
        }
      },
      because: { [OPERATOR]: { status: 200, sees: { header: operator } } },
    },
  ],
});
