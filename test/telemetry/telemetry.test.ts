import { Chart, Duration, Testing } from 'cdk8s';
import type { TelemetryProps } from '../../lib';
import {
  CustomTag,
  GatewayWorkload,
  IstioChecks,
  IstioMetric,
  IstioVersion,
  MeshSettings,
  PolicyTarget,
  TagOverride,
  Telemetry,
  WorkloadMode,
} from '../../lib';
import { problemsOf, specOf } from '../networking/subject';
import { shop } from '../security/subject';

const web = PolicyTarget.labels({ app: 'web' });
const problems = (props: object | undefined, chart: Chart = shop().chart): string[] =>
  problemsOf(() => new Telemetry(chart, 'Telemetry', props as TelemetryProps));
const spec = (props: TelemetryProps): unknown => specOf(new Telemetry(shop().chart, 'Telemetry', props));

test('the whole object', () => {
  const { chart, cart, cartService } = shop();
  const telemetry = new Telemetry(chart, 'Cart', {
    metadata: { name: 'cart' },
    target: PolicyTarget.podsOf(cartService),
    accessLogging: [
      { providers: ['envoy'], mode: WorkloadMode.SERVER, filter: 'response.code >= 400' },
      { providers: ['envoy'], mode: WorkloadMode.CLIENT, disabled: true },
    ],
    metrics: [
      {
        providers: ['prometheus'],
        overrides: [
          {
            metric: IstioMetric.REQUEST_COUNT,
            mode: WorkloadMode.CLIENT_AND_SERVER,
            disabled: false,
            tagOverrides: {
              host: TagOverride.expression('request.host'),
              colour: TagOverride.literal('blue "1"'),
              source_principal: TagOverride.remove(),
            },
          },
          { customMetric: 'my_requests', disabled: true },
        ],
        reportingInterval: Duration.seconds(10),
      },
    ],
    tracing: {
      provider: 'otel',
      mode: WorkloadMode.CLIENT,
      randomSamplingPercentage: 12.5,
      disableSpanReporting: false,
      customTags: {
        colour: CustomTag.literal('blue'),
        region: CustomTag.environment('REGION'),
        zone: CustomTag.environment('ZONE', { defaultValue: '' }),
        tenant: CustomTag.header('x-tenant'),
        team: CustomTag.header('x-team', { defaultValue: 'none' }),
        sni: CustomTag.formatter('%REQUESTED_SERVER_NAME%'),
      },
      useRequestIdForTraceSampling: false,
      enableIstioTags: true,
      disableContextPropagation: true,
    },
  });
  expect(Testing.synth(chart).find(({ kind }) => kind === 'Telemetry')).toEqual({
    apiVersion: 'telemetry.istio.io/v1',
    kind: 'Telemetry',
    metadata: { name: 'cart', namespace: 'shop' },
    spec: {
      selector: { matchLabels: cart.matchLabels },
      accessLogging: [
        {
          providers: [{ name: 'envoy' }],
          match: { mode: 'SERVER' },
          filter: { expression: 'response.code >= 400' },
        },
        { providers: [{ name: 'envoy' }], match: { mode: 'CLIENT' }, disabled: true },
      ],
      metrics: [
        {
          providers: [{ name: 'prometheus' }],
          overrides: [
            {
              match: { metric: 'REQUEST_COUNT', mode: 'CLIENT_AND_SERVER' },
              disabled: false,
              tagOverrides: {
                host: { operation: 'UPSERT', value: 'request.host' },
                colour: { operation: 'UPSERT', value: String.raw`"blue \"1\""` },
                source_principal: { operation: 'REMOVE' },
              },
            },
            { match: { customMetric: 'my_requests' }, disabled: true },
          ],
          reportingInterval: '10s',
        },
      ],
      tracing: [
        {
          providers: [{ name: 'otel' }],
          match: { mode: 'CLIENT' },
          randomSamplingPercentage: 12.5,
          disableSpanReporting: false,
          customTags: {
            colour: { literal: { value: 'blue' } },
            region: { environment: { name: 'REGION' } },
            zone: { environment: { name: 'ZONE', defaultValue: '' } },
            tenant: { header: { name: 'x-tenant' } },
            team: { header: { name: 'x-team', defaultValue: 'none' } },
            sni: { formatter: { value: '%REQUESTED_SERVER_NAME%' } },
          },
          useRequestIdForTraceSampling: false,
          enableIstioTags: true,
          disableContextPropagation: true,
        },
      ],
    },
  });
  expect(telemetry.name).toBe('cart');
  expect(IstioChecks.on(chart.node.root).findings()).toEqual([]);
});

test('a Service at its waypoint is named', () => {
  const { chart, cartService } = shop();
  const telemetry = new Telemetry(chart, 'Telemetry', {
    target: PolicyTarget.service(cartService),
    tracing: { randomSamplingPercentage: 100 },
  });
  expect(specOf(telemetry)).toEqual({
    targetRefs: [{ group: '', kind: 'Service', name: 'cart' }],
    tracing: [{ randomSamplingPercentage: 100 }],
  });
});

test.each<[string, TelemetryProps, object]>([
  ['logs of the mesh as they are', { accessLogging: [{}] }, { accessLogging: [{}] }],
  ['no logs', { accessLogging: [{ disabled: true }] }, { accessLogging: [{ disabled: true }] }],
  [
    'all logs, and none of calls',
    {
      accessLogging: [{ providers: ['envoy'] }, { providers: ['envoy'], mode: WorkloadMode.CLIENT, disabled: true }],
    },
    {
      accessLogging: [
        { providers: [{ name: 'envoy' }] },
        { providers: [{ name: 'envoy' }], match: { mode: 'CLIENT' }, disabled: true },
      ],
    },
  ],
  [
    'no metrics of calls, and a tag of the others',
    {
      metrics: [
        {
          overrides: [
            { mode: WorkloadMode.CLIENT, disabled: true },
            { mode: WorkloadMode.SERVER, tagOverrides: { host: TagOverride.expression('request.host') } },
          ],
        },
      ],
    },
    {
      metrics: [
        {
          overrides: [
            { match: { mode: 'CLIENT' }, disabled: true },
            { match: { mode: 'SERVER' }, tagOverrides: { host: { operation: 'UPSERT', value: 'request.host' } } },
          ],
        },
      ],
    },
  ],
  ['no traces', { tracing: { randomSamplingPercentage: 0 } }, { tracing: [{ randomSamplingPercentage: 0 }] }],
  ['traces without tags', { tracing: { customTags: {} } }, { tracing: [{ customTags: {} }] }],
])('%s', (_what, props, written) => {
  expect(spec(props)).toEqual(written);
});

test.each(Object.values(IstioMetric))('metric %s', (metric) => {
  expect(spec({ metrics: [{ overrides: [{ metric, disabled: true }] }] })).toEqual({
    metrics: [{ overrides: [{ match: { metric }, disabled: true }] }],
  });
});

test.each(Object.values(WorkloadMode))('mode %s', (mode) => {
  expect(spec({ accessLogging: [{ providers: ['envoy'], mode }] })).toEqual({
    accessLogging: [{ providers: [{ name: 'envoy' }], match: { mode } }],
  });
});

const LOGS = "{ accessLogging: [{ providers: ['envoy'] }] }";

test.each<[string, object | undefined, ...string[]]>([
  ['nothing', undefined, `says nothing. Write ${LOGS}.`],
  ['a text', 'envoy' as never, `"envoy" does not fit here. Write ${LOGS}.`],
  [
    'a plain target',
    { target: 'cart', accessLogging: [{}] },
    'target: "cart" is not a PolicyTarget. Write PolicyTarget.workload(deployment), or PolicyTarget.labels({ app: \'cart\' }).',
  ],
  [
    'everything at once',
    { metadata: { name: 'Cart' }, accessLogging: [], metrics: [], tracing: {} },
    expect.stringMatching(/^metadata.name: "Cart" /) as never,
    "accessLogging: is empty. Write [{ providers: ['envoy'] }], or leave accessLogging out.",
    "metrics: is empty. Write [{ providers: ['prometheus'] }], or leave metrics out.",
    "tracing: says nothing. Write { provider: 'otel', randomSamplingPercentage: 5 }.",
  ],
])('%s is refused', (_what, props, ...messages) => {
  expect(problems(props)).toEqual(messages);
});

const WRITE_CEL = "Write one such as 'response.code >= 400'.";

test.each<[string, unknown, ...string[]]>([
  ['no list', { providers: ['envoy'] }, `: {"providers":["envoy"]} is not a list. Write [{ providers: ['envoy'] }].`],
  ['a name', ['envoy'], `[0]: "envoy" does not fit here. Write { providers: ['envoy'] }.`],
  [
    'no providers',
    [{ providers: [] }],
    "[0].providers: is empty. Write ['envoy'], or leave providers out for those of the mesh.",
  ],
  ['one provider', [{ providers: 'otel' }], `[0].providers: "otel" is not a list. Write 'otel'.`],
  ['a nameless provider', [{ providers: [''] }], `[0].providers[0]: "" is not a non-empty string. Write 'envoy'.`],
  [
    'a mode in small letters',
    [{ mode: 'client' }],
    '[0].mode: "client" is not a value of WorkloadMode. Write WorkloadMode.CLIENT.',
  ],
  [
    'an unknown mode',
    [{ mode: 'INBOUND' }],
    '[0].mode: "INBOUND" is not a value of WorkloadMode. Write one of: WorkloadMode.CLIENT, WorkloadMode.SERVER, WorkloadMode.CLIENT_AND_SERVER.',
  ],
  [
    'a text for yes',
    [{ disabled: 'true' }],
    '[0].disabled: "true" is neither true nor false. Write true without quotes.',
  ],
  [
    'a filter without providers',
    [{ filter: 'response.code >= 400' }],
    "[0].filter: has no effect without providers: Istio ignores it. Write providers: ['envoy'] beside it.",
  ],
  [
    'a filter of no logs',
    [{ providers: ['envoy'], filter: 'response.code >= 400', disabled: true }],
    '[0].filter: stands beside disabled, and there are no logs to filter. Leave one of them out.',
  ],
  [
    'half a filter',
    [{ providers: ['envoy'], filter: 'response.code >=' }],
    `[0].filter: "response.code >=" is not an expression of CEL. The expression cannot be read at line 1, column 17: it ends where a value is wanted. ${WRITE_CEL}`,
  ],
  [
    'an empty filter',
    [{ providers: ['envoy'], filter: ' ' }],
    `[0].filter: " " is not an expression of CEL. ${WRITE_CEL}`,
  ],
  ['a number', [{ providers: ['envoy'], filter: 400 }], `[0].filter: 400 is not an expression of CEL. ${WRITE_CEL}`],
  [
    'two filters for one provider',
    [
      { providers: ['envoy'], filter: 'response.code >= 400' },
      { providers: ['otel', 'envoy'], mode: WorkloadMode.SERVER, filter: 'request.method == "PUT"' },
    ],
    '[1].providers: "envoy" has the same requests from accessLogging[0], of which Istio would ignore the filter. Write one entry, with both filters joined by ||.',
  ],
])('access logs with %s are refused', (_what, accessLogging, ...messages) => {
  expect(problems({ accessLogging })).toEqual(messages.map((message) => `accessLogging${message}`));
});

const METRICS = "{ providers: ['prometheus'] }";
const OVERRIDE = '{ metric: IstioMetric.REQUEST_SIZE, disabled: true }';

test.each<[string, unknown, ...string[]]>([
  ['a name', 'prometheus', `: "prometheus" is not a list. Write [${METRICS}].`],
  ['a name in a list', ['prometheus'], `[0]: "prometheus" does not fit here. Write ${METRICS}.`],
  ['nothing', [{}], `[0]: says nothing. Write ${METRICS}.`],
  [
    'no providers',
    [{ providers: [] }],
    "[0].providers: is empty. Write ['prometheus'], or leave providers out for those of the mesh.",
  ],
  [
    'an interval without unit',
    [{ reportingInterval: 5 }],
    '[0].reportingInterval: 5 is not a Duration. Write Duration.seconds(5), with Duration from cdk8s.',
  ],
  ['no overrides', [{ overrides: [] }], `[0].overrides: is empty. Write [${OVERRIDE}], or leave overrides out.`],
])('metrics with %s are refused', (_what, metrics, ...messages) => {
  expect(problems({ metrics })).toEqual(messages.map((message) => `metrics${message}`));
});

const TAG = "TagOverride.expression('request.host')";

test.each<[string, unknown, ...string[]]>([
  ['a name', ['REQUEST_SIZE'], `[0]: "REQUEST_SIZE" does not fit here. Write ${OVERRIDE}.`],
  [
    'no change',
    [{ metric: 'REQUEST_SIZE' }],
    `[0]: changes nothing. Write disabled: true, or tagOverrides: { host: ${TAG} }.`,
  ],
  [
    'tags of nothing',
    [{ disabled: true, tagOverrides: { host: TagOverride.remove() } }],
    '[0].tagOverrides: stands beside disabled: true, and metrics that are left out have no tags. Leave one of them out.',
  ],
  [
    'a metric in small letters',
    [{ metric: 'request-count', disabled: true }],
    '[0].metric: "request-count" is not a value of IstioMetric. Write IstioMetric.REQUEST_COUNT.',
  ],
  [
    'a nameless metric',
    [{ customMetric: '', disabled: true }],
    `[0].customMetric: "" is not a non-empty string. Write 'my_requests'.`,
  ],
  [
    'two metrics',
    [{ metric: 'REQUEST_SIZE', customMetric: 'my_requests', disabled: true }],
    '[0].customMetric: stands beside metric, and an override is for one of them. Write an override for each.',
  ],
  [
    'an unknown mode',
    [{ mode: 'Server', disabled: true }],
    '[0].mode: "Server" is not a value of WorkloadMode. Write WorkloadMode.SERVER.',
  ],
  ['no tags', [{ tagOverrides: {} }], `[0].tagOverrides: is empty. Write { host: ${TAG} }, or leave tagOverrides out.`],
  [
    'a list of tags',
    [{ tagOverrides: ['host'] }],
    `[0].tagOverrides: ["host"] does not fit here. Write { host: ${TAG} }.`,
  ],
  [
    'a nameless tag',
    [{ tagOverrides: { '': TagOverride.remove() } }],
    `[0].tagOverrides: has a tag without a name. Write { host: ${TAG} }.`,
  ],
  ['plain tags', [{ tagOverrides: { host: 5 } }], `[0].tagOverrides.host: 5 does not fit here. Write ${TAG}.`],
  [
    'a tag without value',
    [{ tagOverrides: { host: TagOverride.expression('') } }],
    '[0].tagOverrides.host: "" is not an expression of CEL. Write one such as \'request.host\'.',
  ],
  [
    'a tag without text',
    [{ tagOverrides: { host: TagOverride.literal('') } }],
    '[0].tagOverrides.host: "" is not a non-empty string. Write TagOverride.literal(\'blue\').',
  ],
  [
    'one metric back',
    [{ disabled: true }, { metric: 'REQUEST_COUNT', disabled: false }],
    '[1]: comes after overrides[0], which leaves out all metrics, and Istio would send all of them again. Leave out each metric by itself.',
  ],
  [
    'all left out after one',
    [
      { metric: 'REQUEST_COUNT', disabled: false },
      { metric: 'ALL_METRICS', mode: 'CLIENT', disabled: true },
    ],
    '[0]: comes before overrides[1], which leaves out all metrics, so it has no effect. Leave one of them out.',
  ],
])('overrides with %s are refused', (_what, overrides, ...messages) => {
  expect(problems({ metrics: [{ overrides }] })).toEqual(messages.map((message) => `metrics[0].overrides${message}`));
});

const TAGS = "{ tenant: CustomTag.header('x-tenant') }";

test.each<[string, unknown, ...string[]]>([
  ['a number', 5, ": 5 does not fit here. Write { provider: 'otel', randomSamplingPercentage: 5 }."],
  ['a mode only', { mode: 'CLIENT' }, ": says nothing. Write { provider: 'otel', randomSamplingPercentage: 5 }."],
  ['a nameless provider', { provider: '' }, `.provider: "" is not a non-empty string. Write 'otel'.`],
  [
    'more than all',
    { randomSamplingPercentage: 101 },
    '.randomSamplingPercentage: 101 is not a percentage (0 to 100). For a fifth of the requests write 20.',
  ],
  [
    'less than none',
    { randomSamplingPercentage: -1 },
    '.randomSamplingPercentage: -1 is not a percentage (0 to 100). For a fifth of the requests write 20.',
  ],
  [
    'a percentage in quotes',
    { randomSamplingPercentage: '5' },
    '.randomSamplingPercentage: "5" is not a percentage (0 to 100). For a fifth of the requests write 20.',
  ],
  [
    'what is neither true nor false',
    { disableSpanReporting: 1, useRequestIdForTraceSampling: 2, enableIstioTags: 3, disableContextPropagation: 4 },
    '.disableSpanReporting: 1 is neither true nor false. Write true or false.',
    '.useRequestIdForTraceSampling: 2 is neither true nor false. Write true or false.',
    '.enableIstioTags: 3 is neither true nor false. Write true or false.',
    '.disableContextPropagation: 4 is neither true nor false. Write true or false.',
  ],
  [
    'an unknown mode',
    { mode: 'x', provider: 'otel' },
    '.mode: "x" is not a value of WorkloadMode. Write one of: WorkloadMode.CLIENT, WorkloadMode.SERVER, WorkloadMode.CLIENT_AND_SERVER.',
  ],
  ['a list of tags', { customTags: ['tenant'] }, `.customTags: ["tenant"] does not fit here. Write ${TAGS}.`],
  [
    'a nameless tag',
    { customTags: { '': CustomTag.literal('a') } },
    `.customTags: has a tag without a name. Write ${TAGS}.`,
  ],
  [
    'plain tags',
    { customTags: { tenant: {} } },
    ".customTags.tenant: {} does not fit here. Write CustomTag.header('x-tenant').",
  ],
  [
    'empty tags',
    {
      customTags: {
        a: CustomTag.literal(''),
        b: CustomTag.environment(''),
        c: CustomTag.header(''),
        d: CustomTag.formatter(5 as never),
        e: CustomTag.header('x-a', { defaultValue: 5 as never }),
        f: CustomTag.header('x-a', 'none' as never),
      },
    },
    '.customTags.a: "" is not a non-empty string. Write CustomTag.literal(\'blue\').',
    '.customTags.b: "" is not a non-empty string. Write CustomTag.environment(\'REGION\').',
    '.customTags.c: "" is not a non-empty string. Write CustomTag.header(\'x-tenant\').',
    ".customTags.d: 5 is not a non-empty string. Write CustomTag.formatter('%REQUESTED_SERVER_NAME%').",
    ".customTags.e.defaultValue: 5 is not a string. Write 'none'.",
    '.customTags.f: "none" does not fit here. Write { defaultValue: \'none\' }.',
  ],
])('traces with %s are refused', (_what, tracing, ...messages) => {
  expect(problems({ tracing })).toEqual(messages.map((message) => `tracing${message}`));
});

test('what an older Istio does not know is refused', () => {
  const { chart } = shop();
  MeshSettings.set(chart.node.root, { istioVersion: IstioVersion.V1_29 });
  expect(problems({ tracing: { disableContextPropagation: true } }, chart)).toEqual([
    'tracing.disableContextPropagation: exists since Istio 1.30, and this App targets 1.29.',
  ]);
});

test('pods of another namespace are refused, from the root namespace too', () => {
  const { cart } = shop();
  const root = new Chart(cart.node.root, 'root', { namespace: 'istio-system' });
  expect(problems({ target: PolicyTarget.workload(cart), accessLogging: [{}] }, root)).toEqual([
    'target: Deployment "cart" is in namespace shop, and Istio reads a Telemetry for chosen pods in their own namespace only. Write metadata: { namespace: \'shop\' }.',
  ]);
  const elsewhere = new Chart(cart.node.root, 'books', { namespace: 'books' });
  expect(problems({ target: PolicyTarget.workload(cart), accessLogging: [{}] }, elsewhere)).toEqual([
    'target: Deployment "cart" is in namespace shop, and this policy is in books, from where it does not reach it. Write metadata: { namespace: \'shop\' }.',
  ]);
});

test('a gateway in its namespace is a target, a GatewayClass is none', () => {
  const root = new Chart(Testing.app(), 'root', { namespace: 'istio-system' });
  const target = PolicyTarget.gatewayWorkload(GatewayWorkload.istioIngress());
  expect(specOf(new Telemetry(root, 'Gateway', { target, accessLogging: [{ providers: ['envoy'] }] }))).toEqual({
    selector: { matchLabels: { istio: 'ingressgateway' } },
    accessLogging: [{ providers: [{ name: 'envoy' }] }],
  });
  expect(problems({ target: PolicyTarget.gatewayClass('istio-waypoint'), accessLogging: [{}] }, root)).toEqual([
    'target: names a GatewayClass, and Istio reads a Telemetry in the namespace of a waypoint or of its Services only. Write PolicyTarget.gateway(...) for each, or leave target out for the mesh.',
  ]);
});

test('a second Telemetry for all pods of a namespace is refused', () => {
  const { chart } = shop();
  new Telemetry(chart, 'First', { accessLogging: [{}] });
  expect(problems({ tracing: { provider: 'otel' } }, chart)).toEqual([
    'target: is needed: shop/First is for all pods of namespace shop already, and Istio takes only one such Telemetry. Write PolicyTarget.workload(deployment), or write everything into that one.',
  ]);
  new Telemetry(chart, 'Other', { accessLogging: [{}], metadata: { namespace: 'books' } });
  new Telemetry(chart, 'Web', { accessLogging: [{}], target: web });
});

test('one that was refused does not count', () => {
  const { chart } = shop();
  expect(problems({}, chart)).toEqual([`says nothing. Write ${LOGS}.`]);
  expect(() => new Telemetry(chart, 'Second', { accessLogging: [{}] })).not.toThrow();
});
