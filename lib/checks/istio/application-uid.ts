import { isIgnored } from '../../istio/ignored-namespaces';
import { PROXY_CONTAINER } from '../../mesh/injection';
import type { Workload } from '../../mesh/workload';
import type { Check, Wording } from '../check';
import { isControlPlane } from './control-plane';

const PROXY_UID = 1337;
const PROXIES = [PROXY_CONTAINER, 'istio-operator'];

/** Containers of the application that run as the user of the proxy. */
export const applicationUid: Check = {
  name: 'application-uid',
  mirrors: ['applicationUID.Analyzer'],
  codes: {
    IST0144: {
      name: 'InvalidApplicationUID',
      severity: 'warning',
      source: 'istio',
      summary: 'A container of the application runs as user 1337.',
      explanation:
        '1337 is the user of the Istio proxy. The rules that redirect outgoing traffic into the proxy make an ' +
        "exception for this user, since the proxy's own traffic would run in circles otherwise. An application " +
        'with the same user is excepted with it: its calls leave the pod directly, without mTLS, routing and ' +
        'telemetry, and servers with `STRICT` mTLS reject them.',
      remedy: 'Write another `runAsUser`.',
      references: [
        'https://istio.io/latest/docs/reference/config/analysis/ist0144/',
        'https://istio.io/latest/docs/ops/deployment/application-requirements/',
      ],
    },
  },
  run(mesh, report) {
    for (const workload of mesh.workloads) {
      if (isIgnored(workload.namespace) || exempt(workload)) {
        continue;
      }
      const told = workload.containers.every(({ name }) => name === PROXY_CONTAINER) ? OF_A_GATEWAY : OF_AN_APPLICATION;
      for (const path of places(workload)) {
        report({ code: 'IST0144', object: workload.object, path, ...told });
      }
    }
  },
};

const OF_AN_APPLICATION: Wording = {
  message:
    'UID 1337 is that of the Istio proxy, and the rules that redirect traffic leave out what this user sends: ' +
    'calls of this container bypass the proxy, without mTLS, routing rules and telemetry.',
  fix: 'Write another user, such as 1000, that the image can run as.',
};

const OF_A_GATEWAY: Wording = {
  severity: 'info',
  message:
    'UID 1337 is that of the Istio proxy, and nothing else runs in these pods, so no call bypasses a proxy. ' +
    'istioctl analyze warns of it all the same, because it does not tell a gateway from an application.',
  fix: 'Leave it, or remove runAsUser: the injector writes it.',
};

/** Of a Deployment either its own labels or those of its pods say that it is part of Istio. */
function exempt({ object, labels }: Workload): boolean {
  return isControlPlane(labels) && (object.kind !== 'Deployment' || isControlPlane(object.labels));
}

function places({ pod, containers, path }: Workload): string[] {
  const spec = path === '' ? 'spec' : `${path}.spec`;
  const found = containers.flatMap(({ name, securityContext }, i) =>
    securityContext?.runAsUser === PROXY_UID && !PROXIES.includes(name ?? '')
      ? [`${spec}.containers[${i}].securityContext.runAsUser`]
      : [],
  );
  return pod.securityContext?.runAsUser === PROXY_UID ? [`${spec}.securityContext.runAsUser`, ...found] : found;
}
