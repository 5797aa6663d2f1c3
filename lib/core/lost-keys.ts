import { callerLanguage } from './language/caller-language';
import { inPython, snakeCase } from './language/python-name';

/*
 * In Python a dict may stand for a struct. One that is an argument is made the struct, with the dicts in it. Of one in a list, and of what is in
 * it, the runtime of jsii passes on the keys that the struct has, which are in camelCase, and drops all others: what was written in
 * snake_case is gone before we see it (cdk8s-team/cdk8s-core#874). What is left is often an empty object, where none has a meaning.
 */

/** Structs of which an empty object says something: that it is there, or what is so by default. */
const MEANT_EMPTY = new Set([
  // Requests get 500: a check asks whether that is meant.
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
    : `is empty. A dict in a list loses keys such as ${inPython(lost)} before they get here, and so do the dicts in it. Write the class: ${name}(...).`;
}
