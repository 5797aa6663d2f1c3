import { show } from '../../core/problems';
import { checkPorts } from './service-entry/ports';
import { checkResolution } from './service-entry/resolution';
import { subnetProblem } from './shared/subnet';
import type { Verdict } from './shared/errors-only';
import { errorsOnly } from './shared/errors-only';
import { checkExportTo } from './shared/export-to';
import { hostFix, wildcardDomainProblem } from './shared/host';
import { checkWorkloadSelector } from './shared/labels';
import { schemaValidationError } from './codes/schema-validation-error';
import { schemaWarning } from './codes/schema-warning';
import type { WebhookCheck } from './webhook-check';

export const serviceEntry: WebhookCheck<'networking.istio.io/ServiceEntry'> = {
  name: 'service-entry',
  mirrors: 'ValidateServiceEntry',
  codes: { ...schemaValidationError, ...schemaWarning },
  kind: 'networking.istio.io/ServiceEntry',
  run(object, verdict) {
    const { spec, namespace } = object;
    const { workloadSelector, hosts = [], addresses = [], endpoints = [] } = spec;
    const resolution: string = spec.resolution ?? 'NONE';
    const right =
      workloadSelector === undefined ||
      checkWorkloadSelector(workloadSelector.labels, 'spec.workloadSelector.labels', verdict);
    // After an error in the selector istiod looks no further.
    const rest = right ? verdict : errorsOnly(verdict);
    if (workloadSelector !== undefined && endpoints.length > 0) {
      rest.error(
        'spec.endpoints',
        'workloadSelector and endpoints exclude each other: workloadSelector takes the endpoints from Pods and WorkloadEntries, endpoints lists them.',
        'Remove workloadSelector or endpoints.',
      );
    }
    checkHosts(hosts, resolution, rest);
    checkAddresses(addresses, resolution, rest);
    checkPorts(object, rest);
    checkResolution(object, rest);
    checkExportTo(spec.exportTo, namespace, verdict, { none: true });
  },
};

function checkHosts(hosts: readonly string[], resolution: string, verdict: Verdict): void {
  if (hosts.length === 0) {
    verdict.error('spec.hosts', 'The ServiceEntry has no host.', 'Write the DNS name by which the service is called.');
  }
  hosts.forEach((host, i) => {
    const path = `spec.hosts[${i}]`;
    if (host === '*') {
      verdict.error(path, 'A ServiceEntry cannot be for all hosts.', 'Write a domain, such as "*.example.com".');
      return;
    }
    const problem = wildcardDomainProblem(host);
    if (problem !== undefined) {
      verdict.error(path, `The host ${problem}`, hostFix(host, 'Write a full DNS name, or one that begins with "*.".'));
    }
    if (resolution !== 'DYNAMIC_DNS' && host.includes('*') && !host.startsWith('*.')) {
      verdict.warning(
        path,
        `In ${show(host)} the "*" stands for part of a label, but Istio only supports it for whole labels.`,
        `Write "*.${host.slice(host.indexOf('.') + 1)}", or the full name.`,
      );
    }
  });
}

function checkAddresses(addresses: readonly string[], resolution: string, verdict: Verdict): void {
  addresses.forEach((address, i) => {
    const path = `spec.addresses[${i}]`;
    const problem = subnetProblem(address);
    if (problem !== undefined) {
      verdict.error(path, `The address ${problem}`, 'Write an IP address, or a range such as 10.0.0.0/8.');
    }
    if (address.includes('/') && resolution !== 'NONE' && resolution !== 'STATIC') {
      verdict.error(
        path,
        `A range of addresses needs resolution NONE or STATIC, but it is ${resolution}.`,
        'Write single addresses, or resolution: NONE to send each connection to the address that was called.',
      );
    }
  });
}
