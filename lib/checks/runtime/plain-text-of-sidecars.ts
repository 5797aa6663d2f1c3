import type { Proxy } from '../../mesh/proxies';
import type { Mesh } from '../../mesh/reading/mesh';
import { isHttp } from '../../istio/protocol';
import type { ClosedPort } from '../../mesh/closed-ports';
import { closedPorts } from '../../mesh/closed-ports';
import type { RegistryService } from '../../mesh/registry';
import { sidecarFor, sidecarScope } from '../../mesh/sidecar-scope';
import type { Workload } from '../../mesh/workload';
import { sidecarOfPods } from '../../routing/proxy-of-pods';
import type { Trace } from '../../routing/trace';
import { trace } from '../../routing/tracer';
import type { Check, Wording } from '../check';
import type { NamedService } from './named-services';
import { closedServicesNamedBy } from './named-services';

/** Pods with a sidecar that call pods with STRICT mutual TLS in plain text, because their sidecar does not know the host or does not get the connection. */
export const plainTextOfSidecars: Check = {
  name: 'plain-text-of-sidecars',
  mirrors: [
    'pilot/pkg/model/sidecar.go: SidecarScope',
    'pilot/pkg/security/authn/policy_applier.go: ComposePeerAuthentication',
  ],
  codes: {
    CDI0425: {
      name: 'SidecarPassesPlainText',
      severity: 'warning',
      source: 'cdk8s-istio',
      summary: 'Pods with a sidecar call STRICT pods in plain text, because the sidecar does not know the Service.',
      explanation:
        'A sidecar uses mutual TLS only for Services that it knows. A Sidecar resource that does not import a Service, or an `exportTo` of the Service that leaves the namespace out, hides it: with `ALLOW_ANY` the sidecar passes the connections through as the application opened them, in plain text, and pods with a PeerAuthentication in mode STRICT reset them. The same happens to a port in `traffic.sidecar.istio.io/excludeOutboundPorts`, whose connections never come to the sidecar. Reported are pods that name the host of such a Service in their arguments or their environment, if a trace of the call ends with the refusal.',
      remedy: 'Import the Service in the Sidecar, export it to the namespace, or do not exclude its port.',
      references: [
        'https://istio.io/latest/docs/reference/config/networking/sidecar/',
        'https://istio.io/latest/docs/reference/config/annotations/',
        'https://github.com/istio/istio/issues/30798',
      ],
    },
  },
  run(mesh, report) {
    const strict = [...mesh.derive(closedPorts)].filter(([, ports]) => ports.some(isStrict));
    const hidden = strict.some(([{ visibility }]) => !visibility.everybody);
    for (const workload of strict.length === 0 ? [] : mesh.workloads) {
      const proxy = sidecarOfPods(mesh, workload);
      // Others know all Services, and get all connections.
      if (proxy === undefined || !(hidden || excludesPorts(workload) || sidecarFor(mesh, proxy) !== undefined)) {
        continue;
      }
      for (const named of closedServicesNamedBy(mesh, workload).filter(({ port }) => isStrict(port))) {
        const { host } = named.service;
        const isKnown = sidecarScope(mesh, proxy).find(host, named.port.number) !== undefined;
        const found = isKnown && !excludesPorts(workload) ? undefined : traced(mesh, workload, named);
        if (found !== undefined && isRefused(found) && (!isKnown || isPast(found))) {
          report({
            code: 'CDI0425',
            object: workload.object,
            path: named.where,
            ...wordsFor(mesh, proxy, named, found),
          });
        }
      }
    }
  },
};

function isStrict({ closing }: ClosedPort): boolean {
  return closing.kind === 'strict';
}

const EXCLUDED = 'traffic.sidecar.istio.io/excludeOutboundPorts';

function excludesPorts({ annotations }: Workload): boolean {
  return annotations[EXCLUDED] !== undefined;
}

function traced(mesh: Mesh, workload: Workload, { service, port, host }: NamedService): Trace {
  const authority = port.number === 80 ? host : `${host}:${port.number}`;
  const reads = service.ports.some(
    ({ number, protocol }) => number === port.number && (isHttp(protocol) || protocol === 'Unsupported'),
  );
  return trace(mesh, {
    from: { kind: 'workload', workload },
    to: { kind: 'address', host, port: port.number },
    request: reads ? { version: '1.1', method: 'GET', scheme: 'http', authority, path: '/', headers: [] } : undefined,
  });
}

/** Whether all of it is refused because mutual TLS is missing. */
function isRefused({ outcomes }: Trace): boolean {
  return outcomes.every((outcome) => outcome.kind === 'failure' && outcome.failure.name === 'TlsMismatch');
}

/** Whether the connection never comes to the sidecar. */
function isPast({ hops }: Trace): boolean {
  return hops[0].steps.some(({ layer }) => layer === 'proxy');
}

function wordsFor(mesh: Mesh, proxy: Proxy, { service, port, text }: NamedService, found: Trace): Wording {
  const sidecar = sidecarFor(mesh, proxy);
  const isHidden = !service.visibility.includes(proxy.namespace);
  const { policy } = port.closing;
  const why = isPast(found)
    ? `port ${port.number} goes past their sidecar (${EXCLUDED})`
    : isHidden
      ? `the Service is not exported to namespace ${proxy.namespace}, so that their sidecar does not know it`
      : sidecar === undefined
        ? 'their sidecar does not know it'
        : `Sidecar ${sidecar.key} does not import it`;
  return {
    related: [
      { object: service.object },
      { object: policy },
      ...(isPast(found) || isHidden || sidecar === undefined ? [] : [{ object: sidecar, path: 'spec.egress' }]),
    ],
    message: `${JSON.stringify(text)} names Service ${service.object.key}, and ${why}: the connections go out in plain text. PeerAuthentication ${policy.key} is STRICT for the pods, which reset them.`,
    fix: isPast(found)
      ? `Take ${port.number} out of the annotation.`
      : isHidden
        ? `Export the Service to ${proxy.namespace} (${exportOf(service)}).`
        : `Add ${hostFor(proxy, service)} to the egress hosts of the Sidecar.`,
  };
}

function exportOf({ external }: RegistryService): string {
  return external ? 'spec.exportTo' : 'annotation networking.istio.io/exportTo';
}

function hostFor({ namespace }: Proxy, service: RegistryService): string {
  return `${service.namespace === namespace ? '.' : service.namespace}/${service.host}`;
}
