import { Chart } from 'cdk8s';
import { IngressedService, security, ServiceRef } from 'cdk8s-istio';
import { application, ingressGateway } from '../base';
import { jwtIssuer } from '../jwt';
import { find } from '../manifest';
import { scenario } from '../scenario';
import { charts } from '../setting';

const URL = 'http://shop.example.com/';
const ANONYMOUS = 'the anonymous are refused';
const ADMIN = 'a caller with the claim gets through';
const issuer = jwtIssuer('https://issuer.example.com');

const shop = charts((app) => {
  const chart = new Chart(app, 'shop', { namespace: 'shop' });
  new IngressedService(chart, 'Shop', {
    service: ServiceRef.fromName('web', { ports: [{ port: 8080 }] }),
    hosts: ['shop.example.com'],
  });
  const selector = { matchLabels: { istio: 'ingressgateway' } };
  const gateway = new Chart(app, 'gateway', { namespace: 'istio-system' });
  new security.RequestAuthentication(gateway, 'Issuer', {
    metadata: { name: 'issuer' },
    spec: { selector, jwtRules: [{ issuer: issuer.name, jwks: issuer.jwks }] },
  });
  new security.AuthorizationPolicy(gateway, 'Admins', {
    metadata: { name: 'admins' },
    spec: {
      selector,
      action: security.AuthorizationPolicyAction.ALLOW,
      rules: [
        {
          from: [{ source: { requestPrincipals: [`${issuer.name}/*`] } }],
          when: [{ key: 'request.auth.claims[role]', values: ['admin'] }],
        },
      ],
    },
  });
});

const bearer = (token: string): { authorization: string } => ({ authorization: `Bearer ${token}` });

scenario({
  title: 'The gateway lets nobody in without a token of the issuer that has the claim',
  manifests: [...ingressGateway(), ...application('shop', 'web', 8080, ['v1']), ...shop],
  requests: [
    { name: ADMIN, url: URL, headers: bearer(issuer.token({ role: 'admin' })), expect: { status: 200 } },
    {
      name: 'a caller without the claim is refused',
      url: URL,
      headers: bearer(issuer.token({})),
      expect: { status: 403 },
    },
    {
      name: 'a token of somebody else is refused',
      url: URL,
      headers: bearer(jwtIssuer(issuer.name).token({ role: 'admin' })),
      expect: { status: 401 },
    },
    { name: ANONYMOUS, url: URL, expect: { status: 403, attempts: 0 } },
  ],
  negatives: [
    {
      change: 'there is no policy, so a token is checked but not asked for',
      mutate: (manifests) => {
        manifests.splice(manifests.indexOf(find(manifests, 'AuthorizationPolicy')), 1);
      },
      because: { [ANONYMOUS]: { status: 200, attempts: 1 } },
    },
    {
      change: 'the policies are in the namespace of the service, where no gateway looks',
      mutate: (manifests) => {
        find(manifests, 'AuthorizationPolicy').metadata.namespace = 'shop';
        find(manifests, 'RequestAuthentication').metadata.namespace = 'shop';
      },
      because: { [ANONYMOUS]: { status: 200 }, 'a token of somebody else is refused': { status: 200 } },
    },
    {
      change: 'the rule wants another role',
      mutate: (manifests) => {
        find(manifests, 'AuthorizationPolicy').spec.rules[0].when[0].values = ['owner'];
      },
      because: { [ADMIN]: { status: 403 } },
    },
  ],
});
