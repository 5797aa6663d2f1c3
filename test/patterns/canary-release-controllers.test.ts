import type { App } from 'cdk8s';
import { ApiObject, Chart, Duration, JsonPatch, Testing } from 'cdk8s';
import { ServiceRef } from '../../lib/kubernetes/service-ref';
import { HttpMatch } from '../../lib/networking/http-match';
import { Retries } from '../../lib/networking/retries';
import type { CanaryReleaseProps } from '../../lib/patterns/canary-release';
import { CanaryRelease } from '../../lib/patterns/canary-release';
import { IngressedService } from '../../lib/patterns/ingressed-service';
import { IngressRoute } from '../../lib/patterns/ingress/ingress-route';
import type { ArgoRolloutsOptions } from '../../lib/patterns/release/controller/argo-rollouts-options';
import { WorkloadScaleDown } from '../../lib/patterns/release/controller/argo-rollouts-options';
import type { FlaggerOptions } from '../../lib/patterns/release/controller/flagger-options';
import { ReleaseController } from '../../lib/patterns/release/controller/release-controller';
import { RolloutStep } from '../../lib/patterns/release/controller/rollout-step';
import type { RolloutServicesOptions } from '../../lib/patterns/release/controller/rollout-services-options';
import { RolloutTrafficSplit } from '../../lib/patterns/release/controller/rollout-traffic-split';
import { ReleasePhase } from '../../lib/patterns/release/release-phase';
import { Split } from '../../lib/patterns/release/split';
import { StickyCookie } from '../../lib/patterns/release/sticky-cookie';
import { Version } from '../../lib/patterns/release/version';
import type { Manifest } from './canary-release-fixture';
import { Bookinfo, CANARY_HEADER, HOST, to } from './canary-release-fixture';

const messageOf = (make: () => unknown): string => {
  try {
    make();
  } catch (error) {
    return (error as Error).message;
  }
  return 'nothing was rejected';
};

const refused = (...lines: string[]): string =>
  [
    `bookinfo/Reviews (CanaryRelease): ${lines.length === 1 ? '1 problem' : `${lines.length} problems`}`,
    ...lines.map((line) => `  ${line}`),
  ].join('\n');

const synthOf = ({ chart }: Bookinfo): string => messageOf(() => (chart.node.root as App).synth());

const ingress = (bookinfo: Bookinfo, service: CanaryRelease['release'], id = 'Shop', routes?: IngressRoute[]) =>
  new IngressedService(bookinfo.chart, id, { service, hosts: [`${id.toLowerCase()}.example.com`], routes });

const decidedBy = (controller: string, ...fields: string[]) =>
  fields.map((field) => `${field}: is decided by ${controller}. Omit it, or leave out controller.`);

const STATIC: Partial<CanaryReleaseProps> = {
  stable: Version.labelled('v1', { version: 'v1' }),
  canary: Version.labelled('v2', { version: 'v2' }),
  split: Split.percent(20),
  phase: ReleasePhase.SHIFTING,
  sticky: StickyCookie.named('v'),
  mirrorPercent: 5,
};

describe('Flagger', () => {
  const service = ServiceRef.fromName('reviews', { ports: [{ port: 9080 }] });

  function flagger(
    bookinfo: Bookinfo,
    options: Partial<FlaggerOptions> = {},
    props: Partial<CanaryReleaseProps> = {},
  ): CanaryRelease {
    const controller = ReleaseController.flagger({
      workload: bookinfo.deployment('v1'),
      interval: Duration.minutes(1),
      threshold: 5,
      stepWeight: 10,
      ...options,
    });
    return bookinfo.release({ service, controller, ...props });
  }

  const canaryOf = (options: Partial<FlaggerOptions>, props: Partial<CanaryReleaseProps> = {}) => {
    const bookinfo = new Bookinfo();
    flagger(bookinfo, options, props);
    return bookinfo.objects('Canary')[0].spec;
  };

  test('gets a Canary and nothing else', () => {
    const bookinfo = new Bookinfo();
    const reviews = flagger(bookinfo);
    expect(Testing.synth(bookinfo.chart).slice(2)).toEqual([
      {
        apiVersion: 'flagger.app/v1beta1',
        kind: 'Canary',
        metadata: { name: 'reviews', namespace: 'bookinfo' },
        spec: {
          provider: 'istio',
          targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'reviews-v1' },
          service: { name: 'reviews', port: 9080 },
          analysis: { interval: '1m', threshold: 5, stepWeight: 10 },
        },
      },
    ]);
    expect(reviews.virtualService).toBeUndefined();
    expect(reviews.destinationRule).toBeUndefined();
    expect(reviews.canary.subset).toBeUndefined();
    expect(reviews.controlled!.kind).toBe('Canary');
    expect(reviews.stable).toEqual({ name: 'reviews-primary', labels: { app: 'reviews-primary' } });
    expect(reviews.canary).toEqual({ name: 'reviews-canary', labels: { app: 'reviews' } });
    expect(reviews.ignoreDifferences).toEqual([]);
  });

  test('gets what the release says of the routes', () => {
    const trafficPolicy = { connectionPool: { tcp: { maxConnections: 10 } } };
    const headers = { request: { remove: ['x-debug'] } };
    const props = { trafficPolicy, headers, timeout: Duration.seconds(3), retries: Retries.none() };
    expect(canaryOf({ targetPort: 'http' }, props).service).toEqual({
      name: 'reviews',
      port: 9080,
      targetPort: 'http',
      trafficPolicy,
      timeout: '3s',
      retries: { attempts: 0 },
      headers,
    });
  });

  test.each<[string, Partial<FlaggerOptions>, object]>([
    ['steps of its own', { stepWeight: undefined, stepWeights: [1, 10, 50] }, { stepWeights: [1, 10, 50] }],
    [
      'a greatest weight',
      { maxWeight: 50, stepWeightPromotion: 25 },
      { stepWeight: 10, maxWeight: 50, stepWeightPromotion: 25 },
    ],
    [
      'checks of some requests',
      { stepWeight: undefined, iterations: 10, match: [CANARY_HEADER] },
      { iterations: 10, match: [{ headers: { 'x-canary': { exact: 'always' } } }] },
    ],
    [
      'metrics',
      {
        metrics: [
          { name: 'request-success-rate', min: 99 },
          { name: 'errors', max: 5, interval: Duration.seconds(90), template: 'errors', templateNamespace: 'flagger' },
        ],
      },
      {
        stepWeight: 10,
        metrics: [
          { name: 'request-success-rate', interval: '1m', thresholdRange: { min: 99 } },
          {
            name: 'errors',
            interval: '90s',
            thresholdRange: { max: 5 },
            templateRef: { name: 'errors', namespace: 'flagger' },
          },
        ],
      },
    ],
    [
      'webhooks',
      {
        webhooks: [
          {
            name: 'load',
            type: 'rollout',
            url: 'http://load.test/',
            timeout: Duration.seconds(5),
            metadata: { cmd: 'hey' },
          },
        ],
      },
      {
        stepWeight: 10,
        webhooks: [
          { name: 'load', type: 'rollout', url: 'http://load.test/', timeout: '5s', metadata: { cmd: 'hey' } },
        ],
      },
    ],
  ])('is told %s', (_name, options, analysis) => {
    expect(canaryOf(options).analysis).toEqual({ interval: '1m', threshold: 5, ...analysis });
  });

  test('is told of an autoscaler and a deadline', () => {
    expect(canaryOf({ autoscaler: 'reviews', progressDeadline: Duration.minutes(5) })).toMatchObject({
      autoscalerRef: { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', name: 'reviews' },
      progressDeadlineSeconds: 300,
    });
  });

  test('is delegated to from a gateway, and then from the mesh as well', () => {
    const bookinfo = new Bookinfo();
    const reviews = flagger(bookinfo);
    ingress(bookinfo, reviews.release, 'Shop', [IngressRoute.prefix('/reviews', { timeout: Duration.seconds(5) })]);
    ingress(bookinfo, reviews.release, 'Other');
    const delegate = { name: 'reviews', namespace: 'bookinfo' };
    expect(bookinfo.objects('Canary')[0].spec.service).toEqual({ name: 'reviews', port: 9080, delegation: true });
    expect(
      bookinfo.objects('VirtualService').map(({ metadata, spec }) => [metadata.name, spec.hosts, spec.http]),
    ).toEqual([
      ['reviews-mesh', [HOST], [{ delegate }]],
      ['shop', ['shop.example.com'], [{ match: [{ uri: { prefix: '/reviews' } }], timeout: '5s', delegate }]],
      ['other', ['other.example.com'], [{ match: [{ uri: { prefix: '/' } }], delegate }]],
    ]);
    expect(reviews.virtualService!.name).toBe('reviews-mesh');
  });

  test('is delegated to from a gateway only', () => {
    const bookinfo = new Bookinfo();
    ingress(bookinfo, flagger(bookinfo, {}, { mesh: false }).release);
    expect(bookinfo.objects('VirtualService').map(({ metadata }) => metadata.name)).toEqual(['shop']);
  });

  test('shows its canary alone at a preview host', () => {
    const bookinfo = new Bookinfo();
    ingress(bookinfo, flagger(bookinfo).preview);
    expect(bookinfo.objects('VirtualService')[0].spec.http[0].route).toEqual([
      { destination: { host: 'reviews-canary.bookinfo.svc.cluster.local', port: { number: 9080 } } },
    ]);
    expect(bookinfo.objects('Canary')[0].spec.service).not.toHaveProperty('delegation');
  });

  test.each<[string, Partial<FlaggerOptions>, ...string[]]>([
    [
      'no way to shift',
      { stepWeight: undefined },
      'controller: has no steps. Write one of stepWeight, stepWeights, iterations.',
    ],
    [
      'two ways to shift',
      { iterations: 5 },
      'controller: has stepWeight and iterations, which exclude each other. Write one of stepWeight, stepWeights, iterations.',
    ],
    [
      'a match while shifting',
      { match: [CANARY_HEADER] },
      'controller.match: goes with iterations, not with stepWeight. Write iterations: 10 instead.',
    ],
    [
      'a greatest weight without shifting',
      { stepWeight: undefined, iterations: 5, maxWeight: 50 },
      'controller.maxWeight: goes with stepWeight, not with iterations. Omit it.',
    ],
    [
      'missing numbers',
      { interval: undefined, threshold: undefined },
      'controller.interval: is missing. Write interval: Duration.minutes(1).',
      'controller.threshold: is missing. Write how many checks may fail: threshold: 5.',
    ],
    [
      'wrong numbers',
      { interval: Duration.millis(500), threshold: -1, stepWeight: 110 },
      'controller.interval: 500ms is not in whole seconds. Write Duration.seconds(...).',
      'controller.threshold: -1 is not a number of checks (a whole number, 0 or more).',
      'controller.stepWeight: 110 is not a share in percent (a whole number, 1 to 100).',
    ],
    [
      'a match of paths',
      { stepWeight: undefined, iterations: 5, match: [HttpMatch.prefix('/a'), 'x' as never] },
      'controller.match[0].uri: is ignored by Flagger in an analysis. Match headers, queryParams or sourceLabels.',
      "controller.match[1]: \"x\" does not fit here. Write HttpMatch.header('x-canary', 'always').",
    ],
    [
      'wrong metrics',
      { metrics: [{ name: 'a' }, { min: 'x' } as never] },
      'controller.metrics[0]: has neither min nor max, so every value would pass. Write one of them.',
      'controller.metrics[1].min: "x" is not a number.',
      "controller.metrics[1].name: undefined is not a name. Write 'request-success-rate'.",
    ],
    [
      'wrong webhooks',
      { webhooks: [{ type: 'sometimes', url: 1 } as never] },
      'controller.webhooks[0].name: undefined is not a string.',
      'controller.webhooks[0].url: 1 is not a string.',
      'controller.webhooks[0].type: "sometimes" is not a type of a Flagger webhook. Write one of: rollout, pre-rollout, post-rollout, confirm-rollout, confirm-promotion, confirm-traffic-increase, rollback, event.',
    ],
    ['no workload', { workload: undefined }, 'controller.workload: undefined is not a workload. Write a Deployment.'],
  ])('is not handed %s', (_name, options, ...lines) => {
    expect(messageOf(() => flagger(new Bookinfo(), options))).toBe(refused(...lines));
  });

  test('is not handed workloads that it cannot release', () => {
    const bookinfo = new Bookinfo();
    const workload = bookinfo.deployment('v2', undefined, { kind: 'StatefulSet' });
    expect(messageOf(() => flagger(bookinfo, { workload }))).toBe(
      refused(
        'controller.workload: StatefulSet "reviews-v2" is of a kind that Flagger does not release. It takes: Deployment, DaemonSet.',
      ),
    );
    const other = new Bookinfo();
    const elsewhere = other.deployment('v2', undefined, { namespace: 'shop' });
    expect(messageOf(() => flagger(other, { workload: elsewhere }))).toBe(
      refused(
        'controller.workload: Deployment "reviews-v2" is in namespace "shop", and Service "reviews" in "bookinfo". Put both into one.',
      ),
    );
    const third = new Bookinfo();
    const unknown = third.deployment('v2', undefined, { matchLabels: { tier: 'web' } });
    expect(messageOf(() => flagger(third, { workload: unknown }))).toBe(
      refused(
        'controller.workload: Deployment "reviews-v2" selects its pods by tier=web, and Flagger needs one of the labels app, name, app.kubernetes.io/name there. Select by app.',
      ),
    );
  });

  test('is not handed what it decides itself', () => {
    const bookinfo = new Bookinfo();
    expect(
      messageOf(() => flagger(bookinfo, {}, { ...STATIC, alwaysCanary: [CANARY_HEADER], service: bookinfo.service })),
    ).toBe(
      refused(
        ...decidedBy('Flagger', 'stable', 'canary', 'split', 'phase', 'alwaysCanary', 'sticky', 'mirrorPercent'),
        'service: Flagger creates Service "reviews" itself, so the two would overwrite each other. Remove it from the app and write ServiceRef.fromName(\'reviews\', { ports: [{ port: 9080 }] }).',
      ),
    );
  });

  test('is not handed a Service without port or with a long name, or no options', () => {
    expect(messageOf(() => flagger(new Bookinfo(), {}, { service: ServiceRef.fromName('reviews') }))).toBe(
      refused('port: is not known, but Flagger creates Service "reviews" with it. Write port: 80.'),
    );
    const long = 'r'.repeat(56);
    expect(
      messageOf(() => flagger(new Bookinfo(), {}, { service: ServiceRef.fromName(long, { ports: [{ port: 80 }] }) })),
    ).toBe(
      refused(
        `service: "${long}" has 56 characters, and Flagger creates "${long}-primary" from it, for which Kubernetes allows at most 63. Write a name of at most 55.`,
      ),
    );
    const controller = ReleaseController.flagger(undefined as never);
    expect(messageOf(() => new Bookinfo().release({ service, controller }))).toBe(
      refused(
        'controller: is required. Write ReleaseController.flagger({ workload: deployment, interval: Duration.minutes(1), threshold: 5, stepWeight: 10 }).',
      ),
    );
  });

  test('is not left without any route', () => {
    const bookinfo = new Bookinfo();
    flagger(bookinfo, {}, { mesh: false });
    expect(synthOf(bookinfo)).toContain(
      refused(
        'mesh: false leaves only gateways, but no gateway routes to this release. Give it to an IngressedService, or omit mesh.',
      ),
    );
  });
});

describe('Argo Rollouts', () => {
  const steps = [RolloutStep.weight(20), RolloutStep.pause()];

  function argo(
    bookinfo: Bookinfo,
    options: Partial<ArgoRolloutsOptions> = {},
    props: Partial<CanaryReleaseProps> = {},
  ): CanaryRelease {
    const controller = ReleaseController.argoRollouts({
      workload: bookinfo.deployment('v1', undefined, { replicas: 3 }),
      steps,
      ...options,
    });
    return bookinfo.release({ controller, ...props });
  }

  test('is told steps, pods and what becomes of the old ones', () => {
    const bookinfo = new Bookinfo();
    argo(bookinfo, {
      steps: [
        RolloutStep.pause(Duration.minutes(10)),
        RolloutStep.pause(Duration.seconds(45)),
        RolloutStep.analysis('success-rate'),
      ],
      replicas: 5,
      scaleDown: WorkloadScaleDown.PROGRESSIVELY,
    });
    const { spec } = bookinfo.objects('Rollout')[0];
    expect(spec).toMatchObject({ replicas: 5, workloadRef: { scaleDown: 'progressively' } });
    expect(spec.strategy.canary).toHaveProperty('steps', [
      { pause: { duration: '10m' } },
      { pause: { duration: '45s' } },
      { analysis: { templates: [{ templateName: 'success-rate' }] } },
    ]);
  });

  describe('between Services', () => {
    const services = (options?: RolloutServicesOptions) => ({ trafficSplit: RolloutTrafficSplit.services(options) });
    const hostOf = (service: string) => `${service}.bookinfo.svc.cluster.local`;
    const toService = (service: string, more: object = {}) => ({
      destination: { host: hostOf(service), port: { number: 9080 } },
      ...more,
    });
    const split = [toService('reviews-stable', { weight: 100 }), toService('reviews-canary', { weight: 0 })];
    const hashOf = (name: string) => ({
      group: '',
      kind: 'Service',
      name,
      namespace: 'bookinfo',
      jqPathExpressions: ['.spec.selector."rollouts-pod-template-hash"'],
    });
    const serviceIn = (
      scope: Chart,
      name: string,
      spec: object = { selector: { app: 'reviews' }, ports: [{ port: 9080 }] },
      namespace?: string,
    ) => new ApiObject(scope, name, { apiVersion: 'v1', kind: 'Service', metadata: { name, namespace }, spec });

    test('gets two Services, a route and a Rollout that names them', () => {
      const bookinfo = new Bookinfo();
      const reviews = argo(bookinfo);
      const service = (name: string) => ({
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name, namespace: 'bookinfo' },
        spec: { selector: { app: 'reviews' }, ports: [{ name: 'http', port: 9080 }] },
      });
      expect(Testing.synth(bookinfo.chart).slice(2)).toEqual([
        service('reviews-stable'),
        service('reviews-canary'),
        {
          apiVersion: 'networking.istio.io/v1',
          kind: 'VirtualService',
          metadata: { name: 'reviews', namespace: 'bookinfo', annotations: { 'argocd.argoproj.io/sync-wave': '0' } },
          spec: { hosts: [HOST], http: [{ name: 'reviews', route: split }] },
        },
        {
          apiVersion: 'argoproj.io/v1alpha1',
          kind: 'Rollout',
          metadata: { name: 'reviews', namespace: 'bookinfo', annotations: { 'argocd.argoproj.io/sync-wave': '1' } },
          spec: {
            replicas: 3,
            workloadRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'reviews-v1', scaleDown: 'onsuccess' },
            strategy: {
              canary: {
                stableService: 'reviews-stable',
                canaryService: 'reviews-canary',
                steps: [{ setWeight: 20 }, { pause: {} }],
                trafficRouting: { istio: { virtualServices: [{ name: 'reviews', routes: ['reviews'] }] } },
              },
            },
          },
        },
      ]);
      expect(reviews.stable).toEqual({ name: 'reviews-stable', labels: { app: 'reviews' } });
      expect(reviews.canary).toEqual({ name: 'reviews-canary', labels: { app: 'reviews' } });
      expect(reviews.destinationRule).toBeUndefined();
      expect(reviews.controlled!.kind).toBe('Rollout');
    });

    test('makes the Services like the one of the release as it is in the end, without ports of the nodes', () => {
      const ports = [
        { name: 'http', port: 80, targetPort: 'web', nodePort: 30080 },
        { name: 'grpc', port: 90, targetPort: 9090, appProtocol: 'grpc', protocol: 'TCP' },
      ];
      const bookinfo = new Bookinfo({ app: 'reviews' }, ports);
      const workload = bookinfo.deployment('v2', { app: 'reviews', team: 'a' });
      argo(bookinfo, { workload }, { port: 80 });
      bookinfo.service.addJsonPatch(JsonPatch.add('/spec/selector/team', 'a'));
      expect(bookinfo.objects('Service').map(({ metadata, spec }) => [metadata.name, spec])).toEqual([
        ['reviews', { selector: { app: 'reviews', team: 'a' }, ports }],
        ...['reviews-stable', 'reviews-canary'].map((name) => [
          name,
          {
            selector: { app: 'reviews', team: 'a' },
            ports: [
              { name: 'http', port: 80, targetPort: 'web' },
              { name: 'grpc', port: 90, targetPort: 9090, appProtocol: 'grpc', protocol: 'TCP' },
            ],
          },
        ]),
      ]);
      const [{ spec }] = bookinfo.objects('VirtualService');
      expect(spec.http.map(({ name, route }) => [name, route.map(({ destination }) => destination.host)])).toEqual([
        ['reviews', [hostOf('reviews-stable'), hostOf('reviews-canary')]],
        ['reviews-port-90', [HOST]],
      ]);
    });

    test('takes the Services that it is given', () => {
      const bookinfo = new Bookinfo();
      const stableService = serviceIn(bookinfo.chart, 'old');
      const canaryService = ServiceRef.fromName('new');
      const service = ServiceRef.fromName('reviews', { ports: [{ port: 9080 }] });
      const reviews = argo(bookinfo, services({ stableService, canaryService }), { service });
      expect(bookinfo.objects('Service').map(({ metadata }) => metadata.name)).toEqual(['reviews', 'old']);
      expect(bookinfo.objects('Rollout')[0].spec.strategy.canary).toMatchObject({
        stableService: 'old',
        canaryService: 'new',
      });
      expect(bookinfo.objects('VirtualService')[0].spec.http[0].route).toEqual([
        toService('old', { weight: 100 }),
        toService('new', { weight: 0 }),
      ]);
      expect(reviews.ignoreDifferences.slice(0, 2)).toEqual([hashOf('old'), hashOf('new')]);
      expect(synthOf(bookinfo)).toBe('nothing was rejected');
    });

    test("takes the release's Service as that of the stable version", () => {
      const bookinfo = new Bookinfo();
      argo(bookinfo, services({ stableService: bookinfo.service }), {
        trafficPolicy: { connectionPool: { tcp: { maxConnections: 10 } } },
      });
      expect(bookinfo.objects('Service').map(({ metadata }) => metadata.name)).toEqual(['reviews', 'reviews-canary']);
      expect(bookinfo.objects('DestinationRule').map(({ metadata }) => metadata.name)).toEqual([
        'reviews',
        'reviews-canary',
      ]);
      expect(bookinfo.objects('Rollout')[0].spec.strategy.canary).toMatchObject({
        stableService: 'reviews',
        canaryService: 'reviews-canary',
        trafficRouting: { istio: { virtualServices: [{ name: 'reviews', routes: ['reviews'] }] } },
      });
    });

    test('has a rule for each Service where the release says a policy', () => {
      const bookinfo = new Bookinfo();
      const trafficPolicy = { connectionPool: { tcp: { maxConnections: 10 } } };
      argo(bookinfo, {}, { trafficPolicy });
      expect(bookinfo.objects('DestinationRule')).toEqual(
        ['reviews-stable', 'reviews-canary'].map((name) => ({
          apiVersion: 'networking.istio.io/v1',
          kind: 'DestinationRule',
          metadata: { name, namespace: 'bookinfo', annotations: { 'argocd.argoproj.io/sync-wave': '-1' } },
          spec: { host: hostOf(name), trafficPolicy },
        })),
      );
    });

    test('leads to both Services behind every gateway, and to that of the canary at a preview host', () => {
      const bookinfo = new Bookinfo();
      const reviews = argo(bookinfo, {}, { alwaysCanary: [CANARY_HEADER] });
      ingress(bookinfo, reviews.release, 'Shop', [IngressRoute.prefix('/a', { timeout: Duration.seconds(5) })]);
      const other = new Chart(bookinfo.chart.node.root, 'edge', { namespace: 'edge' });
      new IngressedService(other, 'Edge', { service: reviews.release, hosts: ['edge.example.com'] });
      ingress(bookinfo, reviews.preview, 'Preview');
      const [mesh, shop, preview] = bookinfo.objects('VirtualService').map(({ spec }) => spec.http);
      const header = { headers: { 'x-canary': { exact: 'always' } } };
      expect(mesh).toEqual([
        { name: 'reviews-always-canary', match: [header], route: [toService('reviews-canary')] },
        { name: 'reviews', route: split },
      ]);
      expect(shop).toEqual([
        {
          name: 'reviews-a-always-canary',
          match: [{ uri: { prefix: '/a' }, ...header }],
          timeout: '5s',
          route: [toService('reviews-canary')],
        },
        { name: 'reviews-a', match: [{ uri: { prefix: '/a' } }], timeout: '5s', route: split },
      ]);
      expect(preview).toEqual([
        { name: 'reviews', match: [{ uri: { prefix: '/' } }], route: [toService('reviews-canary')] },
      ]);
      expect(bookinfo.objects('Rollout')[0].spec.strategy.canary.trafficRouting.istio).toEqual({
        virtualServices: [
          { name: 'reviews', routes: ['reviews'] },
          { name: 'shop', routes: ['reviews-a'] },
          { name: 'edge.edge', routes: ['reviews'] },
        ],
      });
      expect(reviews.ignoreDifferences).toEqual([
        hashOf('reviews-stable'),
        hashOf('reviews-canary'),
        ...[
          ['reviews', 'bookinfo'],
          ['shop', 'bookinfo'],
          ['edge', 'edge'],
        ].map(([name, namespace]) => ({
          group: 'networking.istio.io',
          kind: 'VirtualService',
          name,
          namespace,
          jqPathExpressions: ['.spec.http[].route[].weight'],
        })),
        {
          group: 'apps',
          kind: 'Deployment',
          name: 'reviews-v1',
          namespace: 'bookinfo',
          jqPathExpressions: ['.spec.replicas'],
        },
      ]);
    });

    test.each<[string, (bookinfo: Bookinfo) => RolloutServicesOptions, ...string[]]>([
      [
        'what is not an object',
        () => 5 as never,
        'controller.trafficSplit: 5 does not fit here. Write { stableService, canaryService }.',
      ],
      [
        'what is not a Service',
        ({ chart }) => ({
          stableService: 7 as never,
          canaryService: new ApiObject(chart, 'Map', {
            apiVersion: 'v1',
            kind: 'ConfigMap',
            metadata: { name: 'map' },
          }),
        }),
        "controller.trafficSplit.stableService: 7 is not a Service. Write a Service of this app, or ServiceRef.fromName('reviews', { namespace: 'bookinfo' }).",
        'controller.trafficSplit.canaryService: ConfigMap "map" is not a Service. Write the Service in front of it.',
      ],
      [
        'one Service for both',
        ({ chart }) => {
          const service = serviceIn(chart, 'both');
          return { stableService: service, canaryService: service };
        },
        'controller.trafficSplit.canaryService: Service "both" is already the Service of the stable version, and a Service selects the pods of one version. Write two Services.',
      ],
      [
        "the release's Service for the canary",
        ({ service }) => ({ canaryService: service }),
        'controller.trafficSplit.canaryService: Service "reviews" is the one that clients call, so those without a sidecar would all get the canary. Write another Service, or omit it.',
      ],
      [
        'a Service of another namespace',
        ({ chart }) => ({ canaryService: serviceIn(chart, 'new', undefined, 'shop') }),
        'controller.trafficSplit.canaryService: Service "new" is in namespace "shop", and Service "reviews" in "bookinfo". Put both into one.',
      ],
      [
        'a Service with other ports',
        ({ chart }) => ({
          canaryService: serviceIn(chart, 'new', { selector: { app: 'reviews' }, ports: [{ port: 80 }] }),
        }),
        'controller.trafficSplit.canaryService: Service "new" lacks port 9080 of Service "reviews", whose requests it gets. Give both the same ports.',
      ],
      [
        'a Service of one version',
        ({ chart }) => ({
          stableService: serviceIn(chart, 'old', {
            selector: { app: 'reviews', version: 'v1' },
            ports: [{ port: 9080 }],
          }),
        }),
        'controller.trafficSplit.stableService: Service "old" selects version=v1, so no request would ever reach the pods of another version. Select only what all versions carry, such as app.',
      ],
      [
        'a Service of other pods',
        ({ chart }) => ({
          stableService: serviceIn(chart, 'old', { selector: { app: 'ratings' }, ports: [{ port: 9080 }] }),
        }),
        'controller.workload: the pods of Deployment "reviews-v1" carry app=reviews, version=v1, but Service "old" selects app=ratings, so no request would ever reach them. Write the Deployment behind the Service.',
      ],
    ])('is not handed %s', (_name, options, ...lines) => {
      const bookinfo = new Bookinfo();
      expect(messageOf(() => argo(bookinfo, services(options(bookinfo))))).toBe(refused(...lines));
    });

    test('makes no Service like one that is not of this app', () => {
      const service = ServiceRef.fromName('reviews', { ports: [{ port: 9080 }] });
      const unlike = (given: string) =>
        refused(
          `controller.trafficSplit: Service "reviews" is not part of this app, so the ports of its pods are not known and it cannot be copied. Give ${given}, or write RolloutTrafficSplit.subsets().`,
        );
      expect(messageOf(() => argo(new Bookinfo(), {}, { service }))).toBe(unlike('stableService and canaryService'));
      expect(messageOf(() => argo(new Bookinfo(), services({ stableService: service }), { service }))).toBe(
        unlike('canaryService'),
      );
    });

    test('needs a port that both Services have where those of the release are not known', () => {
      const bookinfo = new Bookinfo();
      const [stableService, canaryService] = ['old', 'new'].map((name) => serviceIn(bookinfo.chart, name));
      const service = ServiceRef.fromName('reviews');
      const made = (port: number) => () =>
        argo(bookinfo, services({ stableService, canaryService }), { service, port });
      expect(messageOf(made(80))).toBe(
        refused(
          'controller.trafficSplit.stableService: 80 is not a port of Service "old". It has: 9080.',
          'controller.trafficSplit.canaryService: 80 is not a port of Service "new". It has: 9080.',
        ),
      );
    });

    test('makes no Service whose name is too long', () => {
      const bookinfo = new Bookinfo();
      const name = 'r'.repeat(57);
      const service = serviceIn(bookinfo.chart, name);
      expect(messageOf(() => argo(bookinfo, services({ stableService: service }), { service }))).toBe(
        refused(
          `controller.trafficSplit.canaryService: "${name}-canary" has 64 characters, and Kubernetes takes at most 63 for the name of a Service. Write a shorter one.`,
        ),
      );
    });

    test('makes no Service without pods', () => {
      const bookinfo = new Bookinfo();
      const service = serviceIn(bookinfo.chart, 'any', { ports: [{ port: 9080 }] });
      argo(bookinfo, { workload: { name: 'reviews-v1' } }, { service });
      expect(synthOf(bookinfo)).toContain(
        refused('service: Service "any" selects no pods, so its copies would have none. Write its selector.'),
      );
    });

    test('makes no Service a second time', () => {
      const bookinfo = new Bookinfo();
      argo(bookinfo);
      serviceIn(bookinfo.chart, 'reviews-canary');
      serviceIn(bookinfo.chart, 'reviews-stable', {}, 'shop');
      expect(synthOf(bookinfo)).toContain(
        refused(
          'controller.trafficSplit.canaryService: bookinfo/reviews-canary is Service "reviews-canary" as well. Write RolloutTrafficSplit.services({ canaryService: ... }) with it.',
        ),
      );
    });

    test('shares no Service with another release', () => {
      const bookinfo = new Bookinfo();
      const options = services({ canaryService: ServiceRef.fromName('new', { ports: [{ port: 9080 }] }) });
      argo(bookinfo, options);
      const ratings = serviceIn(bookinfo.chart, 'ratings');
      const controller = ReleaseController.argoRollouts({ workload: { name: 'ratings' }, steps, ...options });
      expect(messageOf(() => new CanaryRelease(bookinfo.chart, 'Ratings', { service: ratings, controller }))).toBe(
        'bookinfo/Ratings (CanaryRelease): 1 problem\n' +
          '  controller.trafficSplit.canaryService: Service "new" already belongs to bookinfo/Reviews, and two Rollouts would keep overwriting its selector. Write another Service.',
      );
    });

    test('is not given what changed behind its back', () => {
      const bookinfo = new Bookinfo();
      const canaryService = serviceIn(bookinfo.chart, 'new');
      argo(bookinfo, services({ canaryService }));
      canaryService.addJsonPatch(JsonPatch.add('/spec/selector/version', 'v2'));
      expect(synthOf(bookinfo)).toContain(
        refused(
          'controller.trafficSplit.canaryService: Service "new" selects version=v2, so no request would ever reach the pods of another version. Select only what all versions carry, such as app.',
        ),
      );
    });
  });

  describe('between subsets', () => {
    const trafficSplit = RolloutTrafficSplit.subsets();
    const split = [to('stable', { weight: 100 }), to('canary', { weight: 0 })];

    test('gets a rule, a route and a Rollout that names them', () => {
      const bookinfo = new Bookinfo();
      const reviews = argo(bookinfo, { trafficSplit });
      expect(Testing.synth(bookinfo.chart).slice(2)).toEqual([
        {
          apiVersion: 'networking.istio.io/v1',
          kind: 'DestinationRule',
          metadata: { name: 'reviews', namespace: 'bookinfo', annotations: { 'argocd.argoproj.io/sync-wave': '-1' } },
          spec: {
            host: HOST,
            subsets: [
              { name: 'stable', labels: { app: 'reviews' } },
              { name: 'canary', labels: { app: 'reviews' } },
            ],
          },
        },
        {
          apiVersion: 'networking.istio.io/v1',
          kind: 'VirtualService',
          metadata: { name: 'reviews', namespace: 'bookinfo', annotations: { 'argocd.argoproj.io/sync-wave': '0' } },
          spec: { hosts: [HOST], http: [{ name: 'reviews', route: split }] },
        },
        {
          apiVersion: 'argoproj.io/v1alpha1',
          kind: 'Rollout',
          metadata: { name: 'reviews', namespace: 'bookinfo', annotations: { 'argocd.argoproj.io/sync-wave': '1' } },
          spec: {
            replicas: 3,
            workloadRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'reviews-v1', scaleDown: 'onsuccess' },
            strategy: {
              canary: {
                steps: [{ setWeight: 20 }, { pause: {} }],
                trafficRouting: {
                  istio: {
                    destinationRule: { name: 'reviews', stableSubsetName: 'stable', canarySubsetName: 'canary' },
                    virtualServices: [{ name: 'reviews', routes: ['reviews'] }],
                  },
                },
              },
            },
          },
        },
      ]);
      expect([reviews.stable.name, reviews.canary.name, reviews.controlled!.kind]).toEqual([
        'stable',
        'canary',
        'Rollout',
      ]);
    });

    test('is told every VirtualService and the names of the rules with weights', () => {
      const bookinfo = new Bookinfo();
      const reviews = argo(bookinfo, { trafficSplit }, { alwaysCanary: [CANARY_HEADER] });
      ingress(bookinfo, reviews.release, 'Shop', [
        IngressRoute.prefix('/a'),
        IngressRoute.prefix('/b', { name: 'second' }),
      ]);
      const other = new Chart(bookinfo.chart.node.root, 'edge', { namespace: 'edge' });
      new IngressedService(other, 'Edge', { service: reviews.release, hosts: ['edge.example.com'] });
      expect(bookinfo.objects('Rollout')[0].spec.strategy.canary.trafficRouting.istio.virtualServices).toEqual([
        { name: 'reviews', routes: ['reviews'] },
        { name: 'shop', routes: ['reviews-a', 'second'] },
        { name: 'edge.edge', routes: ['reviews'] },
      ]);
      const [edge] = (Testing.synth(other) as Manifest[]).slice(1);
      expect(edge.spec.http).toEqual([
        {
          name: 'reviews-always-canary',
          match: [{ headers: { 'x-canary': { exact: 'always' } } }],
          route: [to('canary')],
        },
        { name: 'reviews', match: [{ uri: { prefix: '/' } }], route: split },
      ]);
      expect(reviews.ignoreDifferences).toEqual([
        {
          group: 'networking.istio.io',
          kind: 'DestinationRule',
          name: 'reviews',
          namespace: 'bookinfo',
          jqPathExpressions: ['.spec.subsets[].labels."rollouts-pod-template-hash"'],
        },
        ...[
          ['reviews', 'bookinfo'],
          ['shop', 'bookinfo'],
          ['edge', 'edge'],
        ].map(([name, namespace]) => ({
          group: 'networking.istio.io',
          kind: 'VirtualService',
          name,
          namespace,
          jqPathExpressions: ['.spec.http[].route[].weight'],
        })),
        {
          group: 'apps',
          kind: 'Deployment',
          name: 'reviews-v1',
          namespace: 'bookinfo',
          jqPathExpressions: ['.spec.replicas'],
        },
      ]);
    });

    test('takes the labels of all versions from the Deployment where the Service is not of this app', () => {
      const bookinfo = new Bookinfo();
      const workload = bookinfo.deployment('v2', undefined, { matchLabels: { app: 'reviews', version: 'v2' } });
      argo(
        bookinfo,
        { workload, trafficSplit },
        { service: ServiceRef.fromName('reviews', { ports: [{ port: 9080 }] }) },
      );
      expect(bookinfo.objects('DestinationRule')[0].spec.subsets[0].labels).toEqual({ app: 'reviews' });
    });
  });

  test.each<[string, Partial<ArgoRolloutsOptions>, ...string[]]>([
    [
      'no steps',
      { steps: [] },
      'controller.steps: is empty, so a new version would get all requests at once. Write [RolloutStep.weight(20), RolloutStep.pause()].',
    ],
    [
      'wrong steps',
      { steps: [20 as never, RolloutStep.weight(120), RolloutStep.pause(10 as never), RolloutStep.analysis('')] },
      'controller.steps[0]: 20 does not fit here. Write RolloutStep.weight(20).',
      'controller.steps[1].weight: 120 is not a share in percent (a whole number, 0 to 100).',
      'controller.steps[2].pause: 10 is not a Duration. Write Duration.seconds(10), with Duration from cdk8s.',
      'controller.steps[3].analysis: "" is not a non-empty string. Write \'success-rate\'.',
    ],
    [
      'a fraction of pods',
      { replicas: 1.5 },
      'controller.replicas: 1.5 is not a number of pods (a whole number, 0 or more).',
    ],
    [
      'a word',
      { scaleDown: 'later' as never },
      'controller.scaleDown: "later" is not one of its values. Write WorkloadScaleDown.ON_SUCCESS.',
    ],
    [
      'a word for the split',
      { trafficSplit: 'subsets' as never },
      'controller.trafficSplit: "subsets" does not fit here. Write RolloutTrafficSplit.services() or RolloutTrafficSplit.subsets().',
    ],
  ])('is not handed %s', (_name, options, ...lines) => {
    expect(messageOf(() => argo(new Bookinfo(), options))).toBe(refused(...lines));
  });

  test('is not handed workloads that it cannot release', () => {
    const bookinfo = new Bookinfo();
    const workload = bookinfo.deployment('v2', undefined, { kind: 'DaemonSet' });
    expect(messageOf(() => argo(bookinfo, { workload }))).toBe(
      refused(
        'controller.workload: DaemonSet "reviews-v2" is of a kind that Argo Rollouts does not release. It takes: Deployment.',
      ),
    );
    const other = new Bookinfo();
    const elsewhere = other.deployment('v2', { app: 'ratings' });
    expect(messageOf(() => argo(other, { workload: elsewhere }))).toBe(
      refused(
        'controller.workload: the pods of Deployment "reviews-v2" carry app=ratings, but Service "reviews" selects app=reviews, so no request would ever reach them. Write the Deployment behind the Service.',
      ),
    );
    expect(messageOf(() => argo(new Bookinfo({ app: 'reviews', version: 'v1' })))).toBe(
      refused(
        'service: Service "reviews" selects version=v1, so no request would ever reach the pods of another version. Select only what all versions carry, such as app.',
      ),
    );
  });

  test('is not handed what it decides itself', () => {
    expect(messageOf(() => argo(new Bookinfo(), {}, STATIC))).toBe(
      refused(...decidedBy('Argo Rollouts', 'stable', 'canary', 'split', 'phase', 'sticky', 'mirrorPercent')),
    );
    const controller = ReleaseController.argoRollouts(undefined as never);
    expect(messageOf(() => new Bookinfo().release({ controller }))).toBe(
      refused(
        'controller: is required. Write ReleaseController.argoRollouts({ workload: deployment, steps: [RolloutStep.weight(20), RolloutStep.pause()] }).',
      ),
    );
  });

  test('is not left without any route', () => {
    const bookinfo = new Bookinfo();
    argo(bookinfo, {}, { mesh: false });
    expect(synthOf(bookinfo)).toContain(
      refused(
        'mesh: false leaves only gateways, but no gateway routes to this release. Give it to an IngressedService, or omit mesh.',
      ),
    );
  });

  test('is not given two rules of one name', () => {
    const bookinfo = new Bookinfo();
    const { release } = argo(bookinfo);
    const routes = [IngressRoute.prefix('/a', { match: [HttpMatch.method('GET')] }), IngressRoute.prefix('/a')];
    ingress(bookinfo, release, 'Shop', routes);
    expect(synthOf(bookinfo)).toContain(
      refused(
        'release: two routes of VirtualService shop are called "reviews-a", and Argo Rollouts would change only the first. Give each its own name.',
      ),
    );
  });
});
