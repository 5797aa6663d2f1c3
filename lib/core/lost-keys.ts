import { callerLanguage } from './language/caller-language';
import { inPython, snakeCase } from './language/python-name';

/*
 * In Python a dict may stand for a struct. The runtime of jsii gives a dict in a list, or in another dict, to us with the keys that the struct
 * has, which are in camelCase, and drops all others: what was written in snake_case is gone before we see it. What is left is an empty
 * object, where none has a meaning. (cdk8s-team/cdk8s-core#874; a dict that is an argument itself is made the struct.)
 */

/** Structs of which an empty object says something: that it is there, or what is so by default. */
const MEANT_EMPTY = new Set([
  'gatewayApi.GrpcRouteRule',
  'gatewayApi.HttpRouteRule',
  'gatewayApi.SessionPersistence',
  'networking.LoadBalancerSettingsConsistentHashLbMagLev',
  'networking.LoadBalancerSettingsConsistentHashLbRingHash',
  'networking.LocalityLoadBalancerSetting',
  'networking.OutlierDetection',
  'networking.TrafficPolicyRetryBudget',
  // The template of a WorkloadGroup, which is required and may leave everything to the workload.
  'networking.WorkloadEntrySpec',
  'networking.ZoneAwareLoadBalancerSetting',
  // Everybody may call: a check asks whether that is meant.
  'security.Rule',
]);

/**
 * What is said of an empty object that a caller from Python has probably not written.
 *
 * @param struct the name of the struct that it is, with its submodule
 * @param members the names of its members
 */
export function lostKeys(value: object, struct: string, members: Iterable<string>): string | undefined {
  if (
    callerLanguage() !== 'Python' ||
    MEANT_EMPTY.has(struct) ||
    Object.values(value).some((each) => each !== undefined)
  ) {
    return undefined;
  }
  const lost = [...members].find((name) => inPython(name) !== name);
  const name = struct.replace(/^\w+(?=\.)/, snakeCase);
  return lost === undefined
    ? undefined
    : `is empty. A dict in a list, or in another dict, loses keys such as ${inPython(lost)} before it gets here. Write the class: ${name}(...).`;
}
