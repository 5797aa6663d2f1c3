import type { Server } from '../../../imports/networking';
import { isObject } from '../../core/is-object';
import { ALB, NLB, READY_PATH, STATUS_PORT } from '../../istio/load-balancer';
import { serverReads } from '../../istio/server-reads';
import type { Gateway } from '../../mesh/gateways';
import type { Mesh } from '../../mesh/reading/mesh';
import type { Check } from '../check';
import type { Front, Ingress } from './load-balancer-fronts/front';
import { backends, ingressFronts, isAlb, serviceFronts } from './load-balancer-fronts/front';
import { leadsTo, reaches } from './load-balancer-fronts/reaches';
import { gatewayPods } from './gateways';

/** Load balancers in front of gateways: health checks, redirects that never end, and servers that expect something else than what comes. */
export const loadBalancerFronts: Check = {
  name: 'load-balancer-fronts',
  codes: {
    CDI0103: {
      name: 'RedirectLoop',
      severity: 'error',
      source: 'cdk8s-istio',
      summary: 'A gateway redirects to HTTPS behind a load balancer that has ended TLS already.',
      explanation:
        'A load balancer with a certificate sends plain HTTP to the gateway. The gateway sees HTTP and redirects to HTTPS; the client obeys, the load balancer ends TLS again, and the gateway sees HTTP again. Browsers give up after twenty rounds. `x-forwarded-proto: https` of the load balancer changes nothing: a gateway overwrites it, unless `gatewayTopology.numTrustedProxies` of its ProxyConfig says that there are proxies before it. Then only plain HTTP of the client is redirected.',
      remedy:
        'Redirect at the load balancer, and serve plain HTTP at the gateway; or let the gateway count the proxies before it.',
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
        'Behind a load balancer with a certificate, the server of the gateway must expect what the load balancer sends, not what the client sends. A network load balancer ends TLS on the ports in `aws-load-balancer-ssl-ports` (all ports without this annotation) and sends plain bytes to the gateway, unless `aws-load-balancer-backend-protocol` is `ssl`; an ALB sends plain HTTP, unless `backend-protocol` is `HTTPS`. A server with protocol HTTPS or TLS closes such a connection, because its first bytes are not a TLS handshake. The Service says which server it is: its port has a `targetPort`, and all servers whose own port has the same `targetPort` listen there.',
      remedy:
        'Give the server the protocol that arrives (HTTP behind a port where the load balancer ends TLS), or let the load balancer pass TLS through or encrypt again.',
      references: [
        'https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/service/annotations/',
        'https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/ingress/annotations/',
        'https://github.com/istio/istio/issues/35420',
      ],
    },
    CDI0402: {
      name: 'LoadBalancerHealthCheckMissing',
      severity: 'error',
      source: 'cdk8s-istio',
      summary: 'A load balancer in front of a gateway asks a path that the gateway does not serve.',
      explanation:
        "An application load balancer asks each target for `/` and takes only 200 for healthy. An Istio gateway has no page of its own: for a host that no route names it answers 404. All targets count as unhealthy. The gateway's readiness is served on its status port 15021 under /healthz/ready.",
      remedy: 'Point the health check at port 15021 and /healthz/ready.',
      references: ['https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/ingress/annotations/'],
    },
  },
  run(mesh, report) {
    const ingresses: Ingress[] = [...mesh.all('networking.k8s.io/Ingress'), ...mesh.all('extensions/Ingress')];
    for (const object of ingresses) {
      const gateway = backends(object).find(({ name }) => isGatewayService(mesh, object.namespace, name))?.name;
      if (isAlb(object) && gateway !== undefined && object.annotations[`${ALB}healthcheck-path`] === undefined) {
        report({
          code: 'CDI0402',
          object,
          path: 'metadata.annotations',
          message:
            `The load balancer asks every target for "/" to see whether it is healthy, and ${gateway}, an Istio gateway, answers 404 to hosts and paths that it has no ` +
            'route for. All targets count as unhealthy, and clients get 503 or 504.',
          fix: `Write the annotations ${ALB}healthcheck-path: ${READY_PATH} and ${ALB}healthcheck-port: "${STATUS_PORT}" (with target-type: instance the node port of status-port).`,
        });
      }
    }
    const fronts = [
      ...ingresses.flatMap((object) => ingressFronts(mesh, object)),
      ...mesh.all('core/Service').flatMap(serviceFronts),
    ];
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
            message: `${loop.name} ends TLS and sends plain HTTP to the gateway, which redirects it to HTTPS, which comes back as plain HTTP: browsers give up with "too many redirects".`,
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
            ...mismatchWords(mismatch, server),
          });
        }
      });
    }
  },
};

function otherThan({ encrypts }: Front): 'TLS' | 'plain HTTP' {
  return encrypts ? 'plain HTTP' : 'TLS';
}

function loopFix({ kind }: Front, { port }: Server): string {
  const without = `Remove httpsRedirect from the server${port?.number === undefined ? '' : ` of port ${port.number}`}`;
  return kind === 'NLB'
    ? `${without}; or let port 443 alone end TLS (annotation ${NLB}ssl-ports: "443"), give it a targetPort of its own, and add a server of port 443 with protocol HTTP for it.`
    : `${without}, and let the load balancer redirect: ${ALB}ssl-redirect: "443" on an ALB.`;
}

function mismatchWords({ name, kind, encrypts }: Front, { port }: Server): { message: string; fix: string } {
  const { number, protocol } = port;
  if (encrypts) {
    return {
      message: `${name} sends TLS to port ${number} of the gateway, where this server expects plain ${protocol}: no request gets through, and clients of the load balancer see an error.`,
      fix: `Send it to the port of a server with protocol HTTPS, or remove the annotation ${kind === 'ALB' ? ALB : NLB}backend-protocol.`,
    };
  }
  return kind === 'ALB'
    ? {
        message: `${name} sends plain HTTP to port ${number} of the gateway, where this server expects TLS (protocol ${protocol}): the gateway closes every connection, and clients get 502.`,
        fix: `Send it to the port of a server with protocol HTTP, or write the annotation ${ALB}backend-protocol: HTTPS.`,
      }
    : {
        message: `${name} ends TLS and sends plain bytes to port ${number} of the gateway, where this server expects TLS (protocol ${protocol}): the gateway closes every connection.`,
        fix: `Write protocol: HTTP and remove tls here; or leave port ${number} out of the annotation ${NLB}ssl-ports, so that the gateway ends TLS; or write ${NLB}backend-protocol: ssl, so that the load balancer encrypts again.`,
      };
}

/**
 * Whether the proxies of a gateway believe the x-forwarded-proto of what is in front of them, and so redirect only what the client sent
 * as plain HTTP.
 */
function believesFronts(mesh: Mesh, gateway: Gateway): boolean {
  const { defaultConfig } = mesh.context.meshConfig;
  const topology = isObject(defaultConfig) ? defaultConfig.gatewayTopology : undefined;
  const byDefault = isObject(topology) && Number(topology.numTrustedProxies) > 0;
  const pods = gatewayPods(mesh, gateway);
  return pods.length === 0
    ? byDefault
    : pods.every(({ annotations }) => {
        const own = /numTrustedProxies["']?\s*:\s*["']?(\d+)/.exec(annotations['proxy.istio.io/config'] ?? '');
        return own === null ? byDefault : Number(own[1]) > 0;
      });
}

/** Whether a Service is in front of the pods of a gateway. One that is not among the manifests is known by its usual name. */
function isGatewayService(mesh: Mesh, namespace: string, name: string): boolean {
  const service = mesh.find('core/Service', namespace, name);
  return service === undefined
    ? /^istio-?ingress/.test(name)
    : mesh.all('networking.istio.io/Gateway').some((gateway) => leadsTo(mesh, service, gateway)) ||
        /^istio-?ingress/.test(name);
}
