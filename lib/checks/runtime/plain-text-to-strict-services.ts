import { outboundCluster } from '../../istio/cluster-name';
import type { Endpoint } from '../../mesh/endpoints';
import { endpointsOf } from '../../mesh/endpoints';
import { meshConfig } from '../../mesh/mesh-config';
import type { PeerAuthentication } from '../../mesh/mutual-tls';
import { mutualTlsMode, strictOn } from '../../mesh/mutual-tls';
import { sidecarOf } from '../../mesh/proxies';
import { DataSet } from '../../mesh/reading/data-map';
import type { Mesh } from '../../mesh/reading/mesh';
import type { RegistryService } from '../../mesh/registry';
import { registry } from '../../mesh/registry';
import { clusterOf, endpointTls } from '../../routing/cluster';
import type { Check, Wording } from '../check';

/** Services whose clients in the mesh send plain text by themselves, although pods behind them take mutual TLS only. */
export const plainTextToStrictServices: Check = {
  name: 'plain-text-to-strict-services',
  mirrors: ['pilot/pkg/model/push_context.go: BestEffortInferServiceMTLSMode'],
  codes: {
    CDI0427: {
      name: 'MutualTlsNotInferred',
      severity: 'error',
      source: 'cdk8s-istio',
      summary: 'Pods take mutual TLS only, and clients in the mesh send them plain text.',
      explanation:
        'Where no DestinationRule says it, istiod decides for clients whether they use mutual TLS, and it looks at less than the pods do. It takes the mode of the PeerAuthentication of the namespace, or of the mesh, and not of those that select pods: DISABLE there makes all clients of a Service send plain text, also to pods for which another PeerAuthentication is STRICT. Services without an address of their own (`clusterIP: None`) get plain text if any of their pods has no proxy. With `enableAutoMtls: false` every Service does. STRICT pods reset these connections: requests get 503 with the response flag UC.',
      remedy:
        'Write PERMISSIVE instead of DISABLE, give all pods of the Service a sidecar, or write mode: ISTIO_MUTUAL in a DestinationRule for the host.',
      references: [
        'https://istio.io/latest/docs/ops/configuration/traffic-management/tls-configuration/#auto-mtls',
        'https://istio.io/latest/docs/reference/config/security/peer_authentication/#PeerAuthentication',
        'https://github.com/istio/istio/issues/27376',
      ],
    },
  },
  run(mesh, report) {
    if (mesh.all('security.istio.io/PeerAuthentication').length === 0) {
      return;
    }
    const told = new DataSet<readonly [strict: string, path: string | undefined, cause: string | undefined]>();
    for (const service of registry(mesh).all.filter(({ external, aliasFor }) => !external && aliasFor === undefined)) {
      const cause = causeFor(mesh, service);
      for (const { number } of cause === undefined ? [] : service.ports.filter(({ protocol }) => protocol !== 'UDP')) {
        const refusing = refusingEndpoint(mesh, service, number);
        const { from, path } = (refusing && strictOn(mesh, refusing)) ?? {};
        const words = refusing && wordsFor(cause!, service, endpointsOf(mesh, service, number));
        if (
          from !== undefined &&
          words !== undefined &&
          told.add([from.key, path, cause!.object?.key ?? service.host])
        ) {
          report({ code: 'CDI0427', object: from, path: path!, ...words });
        }
      }
    }
  },
};

/** Why clients may send plain text. */
interface Cause {
  readonly why: 'disabled' | 'pods' | 'setting';
  /** The PeerAuthentication of the namespace or the mesh. */
  readonly object?: PeerAuthentication;
}

function causeFor(mesh: Mesh, { namespace, resolution }: RegistryService): Cause | undefined {
  const { mode, from } = mutualTlsMode(mesh, { namespace, labels: {} });
  if (mode === 'DISABLE') {
    return { why: 'disabled', object: from };
  }
  if (!meshConfig(mesh).enableAutoMtls) {
    return { why: 'setting' };
  }
  return resolution === 'Passthrough' ? { why: 'pods' } : undefined;
}

const ANYBODY = sidecarOf('');

/** An endpoint that gets plain text from clients without a rule of their own, and takes none. */
function refusingEndpoint(mesh: Mesh, service: RegistryService, port: number): Endpoint | undefined {
  const cluster = clusterOf(mesh, ANYBODY, outboundCluster(port, '', service.host));
  return 'missing' in cluster || cluster.tls.settings !== undefined
    ? undefined
    : cluster.endpoints.find(
        (endpoint) => strictOn(mesh, endpoint) !== undefined && endpointTls(mesh, cluster, endpoint).mode === 'none',
      );
}

function wordsFor(
  { why, object }: Cause,
  service: RegistryService,
  endpoints: readonly Endpoint[],
): Wording | undefined {
  const outcome = `the pods of Service ${service.object.key} for which this is STRICT reset their connections`;
  const rule = `add a DestinationRule with host: ${service.host} and trafficPolicy: {tls: {mode: ISTIO_MUTUAL}}`;
  switch (why) {
    case 'disabled':
      return {
        related: [{ object: service.object }, ...(object === undefined ? [] : [{ object, path: 'spec.mtls.mode' }])],
        message: `Clients in the mesh go by the mode of the whole namespace, which is DISABLE by PeerAuthentication ${object?.key}, and send plain text: ${outcome}.`,
        fix: `Write PERMISSIVE instead of DISABLE there; or ${rule}.`,
      };
    case 'setting':
      return {
        related: [{ object: service.object }],
        message: `With enableAutoMtls: false clients in the mesh send plain text where no DestinationRule says otherwise: ${outcome}.`,
        fix: `Remove enableAutoMtls from the MeshConfig; or ${rule}.`,
      };
    case 'pods': {
      const plain = endpoints.find(({ hasProxy }) => !hasProxy);
      return (
        plain && {
          related: [{ object: service.object }, { object: plain.object }],
          message: `Service ${service.object.key} has no address of its own, and some of its pods have no proxy (${plain.object.kind} ${plain.object.key}), so clients in the mesh send plain text to all of them: ${outcome}.`,
          fix: `Give all pods of the Service a sidecar, or select those without one by another Service.`,
        }
      );
    }
  }
}
