import { AlbChart } from '../../../examples/alb/chart';
import { application } from '../base';
import { jwtIssuer } from '../jwt';
import { find } from '../manifest';
import { scenario } from '../scenario';
import { charts } from '../setting';

const GATEWAY = 'istio-ingress/alb-gateway';
const API = 'the API is served behind the load balancer, without a token and without a redirect';
const ANONYMOUS = 'Grafana is not for the anonymous';
const WITH_PORT = 'nor for those who write a port behind the host';
const CAPITALS = 'or the host in capitals';
const FORGED = 'nor with a token of somebody else';
const SIGNED_IN = 'with a token of the issuer it opens';
const OTHER = 'another host has nothing';

const issuer = jwtIssuer('https://login.domain.shop');
const bearer = (token: string): { [name: string]: string } => ({
  'x-forwarded-proto': 'https',
  authorization: `Bearer ${token}`,
});
const decrypted = { 'x-forwarded-proto': 'https' };

const manifests = charts((app) => new AlbChart(app)).filter(({ kind }) => kind !== 'Ingress');
// No address is asked for keys here.
const [rule] = find(manifests, 'RequestAuthentication').spec.jwtRules;
delete rule.jwksUri;
rule.jwks = issuer.jwks;

scenario({
  title: 'The alb example: the API is for everybody behind the load balancer, Grafana for those with a token',
  manifests: [
    ...manifests,
    ...application('istio-system', 'grafana', 3000, ['v1']).filter(({ kind }) => kind !== 'Namespace'),
  ],
  requests: [
    {
      name: API,
      to: GATEWAY,
      url: 'http://cb-test-api.domain.shop/v1/orders',
      headers: decrypted,
      expect: {
        status: 200,
        backend: 'prd-api/cb-test-api',
        sees: { header: { 'x-forwarded-proto': 'https' } },
        header: { 'strict-transport-security': 'max-age=31536000' },
      },
    },
    {
      name: ANONYMOUS,
      to: GATEWAY,
      url: 'http://istio.domain.shop/',
      headers: decrypted,
      expect: { status: 403, attempts: 0 },
    },
    {
      name: WITH_PORT,
      to: GATEWAY,
      url: 'http://istio.domain.shop/',
      headers: { ...decrypted, host: 'istio.domain.shop:443' },
      expect: { status: 403, attempts: 0 },
    },
    {
      name: CAPITALS,
      to: GATEWAY,
      url: 'http://istio.domain.shop/',
      headers: { ...decrypted, host: 'ISTIO.domain.shop' },
      expect: { status: 403, attempts: 0 },
    },
    {
      name: FORGED,
      to: GATEWAY,
      url: 'http://istio.domain.shop/',
      headers: bearer(jwtIssuer(issuer.name).token({ aud: 'grafana' })),
      expect: { status: 401, attempts: 0 },
    },
    {
      name: SIGNED_IN,
      to: GATEWAY,
      url: 'http://istio.domain.shop/',
      headers: bearer(issuer.token({ aud: 'grafana' })),
      expect: { status: 200, backend: 'istio-system/grafana-v1' },
    },
    { name: OTHER, to: GATEWAY, url: 'http://other.domain.shop/', headers: decrypted, expect: { status: 404 } },
  ],
  negatives: [
    {
      change: 'there is no policy, as in what was written',
      mutate: (given) => {
        given.splice(given.indexOf(find(given, 'AuthorizationPolicy')), 1);
      },
      because: { [ANONYMOUS]: { status: 200, backend: 'istio-system/grafana-v1' } },
    },
    {
      change: 'the policy is for the host without a port alone',
      mutate: (given) => {
        find(given, 'AuthorizationPolicy').spec.rules[0].to[0].operation.hosts = ['istio.domain.shop'];
      },
      because: { [WITH_PORT]: { status: 200, backend: 'istio-system/grafana-v1' } },
    },
    {
      change: 'the policy is for every host',
      mutate: (given) => {
        delete find(given, 'AuthorizationPolicy').spec.rules[0].to[0].operation.hosts;
      },
      because: { [API]: { status: 403 } },
    },
    {
      change: 'tokens are for something else',
      mutate: (given) => {
        find(given, 'RequestAuthentication').spec.jwtRules[0].audiences = ['api'];
      },
      because: { [SIGNED_IN]: { status: 403 } },
    },
  ],
});
