import { expectInteger, needObject } from '../../core/expect';
import type { Problems } from '../../core/problems';
import { show } from '../../core/problems';
import { ALB } from '../../istio/load-balancer';

/** Ingresses that share one application load balancer of AWS: an IngressGroup of the AWS Load Balancer Controller. */
export interface AlbGroup {
  /**
   * Name of the group. Annotation `group.name`.
   *
   * Rejects what is not lower case letters, digits, "-" and ".", or longer than 63 characters.
   */
  readonly name: string;

  /**
   * Its place among the Ingresses of the group, -1000 to 1000: the rules of smaller ones are tried first. Annotation `group.order`.
   *
   * @default 0
   */
  readonly order?: number;
}

/** The annotations of an Ingress that say in which group it is. */
export function writeGroup(group: AlbGroup | undefined, problems: Problems): Record<string, string | undefined> {
  const given = group === undefined ? undefined : needObject(group, 'AlbGroup', problems, '', "{ name: 'edge' }");
  if (given === undefined) {
    return {};
  }
  const { name, order } = given;
  if (typeof name !== 'string' || name.length > 63 || !/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/.test(name)) {
    problems.add(
      'name',
      `${show(name)} is not the name of an IngressGroup: lower case letters, digits, "-" and ".", at most 63, a letter or digit at both ends. Write 'edge'.`,
    );
  }
  expectInteger(order, -1000, 1000, problems, 'order', 'a place in the group');
  return { [`${ALB}group.name`]: name, [`${ALB}group.order`]: order === undefined ? undefined : String(order) };
}

const SSL_REDIRECT = `${ALB}ssl-redirect`;

/**
 * Annotations of which a group takes one value: with two, the controller updates none of its Ingresses. Of `inbound-cidrs` that is so for each
 * port, and the pattern writes one for all.
 *
 * @see https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/ingress/annotations/#group.name
 */
const EXCLUSIVE = [
  'load-balancer-name',
  'ip-address-type',
  'scheme',
  'subnets',
  'security-groups',
  'manage-backend-security-group-rules',
  'customer-owned-ipv4-pool',
  'load-balancer-attributes',
  'wafv2-acl-arn',
  'waf-acl-id',
  'shield-advanced-protection',
  'ssl-redirect',
  'inbound-cidrs',
  'security-group-prefix-lists',
  'ssl-policy',
  'mutual-authentication',
  'minimum-load-balancer-capacity',
  'ipam-ipv4-pool-id',
  'enable-frontend-nlb',
  'frontend-nlb-scheme',
  'frontend-nlb-subnets',
  'frontend-nlb-security-groups',
  'frontend-nlb-tags',
];

/**
 * What an Ingress says for its whole group, by annotation. That it does not redirect counts as well: it would get the redirect of another.
 */
export function saidForGroup(annotations: Record<string, string>): Map<string, string | undefined> {
  const said = EXCLUSIVE.map((name): [string, string | undefined] => [ALB + name, annotations[ALB + name]]);
  return new Map(said.filter(([key, value]) => value !== undefined || key === SSL_REDIRECT));
}
