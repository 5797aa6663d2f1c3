import type { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import type { TypeWorkloadSelector } from '../../imports/networking';
import { ProxyConfig as ProxyConfigObject } from '../../imports/networking';
import { compact, expectInteger, expectMap, expectObject, expectString } from '../core/expect';
import { literal } from '../core/literal';
import { Problems, show } from '../core/problems';
import { claimAllPods } from './all-pods';
import type { ResourceProps } from './istio-resource';
import { checkMetadata, IstioResource, objectNamespace } from './istio-resource';
import { checkSelector } from './selector';

/** Options of a ProxyConfig. One of `concurrency`, `environmentVariables` and `imageType` is needed. */
export interface ProxyConfigProps extends ResourceProps {
  /**
   * The pods that it is for, by their labels. Istio field `selector`.
   *
   * Rejects an empty selector and wildcards.
   *
   * @default - all pods of the namespace (all of the mesh, in the root namespace), which one ProxyConfig can be for
   */
  readonly selector?: TypeWorkloadSelector;

  /**
   * How many threads the proxy has, 0 for one per core. Istio field `concurrency`.
   *
   * @default - as many as its CPU limit
   */
  readonly concurrency?: number;

  /**
   * Environment variables of the proxy, beside those that a wider ProxyConfig says. Istio field `environmentVariables`.
   *
   * @default - none
   */
  readonly environmentVariables?: { [name: string]: string };

  /**
   * The variant of the image of the proxy: `default`, `debug` or `distroless`. Istio field `image.imageType`.
   *
   * @default - as Istio was installed
   */
  readonly imageType?: string;
}

const MAX_VALUE = 2048;

/**
 * How the proxies of pods run: threads, environment, image. Pods get it when they start.
 *
 * Rejects a second one for all pods of one namespace, and one that says nothing.
 *
 * @example
 * new ProxyConfig(chart, 'Cart', { selector: { matchLabels: { app: 'cart' } }, concurrency: 2, imageType: 'distroless' });
 *
 * @see https://istio.io/latest/docs/reference/config/networking/proxy-config/
 */
export class ProxyConfig extends IstioResource {
  protected readonly apiObject: ApiObject;

  constructor(scope: Construct, id: string, props: ProxyConfigProps) {
    super(scope, id);
    const problems = new Problems();
    const given: ProxyConfigProps = expectObject(props, 'ProxyConfigProps', problems, '', '{ concurrency: 2 }') ?? {};
    checkMetadata(given.metadata, problems);
    if (given.selector !== undefined) {
      checkSelector(given.selector, 'TypeWorkloadSelector', this, problems.in('selector'), 'selector');
    }
    const imageType = expectString(given.imageType, problems, 'imageType', "'distroless'");
    const settings = compact({
      concurrency: expectInteger(given.concurrency, 0, 2147483647, problems, 'concurrency', 'a number of threads'),
      environmentVariables: writeVariables(given.environmentVariables, problems),
      image: imageType === undefined ? undefined : { imageType },
    });
    if (problems.count === 0 && Object.keys(settings).length === 0) {
      problems.add('', 'says nothing. Write { concurrency: 2 }.');
    }
    const namespace = objectNamespace(this, given.metadata);
    if (problems.count === 0 && given.selector === undefined && namespace !== undefined) {
      this.checkOnlyDefault(namespace, problems);
    }
    problems.throwFor(this, 'ProxyConfig');
    this.apiObject = new ProxyConfigObject(this, 'Resource', {
      metadata: given.metadata,
      spec: compact({ selector: given.selector, ...settings }),
    });
  }

  /** Of several ProxyConfigs for all pods of a namespace Istio takes the oldest. */
  private checkOnlyDefault(namespace: string, problems: Problems): void {
    const holder = claimAllPods(this, 'ProxyConfig', namespace);
    if (holder !== undefined) {
      problems.add(
        'selector',
        `is needed: ${holder} is for all pods of namespace ${namespace} already, and Istio takes only one such ProxyConfig. Write { matchLabels: { app: '...' } }.`,
      );
    }
  }
}

function writeVariables(
  variables: { [name: string]: string } | undefined,
  problems: Problems,
): { [name: string]: string } | undefined {
  const example = "{ ISTIO_META_DNS_CAPTURE: 'true' }";
  const given = expectMap(variables, problems, 'environmentVariables', example);
  const at = problems.in('environmentVariables');
  const entries = Object.entries(given ?? {});
  if (given !== undefined && entries.length === 0) {
    at.add('', `is empty. Write ${example}, or leave environmentVariables out.`);
  }
  for (const [name, value] of entries) {
    if (name === '') {
      at.add('', `has a variable without a name. Write ${example}.`);
    }
    if (typeof value !== 'string') {
      at.add(name, `${show(value)} is not a string. Write ${literal(String(value))}.`);
    } else if ([...value].length > MAX_VALUE) {
      at.add(name, `has ${[...value].length} characters, and Istio takes at most ${MAX_VALUE}. Write a shorter one.`);
    }
  }
  return given;
}
