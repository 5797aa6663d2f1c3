import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { deployment, INGRESS, manifest, requestAuthentication, server, service, virtualService } from '../../manifests';
import { said } from './findings';

const vs = (field: string): Manifest =>
  virtualService('shop/web', {
    hosts: ['www.example.com'],
    gateways: ['mesh', 'gw'],
    http: [
      { route: [{ destination: { host: 'web' } }] },
      {
        match: [{ headers: { a: { exact: 'b' } } }, { [field]: { '@request.auth.claims.group': { exact: 'x' } } }],
        route: [{ destination: { host: 'web' } }],
      },
    ],
  });
const gw = (selector: object): Manifest =>
  manifest('Gateway', 'shop/gw', { selector, servers: [server(80, 'HTTP', ['*'])] });
const authentication = (key: string, matchLabels: object): Manifest =>
  requestAuthentication(key, { selector: { matchLabels } });

test('the match, the pods and what to add', () => {
  expect(said('IST0149', [service('shop/web'), gw(INGRESS), vs('headers')])).toMatchObject([
    {
      where: 'warning VirtualService shop/web spec.http[1].match[1].headers.@request.auth.claims.group',
      message: expect.stringContaining('the pods of Gateway shop/gw (istio=ingressgateway in istio-system)'),
      fix: 'Add a RequestAuthentication in istio-system with selector.matchLabels istio=ingressgateway and the issuer of the tokens.',
    },
  ]);
});

test('a RequestAuthentication for other pods is an error', () => {
  const pods = deployment('infra/gw', { app: 'gw' });
  const others = authentication('infra/jwt', { app: 'gateway' });
  expect(said('IST0149', [pods, others, gw({ app: 'gw' }), vs('withoutHeaders')])).toMatchObject([
    {
      where: 'error VirtualService shop/web spec.http[1].match[1].withoutHeaders.@request.auth.claims.group',
      message: expect.stringMatching(
        /\(Deployment infra\/gw\).* RequestAuthentication infra\/jwt selects other pods\.$/,
      ),
      fix: expect.stringContaining('or correct the selector of infra/jwt.'),
    },
  ]);
});

test('the root namespace is that of the settings', () => {
  const pods = deployment('infra/gw', { app: 'gw' });
  const root = authentication('mesh/jwt', { app: 'gw' });
  expect(said('IST0149', [pods, root, gw({ app: 'gw' }), vs('headers')], { rootNamespace: 'mesh' })).toEqual([]);
  expect(said('IST0149', [pods, root, gw({ app: 'gw' }), vs('headers')])).toHaveLength(1);
});
