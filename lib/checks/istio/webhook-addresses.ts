import { isObject } from '../../core/is-object';
import type { MeshObject } from '../../mesh/reading/mesh-object';
import { parseGoAddress } from '../../schema/go-address';
import { parseGoUrl } from '../../schema/go-url';
import type { Check, Report } from '../check';

/** Webhooks of Istio that do not reach an istiod outside the cluster. */
export const webhookAddresses: Check = {
  name: 'webhook-addresses',
  mirrors: ['externalcontrolplane.ExternalControlPlaneAnalyzer'],
  codes: {
    IST0163: {
      name: 'InvalidExternalControlPlaneConfig',
      severity: 'warning',
      source: 'istio',
      summary: 'A webhook of Istio has no usable address of its control plane.',
      explanation:
        'With an external control plane, the API server of the remote cluster calls istiod through the URL in its ' +
        'webhook configurations. If the URL cannot be read, or there is neither URL nor Service, the call fails: ' +
        'pods start without a proxy or not at all, and with `failurePolicy: Fail` objects of Istio are rejected.',
      remedy: 'Write a URL with a host name, such as `https://istiod.example.com:15017/inject`.',
      references: [
        'https://istio.io/latest/docs/reference/config/analysis/ist0163/',
        'https://istio.io/latest/docs/setup/install/external-controlplane/',
      ],
    },
    IST0164: {
      name: 'ExternalControlPlaneAddressIsNotAHostname',
      severity: 'info',
      source: 'istio',
      summary: 'A webhook of Istio calls its control plane at an IP address.',
      explanation:
        'The address is that of the ingress gateway in front of an external istiod. Load balancers of clouds ' +
        'change their addresses; from then on the API server of the remote cluster cannot reach istiod, and injection and validation stop. Certificates for IP addresses are also hard to get.',
      remedy: 'Write a host name.',
      references: [
        'https://istio.io/latest/docs/reference/config/analysis/ist0164/',
        'https://istio.io/latest/docs/setup/install/external-controlplane/',
      ],
    },
  },
  run(mesh, report) {
    const ours = [
      ...mesh
        .all('admissionregistration.k8s.io/ValidatingWebhookConfiguration')
        .filter(({ name }) => name === 'istiod-default-validator' || name.startsWith('istio-validator')),
      ...mesh
        .all('admissionregistration.k8s.io/MutatingWebhookConfiguration')
        .filter(({ name }) => name.startsWith('istio-sidecar-injector')),
    ] as MeshObject[];
    for (const object of ours) {
      const { webhooks } = object.manifest;
      (Array.isArray(webhooks) ? webhooks : []).forEach((webhook: unknown, i) => {
        const config = isObject(webhook) && isObject(webhook.clientConfig) ? webhook.clientConfig : {};
        const path = `webhooks[${i}].clientConfig`;
        const found = typeof config.url === 'string' ? ofUrl(config.url) : config.service ? undefined : NOTHING;
        if (found !== undefined) {
          report({ object, path: found === NOTHING ? path : `${path}.url`, ...found });
        }
      });
    }
  },
};

type Problem = Pick<Report, 'code' | 'message' | 'fix'>;

const CONSEQUENCE = 'The API server cannot call istiod: pods get no proxy, or objects of Istio are rejected.';
const HOST = 'https://istiod.example.com:15017/inject';

const NOTHING: Problem = {
  code: 'IST0163',
  message: `The webhook has neither url nor service. ${CONSEQUENCE}`,
  fix: `Write url, such as ${HOST}, for an istiod outside the cluster, or service for one inside.`,
};

function ofUrl(text: string): Problem | undefined {
  const url = parseGoUrl(text);
  if (url === undefined) {
    return { code: 'IST0163', message: `"${text}" is not a URL. ${CONSEQUENCE}`, fix: `Write a URL such as ${HOST}.` };
  }
  return parseGoAddress(url.hostname)?.zone === ''
    ? {
        code: 'IST0164',
        message: `The webhook calls istiod at an IP address, ${url.hostname}. When the ingress gateway of the control plane gets another, injection and validation stop.`,
        fix: `Write a host name that DNS keeps up to date, such as ${HOST}.`,
      }
    : undefined;
}
