import { ApiObject, Lazy } from 'cdk8s';
import type { IConstruct } from 'constructs';
import {
  compact,
  expectDuration,
  expectInteger,
  expectList,
  expectObject,
  expectPort,
  expectString,
} from '../../../core/expect';
import { Problems, show } from '../../../core/problems';
import { apiObjectOf } from '../../../kubernetes/manifest';
import { describeLabels, describeWorkload, matchLabelsOf, workloadKind } from '../../../kubernetes/pod-labels';
import { Destination } from '../../../networking/destination';
import { HttpMatch } from '../../../networking/http-match';
import { writeRulePolicy } from '../../../networking/http-route';
import type { VirtualService } from '../../../networking/virtual-service';
import type { MadeRelease, ReleaseDraft, ReleaseInput, ReleaseMethod, ReleasePlan } from '../release-method';
import { ReleaseVersion } from '../release-version';
import { meshVirtualService } from '../split-release';
import type { ControlledWorkload } from './controlled-workload';
import { checkWorkload, refuseWithController, shortDuration } from './controlled-workload';
import type { FlaggerMetric, FlaggerOptions, FlaggerWebhook } from './flagger-options';

const EXAMPLE = '{ workload: deployment, interval: Duration.minutes(1), threshold: 5, stepWeight: 10 }';
const SELECTOR_LABELS = ['app', 'name', 'app.kubernetes.io/name'];
const LONGEST_NAME = 63 - '-primary'.length;
const STRATEGIES = ['stepWeight', 'stepWeights', 'iterations'] as const;
const HOOKS = [
  'rollout',
  'pre-rollout',
  'post-rollout',
  'confirm-rollout',
  'confirm-promotion',
  'confirm-traffic-increase',
  'rollback',
  'event',
];

/** The hand-off to Flagger: a Canary, and routes that lead to the VirtualService which Flagger makes. */
export class FlaggerRelease implements ReleaseMethod {
  private readonly options: FlaggerOptions & ControlledWorkload;

  constructor(options: FlaggerOptions) {
    // What is no workload is reported by the plan.
    this.options = options as FlaggerOptions & ControlledWorkload;
  }

  public plan(draft: ReleaseDraft, problems: Problems): ReleasePlan | undefined {
    const before = problems.count;
    this.check(draft, problems);
    const { service } = draft;
    if (service === undefined || problems.count > before) {
      return undefined;
    }
    const input = { ...draft, service };
    return { make: () => this.make(input), validate: (made, found) => this.validate(input, made, found) };
  }

  private check(draft: ReleaseDraft, problems: Problems): void {
    const { props, service, port } = draft;
    refuseWithController(
      props,
      ['stable', 'canary', 'split', 'phase', 'alwaysCanary', 'sticky', 'mirrorPercent'],
      'Flagger',
      problems,
    );
    if (service !== undefined && apiObjectOf(props.service) !== undefined) {
      problems.add(
        'service',
        `Flagger creates Service "${service.name}" itself, so the two would overwrite each other. Remove it from the app and write ServiceRef.fromName('${service.name}', { ports: [{ port: ${port ?? 80} }] }).`,
      );
    } else if (service !== undefined && port === undefined && service.ports === undefined) {
      problems.add('port', `is not known, but Flagger creates Service "${service.name}" with it. Write port: 80.`);
    }
    if (service !== undefined && service.name.length > LONGEST_NAME) {
      problems.add(
        'service',
        `"${service.name}" has ${service.name.length} characters, and Flagger creates "${service.name}-primary" from it, for which Kubernetes allows at most 63. Write a name of at most ${LONGEST_NAME}.`,
      );
    }
    const at = problems.in('controller');
    if (expectObject(this.options, 'FlaggerOptions', at, '', EXAMPLE) === undefined) {
      if (this.options === undefined) {
        at.add('', `is required. Write ReleaseController.flagger(${EXAMPLE}).`);
      }
      return;
    }
    if (checkWorkload(this.options.workload, ['Deployment', 'DaemonSet'], 'Flagger', service, at)) {
      this.checkSelector(at);
    }
    this.checkStrategy(at);
    if (typeof this.options.targetPort !== 'string') {
      expectPort(this.options.targetPort, at, 'targetPort');
    }
    this.target(at);
    this.analysis(draft, at);
  }

  public objects({ name, service }: ReleaseInput): Map<string, string[]> {
    return new Map([
      [service.name, ['Canary', 'VirtualService']],
      [`${service.name}-primary`, ['DestinationRule']],
      [`${service.name}-canary`, ['DestinationRule']],
      [`${name}-mesh`, ['VirtualService']],
    ]);
  }

  private make(input: ReleaseInput): MadeRelease {
    const { scope, name, service, port } = input;
    const none = new Problems();
    const bound: VirtualService[] = [];
    const delegate = { name: service.name, namespace: service.namespace };
    const canaryService = {
      name: `${service.name}-canary`,
      metadata: { namespace: service.namespace },
      ports: service.ports,
    };
    const made: MadeRelease = {
      controlled: new ApiObject(scope, 'Canary', {
        apiVersion: 'flagger.app/v1beta1',
        kind: 'Canary',
        metadata: { name: service.name, namespace: service.namespace },
        spec: {
          provider: 'istio',
          ...this.target(none),
          service: Lazy.any({ produce: () => this.service(input, bound.length > 0) }) as unknown,
          analysis: this.analysis(input, none),
        },
      }),
      stable: this.version(`${service.name}-primary`, '-primary'),
      canary: this.version(canaryService.name, ''),
      routing: {
        rules: (base) => [{ ...base, delegate }],
        boundTo: (virtualService) => {
          bound.push(virtualService);
          if (input.props.mesh !== false) {
            // A VirtualService that others delegate to has no hosts, so callers in the mesh need one that has.
            made.virtualService ??= meshVirtualService(input, `${name}-mesh`, [{ delegate }]);
          }
        },
      },
      preview: {
        rules: (base, givenPort) => [
          { ...base, route: [Destination.service(canaryService, { port: givenPort ?? port })] },
        ],
      },
      ignoreDifferences: () => [],
    };
    return made;
  }

  private validate({ props }: ReleaseInput, made: MadeRelease, problems: Problems): void {
    this.checkSelector(problems.in('controller'));
    const { delegation } = (made.controlled!.toJson() as { spec: { service: { delegation?: boolean } } }).spec.service;
    if (props.mesh === false && delegation !== true) {
      problems.add(
        'mesh',
        'false leaves only gateways, but no gateway routes to this release. Give it to an IngressedService, or omit mesh.',
      );
    }
  }

  /** Flagger tells primary and canary apart by one label, whose value it changes for the primary. */
  private checkSelector(problems: Problems): void {
    const { workload } = this.options;
    const labels = matchLabelsOf(workload);
    if (labels !== undefined && !SELECTOR_LABELS.some((key) => key in labels)) {
      problems.add(
        'workload',
        `${describeWorkload(workload)} selects its pods by ${describeLabels(labels) || 'nothing'}, and Flagger needs one of the labels ${SELECTOR_LABELS.join(', ')} there. Select by app.`,
      );
    }
  }

  private checkStrategy(problems: Problems): void {
    const { match, maxWeight, metrics } = this.options;
    const given = STRATEGIES.filter((field) => this.options[field] !== undefined);
    if (given.length !== 1) {
      const what = given.length === 0 ? 'has no steps' : `has ${given.join(' and ')}, which exclude each other`;
      problems.add('', `${what}. Write one of ${STRATEGIES.join(', ')}.`);
      return;
    }
    if (match !== undefined && given[0] !== 'iterations') {
      problems.add('match', `goes with iterations, not with ${given[0]}. Write iterations: 10 instead.`);
    }
    if (maxWeight !== undefined && given[0] !== 'stepWeight') {
      problems.add('maxWeight', `goes with stepWeight, not with ${given[0]}. Omit it.`);
    }
    expectList(metrics, problems, 'metrics', "[{ name: 'request-success-rate', min: 99 }]");
  }

  private target(problems: Problems): object {
    const { workload, autoscaler, progressDeadline } = this.options;
    const name = expectString(autoscaler, problems, 'autoscaler', "'frontend'");
    const seconds = expectDuration(progressDeadline, problems, 'progressDeadline');
    return compact({
      targetRef: { apiVersion: 'apps/v1', kind: workloadKind(workload), name: workload?.name },
      autoscalerRef:
        name === undefined ? undefined : { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', name },
      progressDeadlineSeconds:
        seconds === undefined ? undefined : Math.ceil(progressDeadline!.toSeconds({ integral: false })),
    });
  }

  private service({ scope, props, service, port }: ReleaseInput, delegation: boolean): object {
    const { timeout, retries, headers } = writeRulePolicy(
      { timeout: props.timeout, retries: props.retries, headers: props.headers },
      scope,
      new Problems(),
    );
    return compact({
      name: service.name,
      port,
      portName: service.ports?.find((p) => p.port === port)?.name,
      targetPort: this.options.targetPort,
      delegation: delegation ? true : undefined,
      trafficPolicy: props.trafficPolicy,
      timeout,
      retries,
      headers,
    });
  }

  private analysis({ scope }: ReleaseDraft, problems: Problems): object {
    const { options } = this;
    const percent = (value: number | undefined, field: string) =>
      expectInteger(value, 1, 100, problems, field, 'a share in percent');
    if (options.interval === undefined) {
      problems.add('interval', 'is missing. Write interval: Duration.minutes(1).');
    }
    if (options.threshold === undefined) {
      problems.add('threshold', 'is missing. Write how many checks may fail: threshold: 5.');
    }
    const weights = options.stepWeights && expectList(options.stepWeights, problems, 'stepWeights', '[10, 20, 50]');
    const matches =
      options.match && expectList(options.match, problems, 'match', "[HttpMatch.header('x-canary', 'always')]");
    return compact({
      interval: shortDuration(options.interval, problems, 'interval'),
      threshold: expectInteger(
        options.threshold,
        0,
        Number.MAX_SAFE_INTEGER,
        problems,
        'threshold',
        'a number of checks',
      ),
      stepWeight: percent(options.stepWeight, 'stepWeight'),
      stepWeights: weights?.map((weight, i) => percent(weight, `stepWeights[${i}]`)),
      maxWeight: percent(options.maxWeight, 'maxWeight'),
      stepWeightPromotion: percent(options.stepWeightPromotion, 'stepWeightPromotion'),
      iterations: expectInteger(
        options.iterations,
        1,
        Number.MAX_SAFE_INTEGER,
        problems,
        'iterations',
        'a number of checks',
      ),
      match: matches?.map((match, i) => this.match(match, scope, problems.in(`match[${i}]`))),
      metrics:
        options.metrics && list(options.metrics).map((metric, i) => writeMetric(metric, problems.in(`metrics[${i}]`))),
      webhooks:
        options.webhooks &&
        expectList(
          options.webhooks,
          problems,
          'webhooks',
          "[{ name: 'load', type: 'rollout', url: 'http://load-tester.test/' }]",
        ).map((webhook, i) => writeWebhook(webhook, problems.in(`webhooks[${i}]`))),
    });
  }

  private match(match: HttpMatch, scope: IConstruct, problems: Problems): object | undefined {
    if (!(match instanceof HttpMatch)) {
      problems.add('', `${show(match)} does not fit here. Write HttpMatch.header('x-canary', 'always').`);
      return undefined;
    }
    const written = match._toJson(problems, scope);
    for (const field of Object.keys(written)) {
      if (!['headers', 'queryParams', 'sourceLabels'].includes(field)) {
        problems.add(field, 'is ignored by Flagger in an analysis. Match headers, queryParams or sourceLabels.');
      }
    }
    return written;
  }

  private version(name: string, suffix: string): ReleaseVersion {
    const labels = matchLabelsOf(this.options.workload) ?? {};
    const key = SELECTOR_LABELS.find((candidate) => candidate in labels);
    return ReleaseVersion._of(name, key === undefined ? {} : { [key]: labels[key] + suffix });
  }
}

function list<T>(items: T[]): T[] {
  return Array.isArray(items) ? items : [];
}

function writeMetric(metric: FlaggerMetric, problems: Problems): object {
  const given =
    expectObject(metric, 'FlaggerMetric', problems, '', "{ name: 'request-success-rate', min: 99 }") ??
    ({} as FlaggerMetric);
  const range = compact({ min: given.min, max: given.max });
  if (Object.keys(range).length === 0) {
    problems.add('', 'has neither min nor max, so every value would pass. Write one of them.');
  }
  for (const [field, value] of Object.entries(range)) {
    if (typeof value !== 'number') {
      problems.add(field, `${show(value)} is not a number.`);
    }
  }
  if (typeof given.name !== 'string') {
    problems.add('name', `${show(given.name)} is not a name. Write 'request-success-rate'.`);
  }
  return compact({
    name: given.name,
    interval: shortDuration(given.interval, problems, 'interval') ?? '1m',
    thresholdRange: range,
    templateRef:
      given.template === undefined ? undefined : compact({ name: given.template, namespace: given.templateNamespace }),
  });
}

function writeWebhook(webhook: FlaggerWebhook, problems: Problems): object {
  const given =
    expectObject(
      webhook,
      'FlaggerWebhook',
      problems,
      '',
      "{ name: 'load', type: 'rollout', url: 'http://load-tester.test/' }",
    ) ?? ({} as FlaggerWebhook);
  for (const field of ['name', 'url'] as const) {
    if (typeof given[field] !== 'string') {
      problems.add(field, `${show(given[field])} is not a string.`);
    }
  }
  if (!HOOKS.includes(given.type)) {
    problems.add('type', `${show(given.type)} is not a type of a Flagger webhook. Write one of: ${HOOKS.join(', ')}.`);
  }
  return compact({
    name: given.name,
    type: given.type,
    url: given.url,
    timeout: shortDuration(given.timeout, problems, 'timeout'),
    metadata: given.metadata,
  });
}
