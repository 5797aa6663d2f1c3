import { ApiObject, Chart, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import type { AuthorizationAction, PolicyTarget, Source } from '../../lib';
import { AuthorizationPolicy, AuthorizationRule } from '../../lib';
import { problemsOf, specOf } from '../networking/subject';

/** A chart with the workloads and Services of a shop. */
export function shop() {
  const chart = new Chart(Testing.app(), 'shop', { namespace: 'shop' });
  const frontend = deployment(chart, 'frontend');
  const cart = deployment(chart, 'cart');
  const cartService = new kplus.Service(chart, 'CartService', {
    metadata: { name: 'cart' },
    selector: cart,
    ports: [
      { port: 80, targetPort: 8080, name: 'http' },
      { port: 6379, name: 'redis' },
    ],
  });
  return { chart, frontend, cart, cartService };
}

/** A Deployment with a service account of its own, whose container has port 8080 with the name "web". */
export function deployment(chart: Chart, name: string): kplus.Deployment {
  return new kplus.Deployment(chart, name, {
    metadata: { name },
    serviceAccount: new kplus.ServiceAccount(chart, `${name}-account`, { metadata: { name } }),
    containers: [{ image: 'example.com/app:1', ports: [{ number: 8080, name: 'web' }] }],
  });
}

/** An object of Kubernetes as it stands in a manifest. */
export function object(chart: Chart, kind: string, name: string, spec: object, namespace?: string): ApiObject {
  const apiVersion = { Service: 'v1', Pod: 'v1', CronJob: 'batch/v1' }[kind] ?? 'apps/v1';
  return new ApiObject(chart, `${kind}-${name}`, { apiVersion, kind, metadata: { name, namespace }, spec });
}

interface Written {
  readonly from?: { source: object }[];
  readonly to?: { operation: object }[];
  readonly when?: object[];
}

/** What else a policy with one rule is made with. */
interface Around {
  readonly chart?: Chart;
  readonly target?: PolicyTarget;
  readonly action?: AuthorizationAction;
}

function policy(rule: AuthorizationRule, { chart = shop().chart, target, action }: Around): AuthorizationPolicy {
  return new AuthorizationPolicy(chart, `Policy${chart.node.children.length}`, { rules: [rule], target, action });
}

/** The one rule of a policy as it is written. */
export function ruleOf(rule: AuthorizationRule, around: Around = {}): Written {
  const { rules } = specOf(policy(rule, around)) as { rules: Written[] };
  return rules[0];
}

/** What a policy with one rule is refused for, the place of the rule aside. */
export function refused(rule: AuthorizationRule, around: Around = {}): string[] {
  return problemsOf(() => policy(rule, around)).map((line) => line.replace(/^rules\[0\](\.|: )?/, ''));
}

export const sourceRule = (...from: Source[]): AuthorizationRule => AuthorizationRule.of({ from });
