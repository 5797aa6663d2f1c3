import type { AgeOrder } from '../../lib/mesh/age';
import { BACKEND_POLICY, effectiveRules, ruleFor, trafficPolicyFor } from '../../lib/mesh/destination-rules';
import type { EffectiveRule, RuleLookup } from '../../lib/mesh/destination-rules';
import { sidecarOf } from '../../lib/mesh/proxies';
import { Mesh } from '../../lib/mesh/reading/mesh';
import type { Manifest } from '../../lib/mesh/reading/mesh-object';
import { destinationRule, subsets } from '../manifests';

const WEB = { host: 'web.shop.svc.cluster.local', namespace: 'shop' };
const DOMAIN = '*.svc.cluster.local';

const rule = (key: string, host: string, more: object = {}): Manifest => destinationRule(key, { host, ...more });
const pool = (maxConnections: number): object => ({ connectionPool: { tcp: { maxConnections } } });
const tls = (mode: string): object => ({ tls: { mode } });

interface Asked {
  readonly from: string;
  readonly labels?: Record<string, string>;
  readonly meshConfig?: Record<string, unknown>;
  readonly age?: AgeOrder;
}

function lookup(manifests: Manifest[], { from, labels, ...context }: Asked): RuleLookup {
  return ruleFor(new Mesh(manifests, [], context), sidecarOf(from, labels), WEB);
}

const names = (found: EffectiveRule | undefined): string | undefined => found?.rules.map(({ key }) => key).join('+');
const found = (manifests: Manifest[], asked: Asked): string | undefined => names(lookup(manifests, asked).rule);

describe('where a proxy looks', () => {
  test('its own namespace, whoever the rule is for there, even if it is less specific (cases/routing/e18)', () => {
    const manifests = [rule('shop/svc', 'web', subsets('v1')), rule('front/client', DOMAIN)];
    expect(found(manifests, { from: 'front' })).toBe('front/client');
    expect(found(manifests, { from: 'shop' })).toBe('shop/svc');
    expect(found(manifests, { from: 'other' })).toBe('shop/svc');
    expect(lookup(manifests, { from: 'front' }).passedOver.map(names)).toEqual(['shop/svc']);
  });

  test('not a namespace that is neither its own, nor that of the service, nor the root (cases/routing/e19, e20)', () => {
    expect(found([rule('third/a', WEB.host)], { from: 'front' })).toBeUndefined();
    expect(found([rule('third/a', WEB.host), rule('istio-system/b', DOMAIN)], { from: 'front' })).toBe(
      'istio-system/b',
    );
  });

  test('that of the service before the root namespace', () => {
    const manifests = [rule('istio-system/b', WEB.host), rule('shop/a', '*.shop.svc.cluster.local')];
    expect(found(manifests, { from: 'front' })).toBe('shop/a');
    expect(lookup(manifests, { from: 'front' }).passedOver.map(names)).toEqual(['istio-system/b']);
  });

  test('the closest host within a namespace', () => {
    const manifests = [rule('shop/a', '*'), rule('shop/b', '*.shop.svc.cluster.local'), rule('shop/c', DOMAIN)];
    expect(found(manifests, { from: 'front' })).toBe('shop/b');
    expect(found([...manifests, rule('shop/d', WEB.host)], { from: 'front' })).toBe('shop/d');
    expect(lookup(manifests, { from: 'front' }).passedOver.map(names)).toEqual(['shop/c', 'shop/a']);
  });

  test('from the root namespace: the service first, but for rules that are for the root namespace alone', () => {
    const wide = rule('istio-system/a', DOMAIN);
    const own = rule('shop/b', 'web');
    expect(found([wide, own], { from: 'istio-system' })).toBe('shop/b');
    expect(found([wide], { from: 'istio-system' })).toBe('istio-system/a');
    const hidden = rule('istio-system/c', DOMAIN, { exportTo: ['.'] });
    expect(found([wide, own, hidden], { from: 'istio-system' })).toBe('istio-system/c');
    expect(lookup([wide, own, hidden], { from: 'istio-system' }).passedOver.map(names)).toEqual([
      'shop/b',
      'istio-system/a',
    ]);
  });
});

describe('exportTo', () => {
  test('a rule for its own namespace alone hides nothing (cases/routing/e21)', () => {
    const manifests = [rule('shop/a', 'web', { exportTo: ['.'] }), rule('shop/b', DOMAIN)];
    expect(found(manifests, { from: 'front' })).toBe('shop/b');
    expect(found(manifests, { from: 'shop' })).toBe('shop/a');
    expect(found([rule('shop/a', 'web', { exportTo: ['shop'] }), rule('shop/b', DOMAIN)], { from: 'front' })).toBe(
      'shop/b',
    );
  });

  test('one for someone else ends the search in the namespace, not the search (cases/routing/e22)', () => {
    const manifests = [rule('shop/a', 'web', { exportTo: ['third'] }), rule('shop/b', DOMAIN)];
    const { rule: nothing, blockedBy, passedOver } = lookup(manifests, { from: 'front' });
    expect(nothing).toBeUndefined();
    expect(blockedBy.map(names)).toEqual(['shop/a']);
    expect(passedOver.map(names)).toEqual(['shop/b']);
    expect(found(manifests, { from: 'third' })).toBe('shop/a');
    expect(found(manifests, { from: 'shop' })).toBe('shop/b');
    const root = [...manifests, rule('istio-system/c', DOMAIN)];
    expect(found(root, { from: 'front' })).toBe('istio-system/c');
    expect(lookup(root, { from: 'front' }).blockedBy.map(names)).toEqual(['shop/a']);
  });

  test('a rule for others and itself is found by both', () => {
    const manifests = [rule('shop/a', 'web', { exportTo: ['.', 'front'] })];
    expect(['shop', 'front', 'other'].map((from) => found(manifests, { from }))).toEqual([
      'shop/a',
      'shop/a',
      undefined,
    ]);
  });

  test('of the defaults of MeshConfig only the dot counts', () => {
    const manifests = [rule('shop/a', 'web')];
    const from = (namespace: string, ...defaultDestinationRuleExportTo: string[]): string | undefined =>
      found(manifests, { from: namespace, meshConfig: { defaultDestinationRuleExportTo } });
    expect(from('front', '.')).toBeUndefined();
    expect(from('shop', '.')).toBe('shop/a');
    expect(from('front', 'other')).toBe('shop/a');
    expect(from('front', '~')).toBe('shop/a');
    expect(from('front', '*')).toBe('shop/a');
  });

  test('with the default, a rule of the root namespace is for the root namespace alone', () => {
    const meshConfig = { defaultDestinationRuleExportTo: ['.'] };
    const manifests = [rule('istio-system/a', DOMAIN), rule('shop/b', 'web', { exportTo: ['*'] })];
    expect(found(manifests, { from: 'istio-system', meshConfig })).toBe('istio-system/a');
    expect(found(manifests, { from: 'front', meshConfig })).toBe('shop/b');
  });
});

describe('several rules of a namespace for one host', () => {
  test('are one: the subsets of both, the first of one name, the first policy (cases/routing/e23)', () => {
    const manifests = [
      rule('shop/b', 'web', subsets('v1', 'v2')),
      rule('shop/c', WEB.host, { ...subsets('v2', 'v3'), trafficPolicy: pool(1) }),
      rule('shop/a', 'web', { trafficPolicy: pool(2) }),
    ];
    const { rule: effective } = lookup(manifests, { from: 'front' });
    expect(names(effective)).toBe('shop/b+shop/c+shop/a');
    expect(effective?.subsets.map(({ name, from, path, labels }) => [name, from.key, path, labels])).toEqual([
      ['v1', 'shop/b', 'spec.subsets[0]', { version: 'v1' }],
      ['v2', 'shop/b', 'spec.subsets[1]', { version: 'v2' }],
      ['v3', 'shop/c', 'spec.subsets[1]', { version: 'v3' }],
    ]);
    expect(effective?.trafficPolicy).toEqual(pool(1));
    expect(effective?.policyFrom?.key).toBe('shop/c');
    expect(effective?.dropped.map(({ rule: { key }, path, why, instead }) => [key, path, why, instead.key])).toEqual([
      ['shop/c', 'spec.subsets[0]', 'duplicate-subset', 'shop/b'],
      ['shop/a', 'spec.trafficPolicy', 'second-policy', 'shop/c'],
    ]);
    expect(names(lookup(manifests, { from: 'front', age: 'named' }).rule)).toBe('shop/a+shop/b+shop/c');
  });

  test('stay apart where exportTo differs, and the last one alone is used (cases/routing/e24)', () => {
    const manifests = [
      rule('shop/a', 'web', subsets('v1')),
      rule('shop/b', 'web', { exportTo: ['*'], ...subsets('v2') }),
    ];
    const { rule: effective, passedOver } = lookup(manifests, { from: 'front' });
    expect(names(effective)).toBe('shop/b');
    expect(passedOver.map(names)).toEqual(['shop/a']);
    expect(found([...manifests].reverse(), { from: 'front' })).toBe('shop/a');
  });

  test('are one where the second names all that the first does, and more', () => {
    const manifests = [
      rule('shop/a', 'web', { exportTo: ['front'], ...subsets('v1') }),
      rule('shop/b', 'web', { exportTo: ['front', 'back'], ...subsets('v2') }),
    ];
    expect(found(manifests, { from: 'front' })).toBe('shop/a+shop/b');
    expect(found(manifests, { from: 'back' })).toBeUndefined();
    expect(found([...manifests].reverse(), { from: 'front' })).toBe('shop/a');
    expect(found([...manifests].reverse(), { from: 'back' })).toBe('shop/b');
  });

  test('the order of the words does not matter, and neither do repeated ones', () => {
    const manifests = [
      rule('shop/a', 'web', { exportTo: ['front', 'back'] }),
      rule('shop/b', 'web', { exportTo: ['back', 'front', 'back'] }),
    ];
    expect(found(manifests, { from: 'back' })).toBe('shop/a+shop/b');
  });

  test('other hosts are not merged, even if one covers the other', () => {
    const manifests = [rule('shop/a', '*.shop.svc.cluster.local'), rule('shop/b', 'web')];
    expect(found(manifests, { from: 'front' })).toBe('shop/b');
    const all = ['shop/a', 'shop/b', 'shop/a', 'shop/b'];
    expect(effectiveRules(new Mesh(manifests)).map(names)).toEqual(all);
  });
});

describe('rules that select pods', () => {
  const selecting = (key: string, matchLabels: Record<string, string>, more: object = {}): Manifest =>
    rule(key, WEB.host, { workloadSelector: { matchLabels }, ...more });

  test('one that selects the pods is used alone (cases/routing/e25)', () => {
    const manifests = [rule('shop/a', 'web', subsets('v1')), selecting('shop/b', { app: 'client' })];
    const client = { from: 'shop', labels: { app: 'client', version: 'v1' } };
    expect(found(manifests, client)).toBe('shop/b');
    expect(lookup(manifests, client).passedOver.map(names)).toEqual(['shop/a']);
    expect(found(manifests, { from: 'shop', labels: { app: 'other' } })).toBe('shop/a');
  });

  test('one that selects other pods ends the search (cases/routing/e26)', () => {
    const manifests = [rule('shop/a', 'web', subsets('v1')), selecting('front/b', { app: 'other' })];
    const { rule: nothing, blockedBy, passedOver } = lookup(manifests, { from: 'front', labels: { app: 'client' } });
    expect(nothing).toBeUndefined();
    expect(blockedBy.map(names)).toEqual(['front/b']);
    expect(passedOver.map(names)).toEqual(['shop/a']);
  });

  test('no other namespace sees it, whatever it says', () => {
    expect(found([selecting('shop/a', {}, { exportTo: ['*'] })], { from: 'front' })).toBeUndefined();
    expect(found([selecting('shop/a', {}, { exportTo: ['*'] })], { from: 'shop' })).toBe('shop/a');
  });

  test('those for the same pods are one, the others stay apart; the first that fits counts', () => {
    const manifests = [
      selecting('shop/a', { app: 'client' }, subsets('v1')),
      selecting('shop/b', { version: 'v1' }),
      selecting('shop/c', { app: 'client' }, subsets('v2')),
    ];
    expect(found(manifests, { from: 'shop', labels: { app: 'client', version: 'v1' } })).toBe('shop/a+shop/c');
    expect(found(manifests, { from: 'shop', labels: { version: 'v1' } })).toBe('shop/b');
  });

  test('a rule without a selector and with exportTo ["."] goes into the one that selects, and is nobody else\'s', () => {
    const manifests = [
      rule('shop/a', 'web', { exportTo: ['.'], ...subsets('v1') }),
      selecting('shop/b', { app: 'client' }),
    ];
    expect(found(manifests, { from: 'shop', labels: { app: 'client' } })).toBe('shop/b+shop/a');
    expect(found(manifests, { from: 'shop', labels: { app: 'other' } })).toBeUndefined();
  });

  test('in the root namespace it is looked at before the namespace of the service', () => {
    const manifests = [selecting('istio-system/a', { istio: 'ingressgateway' }), rule('shop/b', 'web')];
    expect(found(manifests, { from: 'istio-system', labels: { istio: 'ingressgateway' } })).toBe('istio-system/a');
    expect(found(manifests, { from: 'istio-system' })).toBeUndefined();
  });
});

describe('the policy of a port and subset (cases/routing/e27)', () => {
  const policyOf = (spec: object, port: number, subset?: string, defaults?: object): unknown => {
    const { rule: effective } = lookup([rule('shop/a', 'web', spec)], { from: 'front' });
    return trafficPolicyFor(effective, port, subset, defaults);
  };
  const settings = (number: number, more: object): object => ({ port: { number }, ...more });

  test.each<[string, object, number, string | undefined, unknown]>([
    ['none', {}, 80, undefined, undefined],
    ['that of the rule', { trafficPolicy: pool(1) }, 80, undefined, pool(1)],
    ['that of the rule for an unknown subset', { trafficPolicy: pool(1) }, 80, 'v9', pool(1)],
    [
      'that of a port instead of all of the rule',
      { trafficPolicy: { ...pool(1), ...tls('SIMPLE'), portLevelSettings: [settings(80, tls('DISABLE'))] } },
      80,
      undefined,
      tls('DISABLE'),
    ],
    [
      'that of a subset, field by field',
      { trafficPolicy: { ...pool(1), ...tls('SIMPLE') }, subsets: [{ name: 'v1', trafficPolicy: pool(2) }] },
      80,
      'v1',
      { ...pool(2), ...tls('SIMPLE') },
    ],
    ['that of a subset alone', { subsets: [{ name: 'v1', trafficPolicy: pool(2) }] }, 80, 'v1', pool(2)],
    [
      'a port of a subset instead of all, but for what a port cannot have',
      {
        trafficPolicy: { ...pool(1), ...tls('SIMPLE'), proxyProtocol: { version: 'V2' } },
        subsets: [{ name: 'v1', trafficPolicy: { ...pool(2), portLevelSettings: [settings(80, pool(3))] } }],
      },
      80,
      'v1',
      { ...pool(3), proxyProtocol: { version: 'V2' } },
    ],
    [
      'a subset over a port of the rule',
      {
        trafficPolicy: { ...pool(1), portLevelSettings: [settings(80, tls('DISABLE'))] },
        subsets: [{ name: 'v1', trafficPolicy: pool(2) }],
      },
      80,
      'v1',
      { ...pool(2), ...tls('DISABLE') },
    ],
  ])('%s', (_, spec, port, subset, expected) => {
    expect(policyOf(spec, port, subset)).toEqual(expected);
  });

  test('with defaults of MeshConfig for what is not said', () => {
    const defaults = { ...pool(9), outlierDetection: { consecutive5xxErrors: 1 } };
    expect(policyOf({}, 80, undefined, defaults)).toEqual(defaults);
    expect(policyOf({ trafficPolicy: pool(1) }, 80, undefined, defaults)).toEqual({ ...defaults, ...pool(1) });
    expect(policyOf({ subsets: [{ name: 'v1', trafficPolicy: pool(2) }] }, 80, 'v1', defaults)).toEqual({
      ...defaults,
      ...pool(2),
    });
    expect(trafficPolicyFor(undefined, 80)).toBeUndefined();
  });
});

describe('a rule that istiod makes of a policy of the Gateway API', () => {
  const made = (trafficPolicy: object): Manifest => {
    const metadata = { creationTimestamp: '0001-01-01T00:00:00Z', annotations: { [BACKEND_POLICY]: 'shop/p' } };
    return destinationRule('shop/made', { host: 'web', trafficPolicy }, metadata);
  };
  const SNI = { mode: 'SIMPLE', sni: 'web.example.com' };
  const ofPort = (number: number, more: object): object => ({ port: { number }, ...more });

  test.each<[string, object, object, string, object]>([
    ['TLS that somebody wrote counts', { tls: SNI }, tls('DISABLE'), 'shop/a', tls('DISABLE')],
    ['it fills what nobody wrote', { tls: SNI }, pool(1), 'shop/made', { tls: SNI, ...pool(1) }],
    [
      'port by port',
      { portLevelSettings: [ofPort(80, { tls: SNI }), ofPort(81, { tls: SNI }), ofPort(82, { tls: SNI })] },
      { portLevelSettings: [ofPort(80, tls('DISABLE')), ofPort(81, pool(1))] },
      'shop/a',
      {
        portLevelSettings: [ofPort(80, tls('DISABLE')), ofPort(81, { tls: SNI, ...pool(1) }), ofPort(82, { tls: SNI })],
      },
    ],
  ])('%s', (_, policy, written, from, expected) => {
    const manifests = [rule('shop/a', 'web', { trafficPolicy: written }), made(policy)];
    const { rule: effective } = lookup(manifests, { from: 'shop' });
    expect(effective?.policyFrom?.key).toBe(from);
    expect(JSON.parse(JSON.stringify(effective?.trafficPolicy))).toEqual(expected);
    expect(effective?.dropped).toEqual([]);
  });

  test('beside it the last of several written ones counts', () => {
    const manifests = [
      made({ tls: SNI }),
      rule('shop/a', 'web', { trafficPolicy: tls('DISABLE') }),
      rule('shop/b', 'web', { trafficPolicy: tls('ISTIO_MUTUAL') }),
    ];
    expect(lookup(manifests, { from: 'shop' }).rule?.trafficPolicy?.tls).toEqual({ mode: 'ISTIO_MUTUAL' });
  });
});
