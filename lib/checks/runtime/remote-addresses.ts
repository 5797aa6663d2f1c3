import type { AuthorizationPolicy } from '../../mesh/authorization';
import { isEnforced, isOfInstalledGateway, proxiesOfPolicy } from '../../mesh/authorization';
import { gatewaysOf } from '../../mesh/gateway-listeners';
import { managedServices } from '../../mesh/managed-gateways';
import type { Proxy } from '../../mesh/proxies';
import type { Mesh } from '../../mesh/reading/mesh';
import { trustedProxies } from '../../mesh/trusted-proxies';
import type { Check, Report, Wording } from '../check';

import type { Front } from './load-balancer-fronts/front';
import { ingressFronts } from './load-balancer-fronts/front';
import { leadsTo } from './load-balancer-fronts/reaches';
import { unmatchedEffect } from './policy-effects';

/** Addresses of clients in policies, where the address that the proxy takes for the client's is another one. */
export const remoteAddresses: Check = {
  name: 'remote-addresses',
  mirrors: [
    'pilot/pkg/networking/core/gateway.go: buildGatewayConnectionManager',
    'pilot/pkg/security/authz/model/generator.go: remoteIPGenerator',
  ],
  codes: {
    CDI0417: {
      name: 'RemoteAddressNotTrusted',
      severity: 'error',
      source: 'cdk8s-istio',
      summary: 'A policy compares the address of the client, and the proxy takes another address for it.',
      explanation:
        'A gateway takes the address of the connection for that of the client (`remoteIpBlocks`, `remote.ip`), unless `gatewayTopology.numTrustedProxies` says how many proxies in front of it add to `X-Forwarded-For`. Behind a load balancer that reads HTTP, such as an ALB, that is the address of the load balancer: an ALLOW rule matches nobody, a DENY rule nobody either. `ipBlocks` and `source.ip` are always the address of the connection, so ranges of clients there are reported behind such a load balancer too, whatever it is trusted to say. A sidecar takes the last entry of `X-Forwarded-For`, which a gateway writes, but any other client in the mesh can write as well. Where no manifest shows what is in front of a gateway, this is a note: a network load balancer may keep the address of the client, or tell it by the PROXY protocol.',
      remedy:
        'Set `gatewayTopology.numTrustedProxies` to the number of proxies in front of the gateway, in the annotation `proxy.istio.io/config` of its pods or in `meshConfig.defaultConfig`.',
      references: [
        'https://istio.io/latest/docs/ops/configuration/traffic-management/network-topologies/',
        'https://istio.io/latest/docs/tasks/security/authorization/authz-ingress/',
        'https://github.com/istio/istio/issues/55722',
        'https://github.com/istio/istio/issues/33513',
      ],
    },
  },
  run(mesh, report) {
    for (const object of mesh.all('security.istio.io/AuthorizationPolicy')) {
      if (!isEnforced(object)) {
        continue;
      }
      connectionFields(mesh, object).forEach(report);
      const asked = remoteFields(object);
      for (const { path, name, knowsCaller } of asked) {
        const told = wording(mesh, object, name, knowsCaller);
        if (told !== undefined) {
          report({ code: 'CDI0417', object, path, ...told });
        }
      }
    }
  },
};

/** Addresses of clients where the address of the connection is compared, which is that of the load balancer. */
function connectionFields(mesh: Mesh, object: AuthorizationPolicy): Report[] {
  const asked = (object.spec.rules ?? []).flatMap(({ from = [], when = [] }, i) => [
    ...from.flatMap(({ source = {} }, j) =>
      (['ipBlocks', 'notIpBlocks'] as const).map((name) => ({
        name,
        isNot: name === 'notIpBlocks',
        blocks: source[name] ?? [],
        path: `spec.rules[${i}].from[${j}].source.${name}`,
      })),
    ),
    ...when.flatMap(({ key, values = [], notValues = [] }, j) =>
      key === 'source.ip'
        ? {
            name: key,
            isNot: values.length === 0,
            blocks: [...values, ...notValues],
            path: `spec.rules[${i}].when[${j}]`,
          }
        : [],
    ),
  ]);
  const ofClients = asked.filter(({ blocks }) => blocks.length > 0 && !blocks.some(isPrivate));
  if (ofClients.length === 0) {
    return [];
  }
  const gateways = proxiesOfPolicy(mesh, object).filter(({ kind }) => kind === 'gateway');
  const front = gateways.map((proxy) => readingFront(mesh, proxy)).find((each) => each !== undefined);
  return front === undefined
    ? []
    : ofClients.map(({ name, isNot, path }) => ({
        code: 'CDI0417',
        object,
        path,
        related: [{ object: front.object }],
        message: `${front.name} reads HTTP and opens connections of its own to the gateway, and ${name} is compared with the address of the connection, which is that of the load balancer. ${isNot ? `${name} leaves nobody out.` : `${name} matches no client.`} ${unmatchedEffect(object, name)}`,
        fix: `Write ${name === 'source.ip' ? 'key: remote.ip' : isNot ? 'notRemoteIpBlocks' : 'remoteIpBlocks'} instead, which is the address of the client if the gateway trusts the load balancer: ${TRUST_ONE}`,
      }));
}

/** Networks of a cluster or a company, where a load balancer may be: RFC 1918, 6598, 4193, loopback and link-local; and everything. */
function isPrivate(block: string): boolean {
  return /^(?:10\.|127\.|169\.254\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|0\.0\.0\.0|f[cd]|fe80:|::)/i.test(
    block,
  );
}

interface AskedAddress {
  readonly path: string;
  readonly name: string;
  /** Whether the rule asks for the identity of the caller as well, and so for one that can be trusted to tell the address. */
  readonly knowsCaller: boolean;
}

function remoteFields({ spec: { rules = [] } }: AuthorizationPolicy): AskedAddress[] {
  return rules.flatMap(({ from = [], when = [] }, i) => {
    const hasCaller = (values: readonly (readonly string[] | undefined)[]): boolean =>
      values.some((each) => (each ?? []).length > 0);
    return [
      ...from.flatMap(({ source = {} }, j) =>
        (['remoteIpBlocks', 'notRemoteIpBlocks'] as const).flatMap((name) =>
          (source[name] ?? []).length === 0
            ? []
            : {
                path: `spec.rules[${i}].from[${j}].source.${name}`,
                name,
                knowsCaller: hasCaller([source.principals, source.serviceAccounts, source.namespaces]),
              },
        ),
      ),
      ...when.flatMap(({ key }, j) =>
        key === 'remote.ip'
          ? {
              path: `spec.rules[${i}].when[${j}]`,
              name: key,
              knowsCaller: from.some(({ source = {} }) =>
                hasCaller([source.principals, source.serviceAccounts, source.namespaces]),
              ),
            }
          : [],
      ),
    ];
  });
}

function wording(mesh: Mesh, object: AuthorizationPolicy, name: string, knowsCaller: boolean): Wording | undefined {
  const proxies = proxiesOfPolicy(mesh, object);
  const gateways = proxies.filter(({ kind }) => kind === 'gateway');
  const front = gateways.map((proxy) => untrustedFront(mesh, proxy)).find((each) => each !== undefined);
  if (front !== undefined) {
    return {
      related: [{ object: front.object }],
      message: `${front.name} reads HTTP and opens connections of its own to the gateway, which trusts no X-Forwarded-For (numTrustedProxies is not set): it takes the address of the load balancer for that of the client. ${/^not/.test(name) ? `${name} leaves nobody out.` : `${name} matches no client.`} ${unmatchedEffect(object, name)}`,
      fix: `Write ${TRUST_ONE} If more proxies are in front of it, write their number.`,
    };
  }
  const isUnseen = proxies.length === 0 && isOfInstalledGateway(mesh, object);
  const untold = gateways.some((proxy) => trustedProxies(mesh, proxy.annotations) === undefined);
  if (isUnseen ? trustedProxies(mesh) === undefined : untold) {
    return {
      note: true,
      message: `The gateway compares the address of the connection, because nothing says that it trusts X-Forwarded-For (numTrustedProxies is not set). That is the client's address only if the load balancer in front of it keeps it (externalTrafficPolicy: Local, an NLB that preserves it) or tells it by the PROXY protocol.`,
      fix: `Behind a load balancer that reads HTTP write ${TRUST_ONE} If the mesh says so elsewhere, write meshConfig into the settings of the checks.`,
    };
  }
  const [first] = proxies;
  return first?.kind === 'sidecar' && !knowsCaller
    ? {
        note: true,
        related: first.workload && [{ object: first.workload.object }],
        message: `A sidecar takes the last entry of X-Forwarded-For for the address of the client. Gateways write it, but any other caller of the pods of ${first.namespace}/${first.name} can write it too, and pretend to have any address.`,
        fix: 'Enforce addresses at the gateway, or let the rule ask for the identity of the gateway as well (principals in the same source).',
      }
    : undefined;
}

const TRUST_ONE =
  'the annotation proxy.istio.io/config: \'{"gatewayTopology": {"numTrustedProxies": 1}}\' on the pods of the gateway, or gatewayTopology.numTrustedProxies: 1 in meshConfig.defaultConfig.';

/** A load balancer that reads HTTP in front of a gateway which does not trust it. */
function untrustedFront(mesh: Mesh, proxy: Proxy): Front | undefined {
  return (trustedProxies(mesh, proxy.annotations) ?? 0) > 0 ? undefined : readingFront(mesh, proxy);
}

/** A load balancer that reads HTTP in front of a gateway. */
function readingFront(mesh: Mesh, proxy: Proxy): Front | undefined {
  const fronts = mesh.derive(readingFronts);
  const gateways = fronts.length === 0 ? [] : gatewaysOf(mesh, proxy);
  const isOwn = ({ namespace, name }: Front['service']): boolean =>
    mesh.derive(managedServices).has(`${namespace}/${name}`) && namespace === proxy.namespace && name === proxy.name;
  return fronts.find(({ service }) => isOwn(service) || gateways.some((gateway) => leadsTo(mesh, service, gateway)));
}

function readingFronts(mesh: Mesh): readonly Front[] {
  return [...mesh.all('networking.k8s.io/Ingress'), ...mesh.all('extensions/Ingress')]
    .flatMap((object) => ingressFronts(mesh, object))
    .filter(({ tellsProtocol }) => tellsProtocol);
}
