import { MESH_GATEWAY, resolvedGatewayKey } from '../../istio/names';
import { flaggerCanaries } from '../../mesh/flagger';
import { list as items } from '../../mesh/reading/free-spec';
import { list } from '../../schema/words';
import type { Check } from '../check';

const DOCS = 'https://docs.flagger.app/tutorials/istio-progressive-delivery';

/** Gateways of Canaries of Flagger that leave calls in the mesh out, or that Flagger refuses. */
export const flaggerGateways: Check = {
  name: 'flagger-gateways',
  codes: {
    CDI0164: {
      name: 'CanaryOutsideMesh',
      severity: 'info',
      source: 'cdk8s-istio',
      summary: 'A Canary of Flagger is released at gateways, and not for calls in the mesh.',
      explanation:
        'Flagger writes the gateways of the Canary into the VirtualService as they are, and `mesh` only if there are none. Without `mesh` the weights apply at the gateways only: calls from other pods go to the primary all the time. That is right where nobody in the mesh calls the service.',
      remedy: 'Add mesh to the gateways if pods in the mesh call the service too.',
      references: [DOCS, 'https://github.com/fluxcd/flagger/issues/65', 'https://github.com/fluxcd/flagger/issues/347'],
    },
    CDI0165: {
      name: 'CanaryDelegateWithHosts',
      severity: 'error',
      source: 'cdk8s-istio',
      summary: 'A Canary of Flagger with delegation has hosts or gateways.',
      explanation:
        'With `delegation: true` Flagger writes a VirtualService that another one delegates to, which has neither hosts nor gateways. If the Canary has some, Flagger stops with an error: it writes no VirtualService, and no release happens.',
      remedy: 'Write hosts and gateways in the VirtualService that delegates.',
      references: [DOCS],
    },
  },
  run(mesh, report) {
    for (const { object, service, name, writes } of flaggerCanaries(mesh)) {
      const gateways = items(service.gateways).filter((each): each is string => typeof each === 'string');
      if (writes !== 'istio') {
        continue;
      }
      if (service.delegation === true) {
        const given = ['hosts', 'gateways'].filter((field) => items(service[field]).length > 0);
        if (given.length > 0) {
          report({
            code: 'CDI0165',
            object,
            path: `spec.service.${given[0]}`,
            message: `A VirtualService that is delegated to cannot have ${list(given)}. Flagger stops with an error and writes none for ${name}.`,
            fix: `Remove ${list(given)} here, and write them in the VirtualService that delegates to ${name}; or remove delegation.`,
          });
        }
      } else if (gateways.length > 0 && !gateways.includes(MESH_GATEWAY)) {
        report({
          code: 'CDI0164',
          object,
          path: 'spec.service.gateways',
          related: gateways.flatMap((gateway) => {
            const [namespace, own] = resolvedGatewayKey(gateway, object.namespace).split('/');
            const found = mesh.find('networking.istio.io/Gateway', namespace, own);
            return found === undefined ? [] : { object: found };
          }),
          message: `The Canary is released at ${list(gateways)} only. Calls from pods in the mesh to ${name} are not split: they go to the primary.`,
          fix: `If pods in the mesh call ${name} too, write gateways: [${[...gateways, MESH_GATEWAY].join(', ')}].`,
        });
      }
    }
  },
};
