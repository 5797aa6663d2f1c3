import { ApiObject, Chart } from 'cdk8s';
import { JwtRule, PolicyTarget, RequestAuthentication } from 'cdk8s-istio';
import { client, deployment, meshedNamespace } from '../base';
import { jwtIssuer } from '../jwt';
import { find } from '../manifest';
import { scenario } from '../scenario';
import { charts } from '../setting';

const CALLER = 'shop/frontend';
const URL = 'http://web/items';
const TOKEN = 'a request with a token gets through';
const ANONYMOUS = 'one without is refused';
const PREFLIGHT = 'a CORS preflight needs none';
const PUBLIC = 'a path that is left out needs none';
const DATABASE = 'a port of the same pods that is not HTTP is left alone';
const issuer = jwtIssuer('https://issuer.example.com');
const authorization = `Bearer ${issuer.token({})}`;

const shop = charts((app) => {
  const chart = new Chart(app, 'shop', { namespace: 'shop' });
  const service = new ApiObject(chart, 'Service', {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'web' },
    spec: {
      selector: { app: 'web' },
      ports: [
        { name: 'http', port: 80, targetPort: 8080 },
        { name: 'tcp-db', port: 5432, targetPort: 5432 },
      ],
    },
  });
  const login = new RequestAuthentication(chart, 'Login', {
    metadata: { name: 'login' },
    target: PolicyTarget.podsOf(service),
    jwtRules: [JwtRule.of({ issuer: issuer.name, jwks: issuer.jwks })],
  });
  login.requireToken({ metadata: { name: 'require-token' }, exceptPaths: ['/public/*'] });
});

scenario({
  title: 'requireToken refuses requests without a token, but for CORS preflights, and leaves other ports alone',
  manifests: [
    meshedNamespace('shop'),
    ...client('shop', 'frontend'),
    deployment('shop', 'web', { app: 'web' }, 'web', [
      { name: 'app', image: 'example.com/app:1', ports: [{ containerPort: 8080 }, { containerPort: 5432 }] },
    ]),
    ...shop,
  ],
  requests: [
    { name: TOKEN, from: CALLER, url: URL, headers: { authorization }, expect: { status: 200, backend: 'shop/web' } },
    { name: ANONYMOUS, from: CALLER, url: URL, expect: { status: 403, attempts: 0 } },
    {
      name: 'a token of somebody else is refused',
      from: CALLER,
      url: URL,
      headers: { authorization: `Bearer ${jwtIssuer(issuer.name).token({})}` },
      expect: { status: 401 },
    },
    { name: PREFLIGHT, from: CALLER, method: 'OPTIONS', url: URL, expect: { status: 200 } },
    { name: PUBLIC, from: CALLER, url: 'http://web/public/logo', expect: { status: 200 } },
    { name: DATABASE, from: CALLER, url: 'tcp://web:5432', expect: { backend: 'shop/web' } },
  ],
  negatives: [
    {
      change: 'no policy asks for tokens',
      mutate: (manifests) => {
        manifests.splice(manifests.indexOf(find(manifests, 'AuthorizationPolicy')), 1);
      },
      because: { [ANONYMOUS]: { status: 200 } },
    },
    {
      change: 'preflights are not left out',
      mutate: (manifests) => {
        delete find(manifests, 'AuthorizationPolicy').spec.rules[0].to[0].operation.notMethods;
      },
      because: { [PREFLIGHT]: { status: 403 } },
    },
    {
      change: 'the policy names no ports',
      mutate: (manifests) => {
        delete find(manifests, 'AuthorizationPolicy').spec.rules[0].to[0].operation.ports;
      },
      because: { [DATABASE]: { failed: 'connection closed' } },
    },
    {
      change: 'the policy names the port of the Service',
      mutate: (manifests) => {
        find(manifests, 'AuthorizationPolicy').spec.rules[0].to[0].operation.ports = ['80'];
      },
      because: { [ANONYMOUS]: { status: 200 } },
    },
  ],
});
