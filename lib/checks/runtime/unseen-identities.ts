import type { Rule, Source } from '../../../imports/security';
import { IDENTITY_FIELDS, isIdentityAttribute } from '../../istio/authorization-fields';

import type { AuthorizationPolicy } from '../../mesh/authorization';
import { isEnforced, isForAllPods, isOfInstalledGateway, proxiesOfPolicy } from '../../mesh/authorization';
import { gatewayRequests, seesNoIdentity } from '../../mesh/gateway-requests';
import { mutualTlsMode } from '../../mesh/mutual-tls';
import { podPorts } from '../../mesh/pod-ports';
import type { Proxy } from '../../mesh/proxies';
import type { Mesh } from '../../mesh/reading/mesh';
import type { MeshObject } from '../../mesh/reading/mesh-object';
import { list } from '../../schema/words';
import type { Check, RelatedPlace, Wording } from '../check';
import { unmatchedEffect } from './policy-effects';

/** Rules that ask for the identity of callers where no connection has one. */
export const unseenIdentities: Check = {
  name: 'unseen-identities',
  mirrors: [
    'pilot/pkg/security/authz/model/generator.go: srcPrincipalGenerator',
    'pilot/pkg/networking/core/gateway.go: buildGatewayListenerTLSContext',
  ],
  codes: {
    CDI0412: {
      name: 'IdentityNeverSeen',
      severity: 'error',
      source: 'cdk8s-istio',
      summary: 'A rule asks for the identity of the caller where no connection has one.',
      explanation:
        'Principals, namespaces, service accounts and trust domains are read from the certificate of a mutual TLS connection. Clients outside the mesh have none, and a server of a gateway with protocol HTTP, or with `tls.mode: SIMPLE` or `PASSTHROUGH`, asks nobody for one; pods whose PeerAuthentication is DISABLE take no mutual TLS at all. There `principals` and `namespaces`, `"*"` included, match no caller, and `notPrincipals` and `notNamespaces` match every caller. KIA0105 looks for PeerAuthentications and DestinationRules that turn mutual TLS off.',
      remedy:
        'At an ingress gateway ask for tokens (`requestPrincipals`) or addresses (`remoteIpBlocks`), or let a server ask for client certificates (`MUTUAL`). For pods, allow mutual TLS.',
      references: [
        'https://istio.io/latest/docs/reference/config/security/authorization-policy/#Source',
        'https://istio.io/latest/docs/concepts/security/#dependency-on-mutual-tls',
        'https://github.com/istio/istio/issues/45217',
      ],
      twin: 'KIA0105',
    },
  },
  run(mesh, report) {
    for (const object of mesh.all('security.istio.io/AuthorizationPolicy')) {
      const asked = isEnforced(object) ? identityFields(object) : [];
      const places = new Map<string, Place | undefined>();
      for (const each of asked) {
        const key = each.ports?.join() ?? '';
        const place = places.has(key) ? places.get(key) : placeWithoutIdentities(mesh, object, each.ports);
        places.set(key, place);
        if (place !== undefined) {
          report({ code: 'CDI0412', object, path: each.path, ...wording(object, each, place) });
        }
      }
    }
  },
};

interface AskedIdentity {
  readonly path: string;
  /** `principals`, `notNamespaces` or `source.principal`. */
  readonly name: string;
  readonly isNot: boolean;
  /** The ports of the pods that the rule is for; undefined for all. */
  readonly ports?: readonly number[];
}

/** Where rules look at the identity of callers. */
function identityFields({ spec: { rules = [] } }: AuthorizationPolicy): AskedIdentity[] {
  return rules.flatMap((rule, i) => fieldsOf(rule, `spec.rules[${i}]`, portsOf(rule)));
}

function fieldsOf({ from = [], when = [] }: Rule, at: string, ports: readonly number[] | undefined): AskedIdentity[] {
  return [
    ...from.flatMap(({ source = {} }, j) =>
      IDENTITY_FIELDS.flatMap((field) =>
        [field, `not${field.charAt(0).toUpperCase()}${field.slice(1)}` as keyof Source].flatMap((name) =>
          (source[name] ?? []).length === 0
            ? []
            : { path: `${at}.from[${j}].source.${name}`, name, ports, isNot: name !== field },
        ),
      ),
    ),
    ...when.flatMap(({ key = '', values = [] }, j) =>
      isIdentityAttribute(key) ? { path: `${at}.when[${j}]`, name: key, ports, isNot: values.length === 0 } : [],
    ),
  ];
}

/** Undefined where some of its operations name none. */
function portsOf({ to = [] }: Rule): readonly number[] | undefined {
  const ports = to.map(({ operation: { ports = [] } = {} }) => ports.map(Number));
  return ports.length > 0 && ports.every((each) => each.length > 0) ? ports.flat() : undefined;
}

/** Why nothing that comes to what a policy is for has an identity. */
interface Place {
  readonly why: string;
  readonly fix: string;
  readonly related?: readonly RelatedPlace[];
  /** Whether it is not known what the servers ask for. */
  readonly isGuess?: boolean;
}

function placeWithoutIdentities(
  mesh: Mesh,
  object: AuthorizationPolicy,
  ports: readonly number[] | undefined,
): Place | undefined {
  const proxies = proxiesOfPolicy(mesh, object);
  const [first] = proxies;
  if (first === undefined) {
    const labels = Object.values(object.spec.selector?.matchLabels ?? {});
    const isIngress = !labels.some((value) => /egress|eastwest/.test(value));
    return isIngress && isOfInstalledGateway(mesh, object)
      ? {
          why: 'The pods are those of an ingress gateway that Istio installs, and clients outside the mesh have no identity: only servers with tls.mode MUTUAL or ISTIO_MUTUAL ask for a certificate, and no Gateway is among the manifests',
          fix: INGRESS_FIX,
          isGuess: true,
        }
      : undefined;
  }
  // What is for all pods is meant for others than gateways; CDI0416 tells of those.
  if (proxies.every(({ kind }) => kind === 'gateway')) {
    return !isForAllPods(object) && proxies.every((proxy) => seesNoIdentity(mesh, proxy))
      ? {
          why: `No server of ${gatewayNames(mesh, first)} asks for a client certificate, so callers of the gateway have no identity`,
          fix: INGRESS_FIX,
          related: gatewaysOf(mesh, first).map((gateway) => ({ object: gateway })),
        }
      : undefined;
  }
  const policies = proxies.map((proxy) => disabledBy(mesh, proxy, ports));
  const [policy] = policies;
  return policies.every((each) => each !== undefined)
    ? {
        why: `PeerAuthentication ${policy!.key} is DISABLE for ${ports === undefined ? '' : `port${ports.length === 1 ? '' : 's'} ${list(ports.map(String))} of `}the pods of ${first.namespace}/${first.name}, which take no mutual TLS, so callers have no identity`,
        fix: 'Write STRICT or PERMISSIVE in the PeerAuthentication, or leave the identity out.',
        related: [policy!, ...(first.workload === undefined ? [] : [first.workload.object])].map((each) => ({
          object: each,
        })),
      }
    : undefined;
}

const INGRESS_FIX =
  'Ask for what callers of a gateway have: a token (requestPrincipals), or an address (remoteIpBlocks, or ipBlocks). To know callers by certificates, write tls.mode: MUTUAL in the server.';

/** The PeerAuthentication that turns mutual TLS off on ports of pods, or on all of them. */
function disabledBy(mesh: Mesh, proxy: Proxy, ports: readonly number[] | undefined): MeshObject | undefined {
  if (proxy.kind !== 'sidecar' || proxy.workload === undefined) {
    return undefined;
  }
  const targets = podPorts(mesh, proxy.workload).leading.flatMap(({ target }) => target ?? []);
  const modes = (ports ?? [...new Set([undefined, ...targets])]).map((port) => mutualTlsMode(mesh, proxy, port));
  return modes.every(({ mode }) => mode === 'DISABLE') ? modes[0].from : undefined;
}

/** How many Gateways a message names. */
const SHOWN = 3;

function gatewaysOf(mesh: Mesh, proxy: Proxy): MeshObject[] {
  return [...new Set(gatewayRequests(mesh, proxy).map(({ gateway }) => gateway))].slice(0, SHOWN);
}

function gatewayNames(mesh: Mesh, proxy: Proxy): string {
  return list(gatewaysOf(mesh, proxy).map(({ key }) => `Gateway ${key}`));
}

function wording(
  object: AuthorizationPolicy,
  { name, isNot }: AskedIdentity,
  { why, fix, related, isGuess }: Place,
): Wording {
  const effect = isNot
    ? `${name} matches every caller.`
    : `${name} matches no caller. ${unmatchedEffect(object, name)}`;
  return { message: `${why}: ${effect}`, fix, related, note: isGuess, absence: true };
}
