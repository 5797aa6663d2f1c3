import { nearest } from '../../core/unknown-field';
import { fullHost, serviceOfHost } from '../../istio/host';
import { MESH_GATEWAY } from '../../istio/names';
import { madeServices } from '../../mesh/made-services';
import { namespacesOfGateway } from '../../mesh/proxies';
import { groupBy } from '../../mesh/reading/group-by';
import type { Mesh } from '../../mesh/reading/mesh';
import type { MeshObject } from '../../mesh/reading/mesh-object';
import { registry } from '../../mesh/registry';
import type { VirtualService } from '../../mesh/virtual-services';
import { destinationsOf, gatewayNames, hostsOf } from '../../mesh/virtual-services';
import { visibilityOf } from '../../mesh/visibility';
import { gatewayHosts } from '../../routing/server-hosts';
import type { Check, Reporter } from '../check';
import { boundGateways, gatewayOf } from './gateways';

/** VirtualServices whose rules no proxy uses, because of what they are exported to or what they are for. */
export const unreachableVirtualServices: Check = {
  name: 'unreachable-virtual-services',
  mirrors: [
    'pilot/pkg/model/push_context.go: VirtualServicesForGateway',
    'pilot/pkg/networking/core/httproute.go: BuildSidecarOutboundVirtualHosts',
  ],
  codes: {
    CDI0128: {
      name: 'VirtualServiceHiddenFromGateway',
      severity: 'error',
      source: 'cdk8s-istio',
      summary: 'A VirtualService is not exported to the namespace where the pods of its gateway run.',
      explanation:
        '`exportTo` names the namespaces whose proxies get the VirtualService. A gateway is a proxy too, and it counts by the namespace of its pods, not by that of the Gateway object. Ingress gateways usually run in `istio-system` or a namespace of their own, so `exportTo: ["."]` hides the rules of an application from them: the gateway answers 404. `exportTo: ["~"]` hides a VirtualService from everyone.',
      remedy: 'Add the namespace of the gateway pods to exportTo.',
      references: [
        'https://istio.io/latest/docs/reference/config/networking/virtual-service/#VirtualService',
        'https://istio.io/latest/docs/ops/best-practices/traffic-management/#cross-namespace-configuration',
      ],
    },
    CDI0129: {
      name: 'RulesForMissingService',
      severity: 'warning',
      source: 'cdk8s-istio',
      summary: 'A VirtualService for the mesh is for a Service that does not exist.',
      explanation:
        'Clients in the mesh find a Service by its name in DNS, and their proxies look the rules up by the same name. If no Service has the name, no client can call it, and the rules are never used, while the requests that they were meant for go unchanged to another name. A short name means a Service in the namespace of the VirtualService. In an open world nothing is reported if the manifests have no Service of that namespace, and none with the name elsewhere.',
      remedy: 'Write the host that clients call, with its namespace.',
      references: ['https://istio.io/latest/docs/reference/config/networking/virtual-service/#VirtualService'],
    },
    CDI0138: {
      name: 'HostNotServed',
      severity: 'warning',
      source: 'cdk8s-istio',
      summary: 'A gateway does not serve one of the hosts of a VirtualService.',
      explanation:
        'A gateway has the routes of a VirtualService only for hosts that one of its servers has too. Requests for any other host of the VirtualService get 404, or the connection is closed because no certificate fits the name. IST0132 reports a VirtualService that has no host in common with its Gateway; this finding is for one of several hosts, which no Gateway of the VirtualService serves. Nothing is reported if the VirtualService is for the mesh too, or one of its Gateways is not in the manifests.',
      remedy: 'Add the host to a server of the Gateway, or remove it here.',
      references: ['https://istio.io/latest/docs/reference/config/networking/gateway/#Server'],
    },
  },
  run(mesh, report) {
    for (const object of mesh.all('networking.istio.io/VirtualService')) {
      if ((object.spec.hosts ?? []).length > 0) {
        reportHidden(mesh, object, report);
        reportUnserved(mesh, object, report);
        if (gatewayNames(object).includes(MESH_GATEWAY)) {
          reportMissing(mesh, object, report);
        }
      }
    }
  },
};

function reportHidden(mesh: Mesh, object: VirtualService, report: Reporter): void {
  const { namespaces, everybody } = visibilityOf(mesh, object);
  if (everybody) {
    return;
  }
  for (const key of gatewayNames(object)) {
    const gateway = gatewayOf(mesh, key);
    const homes = gateway === undefined ? [] : namespacesOfGateway(mesh, gateway);
    if (gateway !== undefined && homes.length > 0 && !homes.some((home) => namespaces.has(home))) {
      report({
        code: 'CDI0128',
        object,
        path: 'spec.exportTo',
        related: [{ object: gateway }],
        message: `The pods of Gateway ${key} run in ${homes.join(' and ')}, and this VirtualService is exported to ${namespaces.size === 0 ? 'nobody' : [...namespaces].join(' and ')}: the gateway has no route for ${(object.spec.hosts ?? []).join(' and ')}, and requests get 404.`,
        fix: `Write exportTo: [${[...(object.spec.exportTo ?? []).filter((to) => to !== '~'), ...homes].map((to) => (to === '.' ? '"."' : to)).join(', ')}].`,
      });
      return;
    }
  }
}

function reportUnserved(mesh: Mesh, object: VirtualService, report: Reporter): void {
  const keys = gatewayNames(object);
  const gateways = boundGateways(mesh, object);
  const hosts = hostsOf(object, mesh);
  const isServed = (host: string): boolean =>
    gateways.some((gateway) => gatewayHosts(gateway).shared([host], object.namespace).length > 0);
  if (hosts.length < 2 || gateways.length < keys.length || !hosts.some(isServed)) {
    return;
  }
  hosts.forEach((host, i) => {
    if (!isServed(host)) {
      report({
        code: 'CDI0138',
        object,
        path: `spec.hosts[${i}]`,
        related: gateways.map((gateway) => ({ object: gateway })),
        message: `${keys.length === 1 ? `Gateway ${keys[0]} has` : `None of the Gateways ${keys.join(' and ')} has`} ${keys.length === 1 ? 'no' : 'a'} server for ${host}, so requests for it get 404 or no connection.`,
        fix:
          serviceOfHost(host, mesh.context.clusterDomain) === undefined
            ? `Add ${host} to the hosts of a server of Gateway ${keys[0]}, or remove it here.`
            : `Add mesh to gateways if the rules are for clients that call ${host} in the mesh, or remove it here.`,
      });
    }
  });
}

function reportMissing(mesh: Mesh, object: VirtualService, report: Reporter): void {
  const { clusterDomain } = mesh.context;
  // IST0101 reports a destination that does not exist.
  const destinations = new Set(
    destinationsOf(object).map(({ destination: { host = '' } }) => fullHost(host, object.namespace, clusterDomain)),
  );
  hostsOf(object, mesh).forEach((host, i) => {
    const service = serviceOfHost(host, clusterDomain);
    if (
      service === undefined ||
      // A pod of a StatefulSet has a name below that of its Service.
      service.name.includes('.') ||
      destinations.has(host) ||
      host.startsWith('*') ||
      registry(mesh).overlapping(host).length > 0
    ) {
      return;
    }
    const known = mesh.derive(knownServices);
    const there = known.get(service.namespace) ?? [];
    if (there.some(({ name }) => name === service.name)) {
      return;
    }
    const close = nearest(
      service.name,
      there.map(({ name }) => name),
    );
    const meant = there.find(({ name }) => name === close) ?? mesh.derive(servicesByName).get(service.name);
    // In an open world a namespace without any Service is one that the manifests do not show.
    if (there.length === 0 && meant === undefined && mesh.context.world === 'open') {
      return;
    }
    report({
      code: 'CDI0129',
      object,
      path: `spec.hosts[${i}]`,
      related: meant && [{ object: meant }],
      message: `There is no Service ${service.name} in namespace ${service.namespace}, so no client calls ${host} and no proxy uses these rules.`,
      fix:
        meant === undefined
          ? 'Write the host of a Service that clients call, or list it in the externals of the settings if it is created elsewhere.'
          : `Write ${meant.name}.${meant.namespace}.svc.${clusterDomain}.`,
    });
  });
}

/** A Service of each name, whatever its namespace. */
function servicesByName(mesh: Mesh): ReadonlyMap<string, MeshObject<'core/Service'>> {
  return new Map([...mesh.derive(knownServices).values()].flat().map((service) => [service.name, service]));
}

/** The Services of each namespace, those among them that controllers make. */
function knownServices(mesh: Mesh): ReadonlyMap<string, readonly MeshObject<'core/Service'>[]> {
  return groupBy([...mesh.all('core/Service'), ...mesh.derive(madeServices)], ({ namespace }) => namespace);
}
