import type { Server } from '../../../imports/networking';
import { ALB, NLB } from '../../istio/load-balancer';
import { serverReads } from '../../istio/server-reads';
import type { Gateway } from '../../mesh/gateways';
import type { Mesh } from '../../mesh/reading/mesh';
import { selectorKey } from '../../mesh/selector-key';
import { trustedProxies } from '../../mesh/trusted-proxies';
import { list } from '../../schema/words';
import type { Check, Report, Reporter } from '../check';
import type { Front, Ingress } from './load-balancer-fronts/front';
import { ingressFronts, serviceFronts } from './load-balancer-fronts/front';
import type { FrontedListener } from './load-balancer-fronts/listeners';
import { frontedListeners } from './load-balancer-fronts/listeners';
import { leadsTo, reaches } from './load-balancer-fronts/reaches';
import { gatewayPods } from './gateways';

/** Load balancers in front of gateways: endless redirects, and servers with another protocol or without the name that is asked for. */
export const loadBalancerFronts: Check = {
  name: 'load-balancer-fronts',
  codes: {
    CDI0103: {
      name: 'RedirectLoop',
      severity: 'error',
      source: 'cdk8s-istio',
      summary: 'A gateway redirects to HTTPS behind a load balancer that terminates TLS.',
      explanation:
        'A load balancer with a certificate sends plain HTTP to the gateway. The gateway sees HTTP and redirects to HTTPS; the client follows the redirect, the load balancer terminates TLS again, and the gateway sees HTTP again. Browsers give up after about twenty redirects. `x-forwarded-proto: https` from the load balancer does not help: a gateway overwrites it, unless `gatewayTopology.numTrustedProxies` of its ProxyConfig counts the proxies in front of it. Then the gateway redirects only what the client sent as plain HTTP.',
      remedy:
        'Redirect at the load balancer, and serve plain HTTP at the gateway; or set numTrustedProxies for the gateway.',
      references: [
        'https://istio.io/latest/docs/ops/configuration/traffic-management/network-topologies/',
        'https://github.com/istio/istio/issues/16778',
        'https://github.com/istio/istio/issues/17980',
      ],
    },
    CDI0118: {
      name: 'LoadBalancerSpeaksOtherwise',
      severity: 'error',
      source: 'cdk8s-istio',
      summary: 'A load balancer sends plain HTTP to a server that expects TLS, or TLS to one that expects plain HTTP.',
      explanation:
        'Behind a load balancer with a certificate, the server of the gateway must expect the protocol of the load balancer, not that of the client. A network load balancer terminates TLS on the ports in `aws-load-balancer-ssl-ports` (all ports without this annotation) and sends plain bytes to the gateway, unless `aws-load-balancer-backend-protocol` is `ssl`; an ALB sends plain HTTP, unless `backend-protocol` is `HTTPS`. A server with protocol HTTPS or TLS closes such a connection, because its first bytes are not a TLS handshake. The Service decides which servers receive a connection: all servers whose port has the same `targetPort` as the port of the Service. For a Gateway of the Gateway API istiod creates the Service, and gives it the annotations in `spec.infrastructure`, or else those of the Gateway.',
      remedy:
        'Give the server the protocol of the load balancer (HTTP behind a port where it terminates TLS), or let the load balancer pass TLS through or encrypt again.',
      references: [
        'https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/service/annotations/',
        'https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/ingress/annotations/',
        'https://github.com/istio/istio/issues/35420',
      ],
    },
    CDI0152: {
      name: 'LoadBalancerWithoutServerName',
      severity: 'error',
      source: 'cdk8s-istio',
      summary: 'A load balancer encrypts to a server with named hosts, and does not send the server name.',
      explanation:
        'A server of a Gateway with protocol HTTPS or TLS and named hosts takes only connections whose TLS handshake has one of these names (SNI). An ALB with `backend-protocol: HTTPS` sends none to its targets, and neither does ingress-nginx unless `proxy-ssl-server-name` is `on`. The gateway closes such a connection, and clients get 502. The `Host` of the request, which the load balancer does pass on, is inside of the TLS connection and comes too late. A server with host `*` takes connections without a name; the VirtualServices then tell the hosts apart.',
      remedy:
        'Write host `*` in the server behind the load balancer, or let the load balancer send plain HTTP to a server with protocol HTTP.',
      references: [
        'https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/ingress/annotations/#backend-protocol',
        'https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/#backend-certificate-authentication',
        'https://github.com/istio/istio/issues/35420',
      ],
    },
  },
  run(mesh, report) {
    const ingresses: Ingress[] = [...mesh.all('networking.k8s.io/Ingress'), ...mesh.all('extensions/Ingress')];
    const beforeServices = ingresses.flatMap((object) => ingressFronts(mesh, object));
    const fronts = [...beforeServices, ...mesh.all('core/Service').flatMap(serviceFronts)];
    for (const gateway of fronts.length === 0 ? [] : mesh.all('networking.istio.io/Gateway')) {
      const before = fronts.filter(({ service }) => leadsTo(mesh, service, gateway));
      (gateway.spec.servers ?? []).forEach((server, i) => {
        const reached = before.filter((front) => reaches(mesh, front, gateway, server.port?.number));
        const loop = reached.find(
          ({ endsTls, encrypts, tellsProtocol }) =>
            endsTls && !encrypts && !(tellsProtocol && believesFronts(mesh, gateway)),
        );
        const path = `spec.servers[${i}]`;
        if (server.tls?.httpsRedirect === true && loop !== undefined) {
          report({
            code: 'CDI0103',
            object: gateway,
            path: `${path}.tls.httpsRedirect`,
            related: [{ object: loop.object }],
            message: `${loop.name} terminates TLS and sends plain HTTP to the gateway. The gateway redirects to HTTPS, and the next request arrives as plain HTTP again: browsers give up with "too many redirects".`,
            fix: loopFix(loop, server),
          });
        }
        const mismatch = reached.find((front) => front.kind !== 'other' && serverReads(server) === otherThan(front));
        if (mismatch !== undefined) {
          report({
            code: 'CDI0118',
            object: gateway,
            path: `${path}.port.protocol`,
            related: [{ object: mismatch.object }],
            ...mismatchWords(mismatch, server.port, 'server'),
          });
        }
        const silent = reached.find(({ encrypts, namesServer }) => encrypts && namesServer === false);
        if (silent !== undefined && isChosenByName(mesh, gateway, server)) {
          report({
            code: 'CDI0152',
            object: gateway,
            path: `${path}.hosts`,
            related: [{ object: silent.object }],
            message: `${silent.name} opens TLS connections to port ${server.port.number} of the gateway without a server name (SNI), and this server takes only those for ${list(server.hosts ?? [])}: the gateway closes every connection, and clients get 502.`,
            fix: `Write hosts: ["*"] here; VirtualServices bound to the Gateway keep their hosts. Or send plain HTTP to a server with protocol HTTP: remove the annotation backend-protocol.`,
          });
        }
      });
    }
    frontedListeners(mesh, beforeServices).forEach((listener) => ofListener(listener, report));
  },
};

/** The same for a listener of the Gateway API. */
function ofListener({ gateway, path, fronts, ...listener }: FrontedListener, report: Reporter): void {
  const { port: number, protocol, reads, onlyHost } = listener;
  const relatedTo = ({ object }: Front): Report['related'] => (object === gateway ? undefined : [{ object }]);
  const mismatch = fronts.find((front) => front.kind !== 'other' && reads === otherThan(front));
  if (mismatch !== undefined) {
    report({
      code: 'CDI0118',
      object: gateway,
      path: `${path}.protocol`,
      related: relatedTo(mismatch),
      ...mismatchWords(mismatch, { number, protocol }, 'listener'),
    });
  }
  const silent = fronts.find(({ encrypts, namesServer }) => encrypts && namesServer === false);
  if (silent !== undefined && reads === 'TLS' && onlyHost !== undefined) {
    report({
      code: 'CDI0152',
      object: gateway,
      path: `${path}.hostname`,
      related: relatedTo(silent),
      message: `${silent.name} opens TLS connections to port ${number} of the gateway without a server name (SNI), and this listener takes only those for ${onlyHost}: the gateway closes every connection, and clients get 502.`,
      fix: 'Remove hostname here; routes attached to the listener keep their hostnames. Or send plain HTTP to a listener with protocol HTTP: remove the annotation backend-protocol.',
    });
  }
}

/** Whether a server with TLS is reached by its names only, and no other one of its port takes connections without a name. */
function isChosenByName(mesh: Mesh, { spec: { selector } }: Gateway, server: Server): boolean {
  const takesAll = ({ hosts = [] }: Pick<Server, 'hosts'>): boolean =>
    hosts.some((host) => host.slice(host.indexOf('/') + 1) === '*');
  return (
    serverReads(server) === 'TLS' &&
    server.tls?.mode !== 'AUTO_PASSTHROUGH' &&
    !mesh
      .all('networking.istio.io/Gateway')
      .filter((other) => selectorKey(other.spec.selector) === selectorKey(selector))
      .some(({ spec: { servers = [] } }) =>
        servers.some(
          (each) => each.port?.number === server.port?.number && serverReads(each) === 'TLS' && takesAll(each),
        ),
      )
  );
}

function otherThan({ encrypts }: Front): 'TLS' | 'plain HTTP' {
  return encrypts ? 'plain HTTP' : 'TLS';
}

function loopFix({ kind }: Front, { port }: Server): string {
  const without = `Remove httpsRedirect from the server${port?.number === undefined ? '' : ` of port ${port.number}`}`;
  return kind === 'NLB'
    ? `${without}; or terminate TLS on port 443 only (annotation ${NLB}ssl-ports: "443"), give that port its own targetPort, and add a server with port 443 and protocol HTTP for it.`
    : `${without}, and let the load balancer redirect: ${ALB}ssl-redirect: "443" on an ALB.`;
}

function mismatchWords(
  { name, kind, encrypts }: Front,
  { number, protocol }: { readonly number: number; readonly protocol: string },
  what: 'server' | 'listener',
): { message: string; fix: string } {
  if (encrypts) {
    return {
      message: `${name} sends TLS to port ${number} of the gateway, where this ${what} expects plain ${protocol}: all requests fail.`,
      fix: `Send it to the port of a ${what} with protocol HTTPS, or remove the annotation ${kind === 'ALB' ? ALB : NLB}backend-protocol.`,
    };
  }
  return kind === 'ALB'
    ? {
        message: `${name} sends plain HTTP to port ${number} of the gateway, where this ${what} expects TLS (protocol ${protocol}): the gateway closes every connection, and clients get 502.`,
        fix: `Send it to the port of a ${what} with protocol HTTP, or write the annotation ${ALB}backend-protocol: HTTPS.`,
      }
    : {
        message: `${name} terminates TLS and sends plain bytes to port ${number} of the gateway, where this ${what} expects TLS (protocol ${protocol}): the gateway closes every connection.`,
        fix: `Write protocol: HTTP and remove tls here; or remove port ${number} from the annotation ${NLB}ssl-ports, so that the gateway terminates TLS; or write ${NLB}backend-protocol: ssl, so that the load balancer encrypts again.`,
      };
}

/**
 * Whether the proxies of a gateway trust the x-forwarded-proto of the proxy in front of them, and so redirect only what the client sent
 * as plain HTTP.
 */
function believesFronts(mesh: Mesh, gateway: Gateway): boolean {
  const pods = gatewayPods(mesh, gateway);
  return (pods.length === 0 ? [undefined] : pods).every(
    (workload) => (trustedProxies(mesh, workload?.annotations) ?? 0) > 0,
  );
}
