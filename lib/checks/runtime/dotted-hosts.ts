import { MESH_GATEWAY } from '../../istio/names';
import type { MeshObject } from '../../mesh/reading/mesh-object';
import type { Check } from '../check';
import { registry } from '../../mesh/registry';
import { gatewayNames, rulesOf } from '../../mesh/virtual-services';
import { dottedService } from './dotted-service';

/** Hosts such as `reviews.shop`, which Kubernetes DNS completes and Istio does not. */
export const dottedHosts: Check = {
  name: 'dotted-hosts',
  mirrors: ['pilot/pkg/model/config.go: ResolveShortnameToFQDN'],
  codes: {
    CDI0113: {
      name: 'DottedShortHost',
      severity: 'error',
      source: 'cdk8s-istio',
      summary: 'A host has a dot but is not a full name, so Istio does not complete it.',
      explanation:
        'Kubernetes DNS completes `reviews.shop` to the Service `reviews` of namespace `shop`. Istio only completes names without a dot, with the namespace of the rule. To Istio, `reviews.shop` is a host outside the cluster. A destination with it has no cluster, so requests get 503 (flag NC), a DestinationRule for it applies to nothing, and a Sidecar imports nothing by it. In `hosts`, the rules are never used, except on port 80, where istiod also serves hosts that are not in the registry: there the rules apply to requests for `reviews.shop`, but not to those for the full name.',
      remedy: 'Write the full name of the Service.',
      references: ['https://istio.io/latest/docs/reference/config/networking/virtual-service/#Destination'],
      twin: 'IST0101',
    },
  },
  run(mesh, report) {
    const known = registry(mesh);
    const look = (object: MeshObject, path: string, host: string | undefined, outcome: string, before = ''): void => {
      const service = host === undefined || known.withHost(host).length > 0 ? undefined : dottedService(mesh, host);
      if (service !== undefined) {
        const { name, namespace } = service;
        const full = `${name}.${namespace}.svc.${mesh.context.clusterDomain}`;
        report({
          code: 'CDI0113',
          object,
          path,
          related: [{ object: service }],
          message: `Istio only completes names without a dot, so it reads "${host}" as an unknown external host, not as Service ${name} of namespace ${namespace}. ${outcome}`,
          fix: `Write ${before === '' ? '' : `${namespace === object.namespace ? '.' : namespace}/`}${full}.`,
        });
      }
    };
    for (const object of mesh.all('networking.istio.io/VirtualService')) {
      if (gatewayNames(object).includes(MESH_GATEWAY)) {
        (object.spec.hosts ?? []).forEach((host, i) => look(object, `spec.hosts[${i}]`, host, NEVER_ASKED));
      }
      for (const { path, destination } of rulesOf(object).flatMap(({ destinations }) => destinations)) {
        look(object, `${path}.host`, destination.host, NO_CLUSTER);
      }
    }
    for (const object of mesh.all('networking.istio.io/DestinationRule')) {
      look(object, 'spec.host', object.spec.host, NOT_IN_FORCE);
    }
    for (const object of mesh.all('networking.istio.io/Sidecar')) {
      (object.spec.egress ?? []).forEach(({ hosts = [] }, i) =>
        hosts.forEach((given, j) => {
          const [scope, host] = given.split('/');
          look(object, `spec.egress[${i}].hosts[${j}]`, host, IMPORTS_NOTHING, scope);
        }),
      );
    }
  },
};

const NEVER_ASKED = 'The rules are used only for requests to port 80 with exactly this host.';
const NO_CLUSTER = 'It has no cluster, so requests get 503.';
const IMPORTS_NOTHING = 'This entry imports nothing.';
const NOT_IN_FORCE = 'The rule applies to nothing.';
