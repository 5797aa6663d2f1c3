import { App, Chart, Testing } from 'cdk8s';
import {
  AuthorizationAction,
  AuthorizationPolicy,
  AuthorizationRule,
  Condition,
  GatewayWorkload,
  IstioChecks,
  Operation,
  PolicyTarget,
  Source,
} from '../../lib';
import { problemsOf, specOf, thrown } from '../networking/subject';
import { refused, ruleOf, shop, sourceRule } from './subject';

const anyToken = sourceRule(Source.anyToken());

test('the whole object', () => {
  const { chart, frontend, cart } = shop();
  const policy = new AuthorizationPolicy(chart, 'Cart', {
    metadata: { name: 'cart' },
    target: PolicyTarget.workload(cart),
    action: AuthorizationAction.ALLOW,
    rules: [
      AuthorizationRule.of({
        from: [Source.workload(frontend), Source.gateway(GatewayWorkload.istioIngress())],
        to: [Operation.http({ methods: ['GET'], paths: ['/cart/*'], ports: ['web'] })],
        when: [Condition.header('x-tier', ['gold']), Condition.claim('groups', ['admin'])],
      }),
      anyToken,
    ],
  });
  expect(Testing.synth(chart).find(({ kind }) => kind === 'AuthorizationPolicy')).toEqual({
    apiVersion: 'security.istio.io/v1',
    kind: 'AuthorizationPolicy',
    metadata: { name: 'cart', namespace: 'shop' },
    spec: {
      selector: { matchLabels: cart.matchLabels },
      action: 'ALLOW',
      rules: [
        {
          from: [
            {
              source: {
                principals: [
                  'cluster.local/ns/shop/sa/frontend',
                  'cluster.local/ns/istio-system/sa/istio-ingressgateway-service-account',
                ],
              },
            },
          ],
          to: [{ operation: { methods: ['GET'], paths: ['/cart/*'], ports: ['8080'] } }],
          when: [
            { key: 'request.headers[x-tier]', values: ['gold'] },
            { key: 'request.auth.claims[groups]', values: ['admin'] },
          ],
        },
        { from: [{ source: { requestPrincipals: ['*'] } }] },
      ],
    },
  });
  expect([policy.name, policy.namespace, policy.kind]).toEqual(['cart', 'shop', 'AuthorizationPolicy']);
});

test.each([
  [AuthorizationAction.DENY, { action: 'DENY' }],
  [AuthorizationAction.AUDIT, { action: 'AUDIT' }],
  [AuthorizationAction.custom('ext-authz'), { action: 'CUSTOM', provider: { name: 'ext-authz' } }],
])('actions: %#', (action, written) => {
  const rules = [AuthorizationRule.any()];
  expect(specOf(new AuthorizationPolicy(shop().chart, 'Policy', { action, rules }))).toEqual({
    ...written,
    rules: [{}],
  });
});

test('a policy that allows nothing', () => {
  const { chart, cart } = shop();
  expect(specOf(AuthorizationPolicy.allowNothing(chart, 'All'))).toEqual({});
  const target = PolicyTarget.workload(cart);
  expect(specOf(AuthorizationPolicy.allowNothing(chart, 'Cart', { target }))).toEqual({
    selector: { matchLabels: cart.matchLabels },
  });
});

test('rules are added', () => {
  const { chart } = shop();
  const policy = AuthorizationPolicy.allowNothing(chart, 'Policy');
  policy.addRule(anyToken);
  policy.addRule(sourceRule(Source.namespace('front')));
  expect(specOf(policy)).toEqual({
    rules: [{ from: [{ source: { requestPrincipals: ['*'] } }] }, { from: [{ source: { namespaces: ['front'] } }] }],
  });
  expect(thrown(() => policy.addRule(sourceRule(Source.namespace('A'))))).toEqual([
    'shop/Policy (AuthorizationPolicy): 1 problem',
    'rules[2].from[0]: "A" is not the name of a namespace (lower-case letters, digits and "-", a letter or digit at both ends).',
  ]);
  expect(problemsOf(() => policy.addRule({} as never))).toEqual([
    'rules[2]: {} is not an AuthorizationRule. Write AuthorizationRule.of({ from: [Source.workload(frontend)] }).',
  ]);
});

test('everything that is wrong is said at once', () => {
  const make = (): AuthorizationPolicy =>
    new AuthorizationPolicy(shop().chart, 'Policy', {
      metadata: { name: 'A b' },
      target: PolicyTarget.gateway(''),
      action: 'deny' as never,
      rules: [
        AuthorizationRule.of({
          from: [Source.namespace('A')],
          to: [Operation.http({ methods: ['get'] })],
          when: [Condition.audience([])],
        }),
        AuthorizationRule.of({ to: [Operation.ports([0])] }),
      ],
      rule: [],
    } as never);
  expect(thrown(make)).toEqual([
    'shop/Policy (AuthorizationPolicy): 8 problems',
    'rule: unknown field of AuthorizationPolicyProps. Did you mean rules?',
    'metadata.name: "A b" is not a name for a Kubernetes object (lower-case letters, digits, "-" and ".", a letter or digit at both ends).',
    'target: "" is not a name for a Kubernetes object (lower-case letters, digits, "-" and ".", a letter or digit at both ends).',
    'action: "deny" is not an AuthorizationAction. Write AuthorizationAction.DENY.',
    'rules[0].from[0]: "A" is not the name of a namespace (lower-case letters, digits and "-", a letter or digit at both ends).',
    'rules[0].to[0].methods[0]: "get" is not a method of HTTP as clients send it. Write "GET".',
    "rules[0].when[0].values: is empty, so it would match nothing. Write ['gold'].",
    'rules[1].to[0].ports[0]: 0 is not a port number (a whole number, 1 to 65535).',
  ]);
});

const RULES = '[AuthorizationRule.of({ from: [Source.workload(frontend)] })]';
const NOTHING = ', or AuthorizationPolicy.allowNothing(...) to refuse all that no other policy allows';

test.each<[string, object | undefined, ...string[]]>([
  ['no rules', {}, `rules: is needed. Write ${RULES}${NOTHING}.`],
  ['an empty list', { rules: [] }, `rules: is empty. Write ${RULES}${NOTHING}.`],
  ['an empty list that denies', { rules: [], action: AuthorizationAction.DENY }, `rules: is empty. Write ${RULES}.`],
  ['one rule', { rules: anyToken }, `rules: an object of class AuthorizationRule is not a list. Write ${RULES}.`],
  [
    'plain rules',
    { rules: [{ from: [] }] },
    'rules[0]: {"from":[]} is not an AuthorizationRule. Write AuthorizationRule.of({ from: [Source.workload(frontend)] }).',
  ],
  [
    'a provider without name',
    { rules: [AuthorizationRule.any()], action: AuthorizationAction.custom('') },
    'action: "" is not the name of a provider. Write the name of one of meshConfig.extensionProviders: AuthorizationAction.custom(\'ext-authz\').',
  ],
  [
    'a provider with a name that Istio does not take',
    { rules: [AuthorizationRule.any()], action: AuthorizationAction.custom('Ext_Authz') },
    'action: "Ext_Authz" is no name that Istio 1.31 takes for an authorizer (small letters, digits and "-", at most 63 characters), so every request would be refused. Name it "ext-authz" in meshConfig.extensionProviders, and write that.',
  ],
  [
    'an unknown action',
    { rules: [anyToken], action: 'LOG' },
    'action: "LOG" is not an AuthorizationAction. Write AuthorizationAction.DENY.',
  ],
])('%s is refused', (_what, props, ...problems) => {
  expect(problemsOf(() => new AuthorizationPolicy(shop().chart, 'Policy', props as never))).toEqual(problems);
});

const LEFT_OUT = (field: string, example: string, all: string) =>
  `${field}: is empty, which says neither nothing nor everything. Write ${example}, or leave ${field} out for ${all}.`;
const SOURCE = '[Source.workload(frontend)]';
const OPERATION = "[Operation.http({ paths: ['/cart/*'] })]";
const CONDITION = "[Condition.header('x-tier', ['gold'])]";

test.each<[string, unknown, ...string[]]>([
  [
    'nothing',
    {},
    'says nothing, so it would match every request. Write from, to or when, or AuthorizationRule.any() if that is meant.',
  ],
  [
    'empty lists',
    { from: [], to: [], when: [] },
    LEFT_OUT('from', SOURCE, 'every caller'),
    LEFT_OUT('to', OPERATION, 'every request'),
    LEFT_OUT('when', CONDITION, 'no condition'),
  ],
  [
    'plain entries',
    { from: ['a'], to: ['b'], when: ['c'] },
    `from[0]: "a" is not a Source. Write ${SOURCE}.`,
    `to[0]: "b" is not an Operation. Write ${OPERATION}.`,
    `when[0]: "c" is not a Condition. Write ${CONDITION}.`,
  ],
  ['one entry', { from: Source.anyToken() }, `from: an object of class Source is not a list. Write ${SOURCE}.`],
  [
    'an unknown member',
    { form: [], to: [Operation.ports([80])] },
    'form: unknown field of AuthorizationRuleOptions. Did you mean from?',
  ],
  ['undefined', undefined, 'undefined does not fit here. Write { from: [Source.workload(frontend)] }.'],
  ['no object', 'a', '"a" does not fit here. Write { from: [Source.workload(frontend)] }.'],
])('a rule with %s is refused', (_what, options, ...problems) => {
  expect(refused(AuthorizationRule.of(options as never))).toEqual(problems);
});

test('a rule for everything', () => {
  expect(ruleOf(AuthorizationRule.any())).toEqual({});
});

test('the checks find nothing', () => {
  const app = new App();
  const chart = new Chart(app, 'gateway', { namespace: 'istio-system' });
  const given = shop();
  const ingress = GatewayWorkload.istioIngress();
  new AuthorizationPolicy(chart, 'Edge', {
    target: PolicyTarget.gatewayWorkload(ingress),
    action: AuthorizationAction.DENY,
    rules: [AuthorizationRule.of({ to: [Operation.http({ paths: ['/admin/*'], ports: [80, 443] })] })],
  });
  expect(IstioChecks.on(app).findings()).toEqual([]);
  new AuthorizationPolicy(given.chart, 'Cart', {
    target: PolicyTarget.podsOf(given.cartService),
    rules: [
      AuthorizationRule.of({
        from: [Source.workload(given.frontend), Source.gateway(ingress)],
        to: [Operation.http({ paths: ['/cart/{*}'], ports: ['http'] })],
      }),
    ],
  });
  expect(IstioChecks.on(given.chart.node.root).findings()).toEqual([]);
});
