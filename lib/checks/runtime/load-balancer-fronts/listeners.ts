import { NLB } from '../../../istio/load-balancer';
import { managedGateway } from '../../../mesh/managed-gateways';
import type { Mesh } from '../../../mesh/reading/mesh';
import type { Report } from '../../check';
import { annotatedFronts } from './front';

/** Listeners of the Gateway API that expect TLS on ports on which the load balancer of their Service terminates it. */
export function listenerMismatches(mesh: Mesh): Report[] {
  return mesh.all('gateway.networking.k8s.io/Gateway').flatMap((object) => {
    const managed = managedGateway(object, mesh);
    if (managed?.kind !== 'gateway') {
      return [];
    }
    const fronts = annotatedFronts(object, managed.annotations, managed.name).filter(({ encrypts }) => !encrypts);
    return (object.spec.listeners ?? []).flatMap(({ name, port, protocol }, i): Report[] =>
      (protocol === 'HTTPS' || protocol === 'TLS') &&
      fronts.some(({ ports }) => ports === undefined || ports.some((each) => each === name || Number(each) === port))
        ? [
            {
              code: 'CDI0118',
              object,
              path: `spec.listeners[${i}].protocol`,
              message: `The load balancer of Service ${managed.name}, which istiod creates for this Gateway with its annotations, terminates TLS and sends plain bytes to port ${port}, where this listener expects TLS (protocol ${protocol}): the gateway closes every connection.`,
              fix: `Write protocol: HTTP and remove tls here; or remove port ${port} from the annotation ${NLB}ssl-ports, so that the gateway terminates TLS; or write ${NLB}backend-protocol: ssl, so that the load balancer encrypts again.`,
            },
          ]
        : [],
    );
  });
}
