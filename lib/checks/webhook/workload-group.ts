import type { HttpHealthCheckConfig, ReadinessProbe } from '../../../imports/networking';
import { show } from '../../core/problems';
import { checkLabels } from './shared/labels';
import { portProblem } from './shared/port';
import { schemaValidationError } from './codes/schema-validation-error';
import { schemaWarning } from './codes/schema-warning';
import type { WebhookCheck, WebhookVerdict } from './webhook-check';

const NUMBERS = [
  'periodSeconds',
  'initialDelaySeconds',
  'timeoutSeconds',
  'successThreshold',
  'failureThreshold',
] as const;

export const workloadGroup: WebhookCheck<'networking.istio.io/WorkloadGroup'> = {
  name: 'workload-group',
  mirrors: 'ValidateWorkloadGroup',
  codes: { ...schemaValidationError, ...schemaWarning },
  kind: 'networking.istio.io/WorkloadGroup',
  run({ spec: { template, metadata, probe } }, verdict) {
    if (template === undefined) {
      verdict.error('spec.template', 'The WorkloadGroup has no template.', 'Write template: { serviceAccount: NAME }.');
    }
    checkLabels(metadata?.labels, 'spec.metadata.labels', verdict);
    if (probe !== undefined) {
      checkProbe(probe, verdict);
    }
  },
};

function checkProbe(probe: ReadinessProbe, verdict: WebhookVerdict): void {
  for (const name of NUMBERS) {
    const number = probe[name] ?? 0;
    if (number < 0) {
      verdict.error(
        `spec.probe.${name}`,
        `${name} is ${number}, and it cannot be negative.`,
        `Write a number that is not negative, or remove ${name} for the default.`,
      );
    }
  }
  const { httpGet, tcpSocket, exec, grpc } = probe;
  if (httpGet !== undefined) {
    checkHttp(httpGet, verdict);
  } else if (tcpSocket !== undefined) {
    checkPort(tcpSocket.port, 'spec.probe.tcpSocket.port', verdict);
  } else if (exec !== undefined) {
    if ((exec.command ?? []).length === 0) {
      verdict.error(
        'spec.probe.exec.command',
        'The probe has no command to run.',
        'Write the command as a list of texts.',
      );
    }
  } else if (grpc !== undefined) {
    verdict.error(
      'spec.probe.grpc',
      'istiod rejects probes with grpc, although the schema has the field.',
      'Write httpGet or tcpSocket with the same port, or exec with a command such as grpc_health_probe.',
    );
  } else {
    verdict.error(
      'spec.probe',
      'The probe has no httpGet, tcpSocket, exec or grpc.',
      'Write httpGet, tcpSocket or exec, or remove probe.',
    );
  }
}

function checkHttp({ port, scheme = '', httpHeaders = [] }: HttpHealthCheckConfig, verdict: WebhookVerdict): void {
  const path = 'spec.probe.httpGet';
  checkPort(port, `${path}.port`, verdict);
  if (scheme !== '' && scheme !== 'HTTP' && scheme !== 'HTTPS') {
    verdict.error(
      `${path}.scheme`,
      `${show(scheme)} is not a scheme of a probe.`,
      `Write ${scheme.toUpperCase() === 'HTTP' ? 'HTTP' : scheme.toUpperCase() === 'HTTPS' ? 'HTTPS' : 'HTTP or HTTPS'}.`,
    );
  }
  httpHeaders.forEach(({ name = '' }, i) => {
    if (!/^[-A-Za-z0-9]+$/.test(name)) {
      verdict.error(
        `${path}.httpHeaders[${i}].name`,
        name === ''
          ? 'The header has no name.'
          : `${show(name)} is not the name of a header, which is made of letters, digits and "-".`,
        'Write a name such as X-Probe.',
      );
    }
  });
}

function checkPort(port: number | undefined, path: string, verdict: WebhookVerdict): void {
  const problem = portProblem(port);
  if (problem !== undefined) {
    verdict.error(path, `The port of the probe ${problem}`, 'Write the port where the application listens.');
  }
}
