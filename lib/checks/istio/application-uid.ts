import { isIgnored } from '../../istio/ignored-namespaces';
import { PROXY_CONTAINER } from '../../istio/injection';
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
        "1337 is the user of the Istio proxy. The rules that redirect outgoing traffic into the proxy make an exception for this user, because the proxy's own traffic would otherwise loop. The exception also applies to an application with this user: its calls leave the pod directly, without mTLS, routing and " +
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
    'UID 1337 is that of the Istio proxy, and the traffic of this user is not redirected: calls of this container bypass the proxy, without mTLS, routing rules and telemetry.',
  fix: 'Write another user, such as 1000, that the image can run as.',
};

const OF_A_GATEWAY: Wording = {
  severity: 'info',
  message:
    'UID 1337 is that of the Istio proxy, and nothing else runs in these pods, so no call bypasses a proxy. ' +
    'istioctl analyze still warns, because it does not distinguish a gateway from an application.',
  fix: 'Nothing needs to change. You can also remove runAsUser: the injector sets it.',
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
