import { Chart, Testing } from 'cdk8s';
import { Destination, EnvoyFilter, networking, security, telemetryApi, VirtualService } from 'cdk8s-istio';
import { lostKeys } from '../../lib/core/lost-keys';

/*
 * What is left of a dict of Python whose keys were lost: an empty object. The tests make it as the runtime of jsii does.
 */

const chart = (): Chart => new Chart(Testing.app(), 'shop', { namespace: 'shop' });
const hosts = ['a.example.com'];
const route = [Destination.host('b.example.com')];

const from = (agent: string): void => {
  process.env.JSII_AGENT = agent;
};

afterEach(() => {
  delete process.env.JSII_AGENT;
});

const traps: [string, (scope: Chart) => unknown, string][] = [
  [
    "rules=[{'from_': [{'source': {'not_principals': [...]}}]}]",
    (scope) => new security.AuthorizationPolicy(scope, 'X', { spec: { rules: [{ from: [{ source: {} }] }] } }),
    'shop/X (AuthorizationPolicy): 1 problem\n  spec.rules[0].from_[0].source: is empty. A dict in a list loses keys such as ip_blocks before they get here, and so do the dicts in it. Write the class: security.Source(...).',
  ],
  [
    "http=[{'redirect': {'redirect_code': 301}}]",
    (scope) => new networking.VirtualService(scope, 'X', { spec: { hosts, http: [{ redirect: {} }] } }),
    'shop/X (VirtualService): 1 problem\n  spec.http[0].redirect: is empty. A dict in a list loses keys such as derive_port before they get here, and so do the dicts in it. Write the class: networking.HttpRedirect(...).',
  ],
  [
    "tracing=[{'random_sampling_percentage': 5}]",
    (scope) => new telemetryApi.Telemetry(scope, 'X', { spec: { tracing: [{}] } }),
    'shop/X (Telemetry): 1 problem\n  spec.tracing[0]: is empty. A dict in a list loses keys such as custom_tags before they get here, and so do the dicts in it. Write the class: telemetry_api.Tracing(...).',
  ],
  [
    "tcp=[TcpRouteOptions(match=[{'source_labels': {...}}], ...)]",
    (scope) => new VirtualService(scope, 'X', { hosts, tcp: [{ match: [{}], route }] }),
    'shop/X (VirtualService): 1 problem\n  tcp[0].match[0]: is empty. A dict in a list loses keys such as destination_subnets before they get here, and so do the dicts in it. Write the class: ConnectionMatch(...).',
  ],
  [
    "config_patches=[{'apply_to': ..., 'match': {'route_configuration': {...}}, ...}]",
    (scope) =>
      new EnvoyFilter(scope, 'X', {
        workloadSelector: { labels: { app: 'web' } },
        configPatches: [
          {
            applyTo: networking.EnvoyFilterApplyTo.CLUSTER,
            match: {},
            patch: { operation: networking.EnvoyFilterPatchOperation.MERGE, value: { connect_timeout: '1s' } },
          },
        ],
      }),
    'shop/X (EnvoyFilter): 1 problem\n  config_patches[0].match: is empty. A dict in a list loses keys such as route_configuration before they get here, and so do the dicts in it. Write the class: networking.EnvoyFilterEnvoyConfigObjectMatch(...).',
  ],
];

test.each(traps)('to a caller from Python, %s is an error', (_, make, message) => {
  from('Python/3.11.7');
  expect(() => make(chart())).toThrow(new Error(message));
});

test.each(traps)('in the other languages nobody loses keys: %s', (_, make) => {
  make(chart());
  from('Java/17.0.15');
  make(chart());
  from('go1.26.8/linux/amd64');
  make(chart());
});

test('an empty object that says something is one in Python too', () => {
  from('Python/3.11.7');
  const scope = chart();
  new security.AuthorizationPolicy(scope, 'AllowAll', { spec: { rules: [{}] } });
  new security.AuthorizationPolicy(scope, 'AllowNothing', { spec: {} });
  new networking.DestinationRule(scope, 'Rule', { spec: { host: 'a', trafficPolicy: { outlierDetection: {} } } });
});

test('only keys that Python spells otherwise are lost', () => {
  from('Python/3.11.7');
  expect(lostKeys({}, 'networking.Headers', ['request', 'response'])).toBeUndefined();
  expect(lostKeys({ matchLabels: undefined }, 'X', ['matchLabels'])).toMatch(/^is empty\. /);
  expect(lostKeys({ matchLabels: {} }, 'X', ['matchLabels'])).toBeUndefined();
});
