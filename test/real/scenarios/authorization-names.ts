import { application, client } from '../base';
import type { Manifest } from '../manifest';
import { find } from '../manifest';
import { scenario } from '../scenario';

const CALLER = 'shop/checkout';

const policy = (name: string, action: string, rules: object[], annotations?: { [name: string]: string }): Manifest => ({
  apiVersion: 'security.istio.io/v1',
  kind: 'AuthorizationPolicy',
  metadata: { name, namespace: 'shop', annotations },
  spec: { selector: { matchLabels: { app: 'web' } }, action, rules },
});
const paths = (...all: string[]): object => ({ to: [{ operation: { paths: all, ports: ['8080'] } }] });
const custom = (name: string, annotations?: { [name: string]: string }): Manifest => {
  const made = policy(name, 'CUSTOM', [paths('/custom', `/${name}`)], annotations);
  return { ...made, spec: { ...made.spec, provider: { name: 'nosuch' } } };
};

const refused = (name: string, path: string, matched: string) => ({
  name,
  from: CALLER,
  url: `http://web:8080${path}`,
  expect: {
    status: 403,
    accessLog: [{ proxy: 'shop/web-v1', details: `rbac_access_denied_matched_policy[${matched}]` }],
  },
});
const BY_NAME = 'of several rules that match the first by name is told: rule[10] before rule[2]';
const TRIED = 'a policy for an unknown authorizer that is only tried denies nothing';

scenario({
  title: 'Which rule Envoy names where it denies',
  manifests: [
    ...client('shop', 'checkout'),
    ...application('shop', 'web', 8080, ['v1']),
    policy('b', 'DENY', [paths('/two', '/three')]),
    policy('a', 'DENY', [
      paths('/three'),
      paths('/none'),
      paths('/ten'),
      ...Array.from({ length: 7 }, () => paths('/none')),
      paths('/ten'),
    ]),
    policy('allow', 'ALLOW', [{ to: [{ operation: { notPaths: ['/refused'] } }] }]),
    custom('asked'),
    custom('tried', { 'istio.io/dry-run': 'true' }),
  ],
  verdict: [
    {
      text: 'the annotation istio.io/dry-run currently only supports action ALLOW/DENY',
      reason: 'It is asked what istiod makes of it where nobody refuses it.',
    },
  ],
  requests: [
    refused(BY_NAME, '/ten', 'ns[shop]-policy[a]-rule[10]'),
    refused('of several policies too', '/three', 'ns[shop]-policy[a]-rule[0]'),
    refused('one alone', '/two', 'ns[shop]-policy[b]-rule[0]'),
    refused('none where nothing allows it', '/refused', 'none'),
    refused(
      'an unknown authorizer',
      '/asked',
      'istio-ext-authz-nosuch-ns[shop]-policy[asked]-rule[0]-deny-due-to-bad-CUSTOM-action',
    ),
    { name: TRIED, from: CALLER, url: 'http://web:8080/tried', expect: { status: 200 } },
  ],
  negatives: [
    {
      change: 'it is not only tried',
      mutate: (manifests) => {
        delete find(manifests, 'AuthorizationPolicy', 'tried').metadata.annotations;
      },
      because: { [TRIED]: { status: 403 } },
    },
  ],
});
