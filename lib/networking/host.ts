import { isIP } from 'node:net';
import { domainToASCII } from 'node:url';
import { Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { TargetMesh } from '../core/target-mesh';
import type { Problems } from '../core/problems';
import { show } from '../core/problems';
import { isDnsLabel, isOrdinaryDomain, MAX_DOMAIN } from '../istio/domain-name';

const IPV4 = /^\d+(\.\d+){3}$/;

/** Which forms a host may have. */
export interface HostForms {
  /** "*.example.com" */
  readonly wildcard?: boolean;
  /** "*" alone */
  readonly any?: boolean;
  /** an IP address */
  readonly ip?: boolean;
}

/** What is wrong with a host, and what to write instead; undefined if nothing is. */
export function hostProblem(host: unknown, forms: HostForms): string | undefined {
  if (typeof host !== 'string') {
    return `${show(host)} is not a host. Write a DNS name such as "shop.example.com".`;
  }
  if (isOrdinaryDomain(host)) {
    return undefined;
  }
  if (host.trim() === '') {
    return 'the host is empty. Write a DNS name such as "shop.example.com".';
  }
  if (host.includes('://')) {
    const bare = host.replace(/^.*?:\/\//, '').replace(/[/:].*$/, '');
    return `${show(host)} has a scheme, but a host is only a name. Write ${show(bare)}.`;
  }
  if (host.includes('/')) {
    return `${show(host)} has a path, but a host is only a name. Write ${show(host.split('/')[0])} and match the path in the routes.`;
  }
  if (isIP(host) !== 0) {
    return forms.ip ? undefined : `${show(host)} is an IP address, but must be a DNS name.`;
  }
  const port = /^(.*):(\d+)$/.exec(host);
  if (port) {
    return `${show(host)} has a port, but a host is only a name. Write ${show(port[1])}, and write the port in its own field.`;
  }
  if (host === '*') {
    return forms.any
      ? undefined
      : '"*" would match the requests for every host. Name the hosts, for example "shop.example.com" or "*.example.com".';
  }
  const ascii = /^[ -~]*$/.test(host) ? host : domainToASCII(host);
  if (ascii !== host && ascii !== '') {
    return `${show(host)} has non-ASCII letters. Write them as browsers send them: ${show(ascii)}.`;
  }
  if (host !== host.toLowerCase()) {
    return `${show(host)} has capital letters, but hosts are compared literally. Write ${show(host.toLowerCase())}.`;
  }
  if (host.endsWith('.') && host.length > 1) {
    return `${show(host)} ends with a dot, which no client sends. Write ${show(host.slice(0, -1))}.`;
  }
  if (host.length > MAX_DOMAIN) {
    return `${show(host)} has ${host.length} characters, and a DNS name has at most ${MAX_DOMAIN}.`;
  }
  const [first, ...rest] = host.split('.');
  if (/^\d+$/.test(rest.at(-1) ?? '') && !IPV4.test(host)) {
    return `${show(host)} ends with a number, which no DNS name does.`;
  }
  if (first === '*') {
    if (!forms.wildcard) {
      return `${show(host)} is a wildcard, but must be a single host. Write its name, for example ${show(`www.${rest.join('.')}`)}.`;
    }
    return rest.every(isDnsLabel) ? undefined : notAName(host);
  }
  if (host.includes('*')) {
    return `${show(host)} has a "*" inside. A wildcard must be the whole first label: "*.example.com".`;
  }
  if (IPV4.test(host)) {
    return `${show(host)} looks like an IP address, but is not valid: each of the four numbers must be 0 to 255.`;
  }
  return [first, ...rest].every(isDnsLabel) ? undefined : notAName(host);
}

function notAName(host: string): string {
  return `${show(host)} is not a DNS name (labels of letters, digits and "-", at most 63 characters each, joined by ".").`;
}

/**
 * Checks hosts and writes each as its full name.
 *
 * A name without a dot is a Service; Istio would complete it with the namespace of the rule, so that is written out.
 */
export function writeHosts(
  hosts: string[],
  forms: HostForms,
  scope: IConstruct,
  problems: Problems,
  field: string,
): string[] {
  return hosts.flatMap((host, i) => {
    const at = `${field}[${i}]`;
    const problem = hostProblem(host, forms);
    if (problem !== undefined) {
      problems.add(at, problem);
      return [];
    }
    if (hosts.indexOf(host) < i) {
      problems.add(at, `${show(host)} is given twice.`);
      return [];
    }
    return [qualify(host, scope, problems, at)];
  });
}

/** The full name of a host: a name without a dot is a Service in the namespace of the chart. */
export function qualify(host: string, scope: IConstruct, problems: Problems, field: string): string {
  if (host.includes('.') || host.includes('*') || host.includes(':')) {
    return host;
  }
  const namespace = Chart.of(scope).namespace;
  if (namespace === undefined) {
    problems.add(
      field,
      `${show(host)} has no dot, so Istio would complete it with the namespace to which the rule is applied. Write the full name, or give the chart a namespace: new Chart(app, 'id', { namespace: '...' }).`,
    );
    return host;
  }
  return `${host}.${namespace}.svc.${TargetMesh.of(scope).clusterDomain}`;
}
