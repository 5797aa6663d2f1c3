import { NameIndex } from '../../core/name-index';
import type { Gateway } from '../../mesh/gateways';
import { isInstalledGateway } from '../../istio/installed-gateways';
import { selectorKey } from '../../mesh/selector-key';
import { analyzed } from './shared/analyzed';
import type { ServicePortSpec } from '../../mesh/reading/kubernetes-kinds';
import type { Mesh } from '../../mesh/reading/mesh';
import type { MeshObject } from '../../mesh/reading/mesh-object';
import type { SelectablePods } from '../../mesh/pod-index';
import { analyzedPods } from './shared/analyzed-pods';
import { services } from './shared/known-hosts';
import { SelectorIndex } from '../../mesh/selector-index';
import type { Check, Wording } from '../check';
import { referencedResourceNotFound } from './codes/referenced-resource-not-found';
import { INSTALLED_GATEWAYS } from '../external-manifests';
import { isSlip } from './unknown-host';
import { listed, SHOWN } from './unmatched-selector';
import { unseenWorkloads } from './unseen-workloads';

type Service = MeshObject<'core/Service'>;

/** Gateways that select no pods, and ports that no Service leads to. */
export const gatewayWorkloads: Check = {
  name: 'gateway-workloads',
  mirrors: ['gateway.IngressGatewayPortAnalyzer'],
  codes: {
    ...referencedResourceNotFound,
    IST0162: {
      name: 'GatewayPortNotDefinedOnService',
      severity: 'warning',
      source: 'istio',
      summary: 'A gateway listens on a port that its Service does not have.',
      explanation:
        'A server of a Gateway opens its port on the pods. Callers come by the Service of the gateway, and by the ' +
        'load balancer before it; if neither has the port (or leads to it by `targetPort`), the connection is ' +
        'refused before any proxy sees it. The server is right and out of reach. Of the ports 8080 and 8443 of the ' +
        'gateway that istioctl installs it is information only: its ports 80 and 443 lead there.',
      remedy: 'Add the port to the Service of the gateway, or listen on one that it has.',
      references: [
        'https://istio.io/latest/docs/reference/config/analysis/ist0162/',
        'https://istio.io/latest/docs/reference/config/networking/gateway/#Port',
      ],
    },
  },
  run(mesh, report) {
    const pods = mesh.derive(analyzedPods);
    const index = mesh.derive(serviceSelectors);
    const known = new Map<string, Workloads>();
    for (const object of analyzed(mesh, 'networking.istio.io/Gateway')) {
      const { selector = {}, servers = [] } = object.spec;
      const key = selectorKey(selector);
      const workloads = known.get(key) ?? workloadsOf(pods.select(selector), index);
      known.set(key, workloads);
      if (workloads.pods.length === 0) {
        const absent = noPods(selector, mesh.derive(labelValues));
        const told = absent.absence ? (unseenWorkloads(object, selector, undefined, mesh) ?? absent) : absent;
        report({ code: 'IST0101', object, path: 'spec.selector', ...told });
        continue;
      }
      servers.forEach(({ port }, i) => {
        if (port !== undefined && !workloads.ports.has(port.number ?? 0)) {
          const path = `spec.servers[${i}].port.number`;
          const told = assumed(port.number ?? 0, workloads, mesh) ?? unreachable(port.number ?? 0, object, workloads);
          report({ code: 'IST0162', object, path, ...told });
        }
      });
    }
  },
};

/** What a selector of a Gateway finds. */
interface Workloads {
  readonly pods: readonly SelectablePods[];
  readonly services: readonly Service[];
  /** Ports of these Services, and those of the pods that they lead to. */
  readonly ports: ReadonlySet<number>;
}

function workloadsOf(pods: readonly SelectablePods[], index: SelectorIndex<Service>): Workloads {
  const found = [...new Set(pods.flatMap(({ labels, namespace }) => index.selecting(labels, namespace)))];
  const ports = found.flatMap(({ spec }) => (spec.ports ?? []).filter(isTcp).flatMap(openPorts));
  return { pods, services: found, ports: new Set(ports) };
}

/** Those without a selector select all pods of their namespace. */
function serviceSelectors(mesh: Mesh): SelectorIndex<Service> {
  return new SelectorIndex(mesh.derive(services), ({ namespace, spec: { selector } }) => ({ namespace, selector }));
}

/** The API server writes TCP where there is nothing. */
function isTcp({ protocol = 'TCP' }: ServicePortSpec): boolean {
  return protocol === 'TCP';
}

function openPorts({ port = 0, targetPort = 0 }: ServicePortSpec): number[] {
  const target = /^[+-]?\d+$/.test(String(targetPort)) ? Number(targetPort) : 0;
  return target === 0 ? [port] : [port, target];
}

/** The values that pods have of each label. */
function labelValues(mesh: Mesh): ReadonlyMap<string, NameIndex> {
  const values = new Map<string, Set<string>>();
  for (const [key, value] of mesh.derive(analyzedPods).all.flatMap(({ labels }) => Object.entries(labels))) {
    const known = values.get(key);
    if (known === undefined) {
      values.set(key, new Set([value]));
    } else {
      known.add(value);
    }
  }
  return new Map([...values].map(([key, known]) => [key, new NameIndex([...known].sort())]));
}

function noPods(selector: Readonly<Record<string, string>>, valuesOf: ReadonlyMap<string, NameIndex>): Wording {
  if (Object.keys(selector).length === 0) {
    return {
      message: 'The Gateway has no selector, and there is no pod at all that could serve it.',
      fix: 'Write the labels of the pods of a gateway as spec.selector, and list the gateway in the externals of the settings.',
      absence: true,
    };
  }
  const found = Object.entries(selector).map(([key, value]) => {
    const values = valuesOf.get(key);
    const isKnown = values?.has(value) ?? false;
    const sure = isKnown || isInstalledGateway({ [key]: value });
    return { key, isKnown, value, values: values?.names ?? [], close: sure ? undefined : values?.nearest(value) };
  });
  const close = found.find((each) => each.close !== undefined);
  const missing = found.find(({ isKnown }) => !isKnown);
  const hint =
    missing === undefined
      ? 'Each of the labels is on some pod, but no pod has all of them.'
      : missing.values.length === 0
        ? `No pod has the label ${missing.key}.`
        : `Pods have ${missing.key} with the values ${listed(missing.values)}.`;
  return {
    message:
      `No pod has the labels ${selectorKey(selector)}. ${hint} No proxy gets the servers of this Gateway: nothing listens on their ports, and ` +
      'connections to them are refused.',
    fix:
      close === undefined
        ? 'Write labels that the pods of a gateway have (istio: ingressgateway for the one that istioctl installs, istio: ingress for ' +
          'the Helm chart in istio-ingress), or list the gateway in the externals of the settings.'
        : `Write ${close.key}: ${close.close}${isSlip(close.value, close.close!) ? '' : ', or list the gateway in the externals of the settings if it is installed elsewhere'}.`,
    // One that only adds to a known name is another gateway: my-ingressgateway.
    absence: close?.close === undefined || !isSlip(close.value, close.close),
  };
}

/** What is said of a port that Service istio-ingressgateway has as it is installed, and not as the analyzers of Istio imagine it. */
function assumed(port: number, { services: [service, other] }: Workloads, mesh: Mesh): Wording | undefined {
  const lead = INSTALLED_GATEWAYS.get('istioIngressGateway')!.ports.find(({ targetPort }) => targetPort === port);
  if (
    lead === undefined ||
    service === undefined ||
    other !== undefined ||
    mesh.find('core/Service', service.namespace, service.name) !== undefined
  ) {
    return undefined;
  }
  return {
    severity: 'info',
    related: [{ object: service }],
    message:
      `Service ${service.key} is not among the manifests. As istioctl installs it, its port ${lead.port} leads to the port ${port} of the ` +
      'pods, so this server is reachable. Without a cluster, istioctl analyze still warns of the port.',
    fix: `Nothing needs to change. You can also write number: ${lead.port}, which means the same.`,
  };
}

function unreachable(port: number, { spec }: Gateway, { services: found, ports }: Workloads): Wording {
  const selector = selectorKey(spec.selector);
  if (found.length === 0) {
    return {
      message: `The gateway listens on port ${port}, but no Service selects its pods (${selector}): it is reachable only at the address of a pod.`,
      fix: 'Add a Service of the gateway in the namespace of its pods, or list it in the externals of the settings.',
    };
  }
  const open = [...ports].sort((a, b) => a - b).map(String);
  return {
    related: found.slice(0, SHOWN).map((object) => ({ object })),
    message:
      `The gateway listens on port ${port}, which Service ${listed(found.map(({ key }) => key))} does not have (it has ` +
      `${open.length === 0 ? 'no TCP ports' : listed(open)}). Clients of the Service cannot reach this server: the connection is refused.`,
    fix: `Add the port ${port} to the Service (for istioctl and Helm: in the values of the gateway), or listen on a port that it has.`,
  };
}
