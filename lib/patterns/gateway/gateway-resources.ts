import { compact, expectObject } from '../../core/expect';
import type { Problems } from '../../core/problems';
import { show } from '../../core/problems';

/** Amounts of CPU and memory, as Kubernetes writes them. */
export interface ResourceAmounts {
  /**
   * CPU in cores or thousandths of one: "2", "500m".
   *
   * @default - not said
   */
  readonly cpu?: string;

  /**
   * Memory in bytes, mostly with a unit: "128Mi", "1Gi".
   *
   * @default - not said
   */
  readonly memory?: string;
}

/** What each pod of a gateway requests, and the most that it gets. Kubernetes field `resources` of the container. */
export interface GatewayResources {
  /**
   * What is reserved on the node. Autoscaling is in percent of it.
   *
   * @default - nothing
   */
  readonly requests?: ResourceAmounts;

  /**
   * The most that the proxy may use. It has as many threads as its limit of CPU has cores.
   *
   * @default - no limit
   */
  readonly limits?: ResourceAmounts;
}

/** Those of Istio's Helm chart. manifests/charts/gateway/values.yaml */
const USUAL: GatewayResources = {
  requests: { cpu: '100m', memory: '128Mi' },
  limits: { cpu: '2', memory: '1Gi' },
};

const FORMS = {
  cpu: { form: /^(\d+(?:\.\d+)?)(m?)$/, what: 'an amount of CPU', instead: '"500m" or "2"' },
  memory: {
    form: /^(\d+(?:\.\d+)?)(Ki|Mi|Gi|Ti|k|M|G|T|)$/,
    what: 'an amount of memory',
    instead: '"128Mi" or "1Gi"',
  },
} as const;

const UNITS: Record<string, number> = {
  '': 1,
  m: 0.001,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
};

/** The resources of the container, checked. */
export function writeResources(given: GatewayResources | undefined, problems: Problems): GatewayResources {
  if (given === undefined) {
    return USUAL;
  }
  const resources = expectObject(given, 'GatewayResources', problems, '', EXAMPLE) ?? {};
  const requests = writeAmounts(resources.requests, problems.in('requests'));
  const limits = writeAmounts(resources.limits, problems.in('limits'));
  for (const field of ['cpu', 'memory'] as const) {
    const [requested, limit] = [requests?.[field], limits?.[field]];
    if (requested !== undefined && limit !== undefined && valueOf(field, requested)! > valueOf(field, limit)!) {
      problems.add(
        `requests.${field}`,
        `${show(requested)} is more than the limit, ${show(limit)}, and Kubernetes rejects that. Write a limit of ${show(requested)} or more.`,
      );
    }
  }
  return compact({ requests, limits });
}

const EXAMPLE = "{ requests: { cpu: '500m', memory: '256Mi' } }";

function writeAmounts(given: ResourceAmounts | undefined, problems: Problems): ResourceAmounts | undefined {
  const amounts = expectObject(given, 'ResourceAmounts', problems, '', "{ cpu: '500m', memory: '256Mi' }");
  const valid = (['cpu', 'memory'] as const).flatMap((field) => {
    const amount = amounts?.[field];
    if (amount === undefined || valueOf(field, amount) !== undefined) {
      return amount === undefined ? [] : [[field, amount]];
    }
    problems.add(field, `${show(amount)} is not ${FORMS[field].what}. Write it as a string: ${FORMS[field].instead}.`);
    return [];
  });
  return amounts === undefined ? undefined : (Object.fromEntries(valid) as ResourceAmounts);
}

function valueOf(field: 'cpu' | 'memory', amount: string): number | undefined {
  const [, number, unit] = (typeof amount === 'string' ? FORMS[field].form.exec(amount) : null) ?? [];
  return number === undefined || Number(number) === 0 ? undefined : Number(number) * UNITS[unit];
}
