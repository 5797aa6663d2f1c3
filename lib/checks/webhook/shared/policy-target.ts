import type { WebhookVerdict } from '../webhook-check';
import { checkWorkloadSelector } from './labels';

/** What a policy refers to, as all kinds of policies have it. */
export interface TargetRef {
  readonly group?: string;
  readonly kind?: string;
  readonly name?: string;
  readonly namespace?: string;
}

/** Which workloads a policy is for. */
interface Attachment {
  readonly selector?: { readonly matchLabels?: Readonly<Record<string, string>> };
  readonly targetRef?: TargetRef;
  readonly targetRefs?: readonly TargetRef[];
}

/** The kinds that a policy can be for, with their groups. */
const TARGETS = new Map([
  ['Service', ''],
  ['ServiceEntry', 'networking.istio.io'],
  ['Gateway', 'gateway.networking.k8s.io'],
  ['GatewayClass', 'gateway.networking.k8s.io'],
]);

/** Says what is wrong with `selector`, `targetRef` and `targetRefs` of a policy, and with more than one of them. */
export function checkPolicyTarget({ selector, targetRef, targetRefs = [] }: Attachment, verdict: WebhookVerdict): void {
  const given = [
    ...(selector === undefined ? [] : ['selector']),
    ...(targetRef === undefined ? [] : ['targetRef']),
    ...(targetRefs.length === 0 ? [] : ['targetRefs']),
  ];
  if (given.length > 1) {
    verdict.error(
      `spec.${given[given.length - 1]}`,
      `A policy can only have one of selector, targetRef and targetRefs, but this one has ${given.join(' and ')}.`,
      'Keep one of them: selector for the pods with some labels, targetRefs for Gateways and Services by name.',
    );
  }
  if (selector !== undefined) {
    checkWorkloadSelector(selector.matchLabels, 'spec.selector.matchLabels', verdict);
  }
  if (targetRef !== undefined) {
    checkTargetRef(targetRef, 'spec.targetRef', verdict);
  }
  targetRefs.forEach((each, i) => checkTargetRef(each, `spec.targetRefs[${i}]`, verdict));
}

function checkTargetRef(
  { group = '', kind = '', name = '', namespace = '' }: TargetRef,
  path: string,
  verdict: WebhookVerdict,
): void {
  if (name === '') {
    verdict.error(`${path}.name`, 'The target has no name.', `Write the name of the ${kind || 'Gateway or Service'}.`);
  }
  if (namespace !== '') {
    verdict.error(
      `${path}.namespace`,
      `The target names the namespace "${namespace}", and a policy can only refer to objects of its own namespace.`,
      `Remove namespace, and move the policy to the namespace "${namespace}".`,
    );
  }
  const wanted = TARGETS.get(kind);
  if (wanted === undefined) {
    verdict.error(
      `${path}.kind`,
      `A policy cannot be attached to the kind "${kind}".`,
      `Write one of ${[...TARGETS.keys()].join(', ')}.`,
    );
  } else if (group !== wanted && !(wanted === '' && group === 'core')) {
    verdict.error(
      `${path}.group`,
      `The kind ${kind} does not belong to the group "${group}".`,
      wanted === '' ? 'Remove group.' : `Write group: ${wanted}.`,
    );
  }
}
