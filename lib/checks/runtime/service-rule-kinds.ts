import { MESH_GATEWAY } from '../../istio/names';
import type { Protocol } from '../../istio/protocol';
import { familyOf } from '../../istio/protocol';
import type { RuleKind } from '../../istio/server-rules';
import type { Mesh } from '../../mesh/reading/mesh';
import type { RegistryPort, RegistryService } from '../../mesh/registry';
import { registry } from '../../mesh/registry';
import type { RouteRule, VirtualService } from '../../mesh/virtual-services';
import { gatewayNames, hostsOf, httpRulesOf, isAskedAt, tcpRulesOf, tlsRulesOf } from '../../mesh/virtual-services';
import { list } from '../../schema/words';
import type { Check, Wording } from '../check';

/** Rules of VirtualServices for the mesh that sidecars do not use for the ports of the Service, because of what these speak. */
export const serviceRuleKinds: Check = {
  name: 'service-rule-kinds',
  mirrors: [
    'pilot/pkg/networking/core/httproute.go: buildSidecarOutboundHTTPRouteConfig',
    'pilot/pkg/networking/core/listener.go: buildSidecarOutboundListener',
  ],
  codes: {
    CDI0157: {
      name: 'RuleKindUnfitForPort',
      severity: 'warning',
      source: 'cdk8s-istio',
      summary: 'The rules of a VirtualService are of a kind that sidecars do not use for the ports of its hosts.',
      explanation:
        'What a port speaks decides what a sidecar reads of its connections. On ports for HTTP, HTTP2 and gRPC it reads requests and uses `http` rules. On ports for TLS and HTTPS it sees only the server name and uses `tls` rules; requests in it are encrypted, so no path, header, timeout or retry of an `http` rule applies. On all other ports it sees bytes and uses `tcp` rules. Where the protocol is detected, `http` and `tcp` rules are used. Rules of another kind are silently ignored, and connections go to the host as if there were none: no split, no fault, no timeout. The protocol comes from `appProtocol` or the name of the Service port, or from `protocol` in a ServiceEntry. Nothing is reported if a host is not known, if a rule applies to a gateway as well, or if one port of one host fits.',
      remedy: 'Write rules of the kind that fits the port, or declare what the port speaks.',
      references: [
        'https://istio.io/latest/docs/ops/configuration/traffic-management/protocol-selection/',
        'https://istio.io/latest/docs/ops/configuration/traffic-management/traffic-routing/',
        'https://istio.io/latest/docs/tasks/traffic-management/egress/egress-tls-origination/',
      ],
    },
  },
  run(mesh, report) {
    for (const object of mesh.all('networking.istio.io/VirtualService')) {
      const services = gatewayNames(object).includes(MESH_GATEWAY) ? knownServices(mesh, object) : [];
      for (const { kind, rules } of services.length === 0 ? [] : ofKinds(object)) {
        const inMesh = rules.filter((rule) => isForMesh(object, rule));
        const unfit = inMesh.filter(
          (rule) => portsOf(rule, services).length > 0 && !services.some((service) => fits(mesh, rule, service)),
        );
        const isAll = unfit.length === rules.length;
        for (const rule of isAll ? unfit.slice(0, 1) : unfit) {
          report({
            code: 'CDI0157',
            object,
            path: isAll ? `spec.${kind}` : rule.path,
            related: services.slice(0, SHOWN).map((service) => ({ object: service.object })),
            ...wordsFor(kind, services, portsOf(rule, services)),
          });
        }
      }
    }
  },
};

/** How many services a finding is related to. */
const SHOWN = 3;

/** The services that a VirtualService is for; none where one of its hosts is not known. */
function knownServices(mesh: Mesh, object: VirtualService): readonly RegistryService[] {
  const found = hostsOf(object, mesh).map((host) => registry(mesh).overlapping(host));
  const services = found.flat().filter(({ ports, resolution }) => ports.length > 0 || resolution === 'Alias');
  return found.some((each) => each.length === 0) || services.some(({ resolution }) => resolution === 'Alias')
    ? []
    : services;
}

function ofKinds(object: VirtualService): readonly { readonly kind: RuleKind; readonly rules: readonly RouteRule[] }[] {
  const all: readonly { readonly kind: RuleKind; readonly rules: readonly RouteRule[] }[] = [
    { kind: 'http', rules: httpRulesOf(object) },
    { kind: 'tls', rules: tlsRulesOf(object) },
    { kind: 'tcp', rules: tcpRulesOf(object) },
  ];
  return all.filter(({ rules }) => rules.length > 0);
}

/** Whether a rule is for sidecars, and for no gateway. */
function isForMesh(object: VirtualService, rule: RouteRule): boolean {
  return gatewayNames(object).every((gateway) => isAskedAt(rule, gateway) === (gateway === MESH_GATEWAY));
}

/** Whether sidecars may use a rule for a port of a service. Ports that no service has are those of CDI0125, and a listener of a Sidecar may speak something else. */
function fits(mesh: Mesh, rule: RouteRule, service: RegistryService): boolean {
  const ports = portsOf(rule, [service]);
  const listeners = mesh.derive(listenerPorts);
  return ports.some(({ number, protocol }) => uses(protocol).includes(rule.kind) || listeners.has(number));
}

/** The ports that a rule asks for. */
function portsOf({ matches }: RouteRule, services: readonly RegistryService[]): readonly RegistryPort[] {
  const ports = services.flatMap((service) => service.ports);
  const asked = matches.map(({ match }) => match.port ?? 0);
  return asked.length === 0 || asked.includes(0) ? ports : ports.filter(({ number }) => asked.includes(number));
}

/** The ports for which a Sidecar says itself what they speak. */
function listenerPorts(mesh: Mesh): ReadonlySet<number> {
  const egress = mesh.all('networking.istio.io/Sidecar').flatMap(({ spec }) => spec.egress ?? []);
  return new Set(egress.flatMap(({ port }) => port?.number ?? []));
}

/** The kinds of rules that sidecars use for a port. */
function uses(protocol: Protocol): readonly RuleKind[] {
  switch (familyOf(protocol)) {
    case 'http':
      return ['http'];
    case 'tls':
      return ['tls'];
    case 'udp':
      return [];
    case 'tcp':
      return ['tcp'];
    case undefined:
      return ['http', 'tcp'];
  }
}

const READS: Readonly<Record<RuleKind, string>> = {
  http: 'read no requests there',
  tls: 'do not look at server names there',
  tcp: 'do not pass bytes on as they are there',
};

function wordsFor(kind: RuleKind, services: readonly RegistryService[], ports: readonly RegistryPort[]): Wording {
  const hosts = [...new Set(services.map(({ host }) => host))];
  const named = [...new Set(ports.map(({ number, protocol }) => `${number} (${protocol})`))];
  const right = [...new Set(ports.flatMap(({ protocol }) => uses(protocol)))];
  const what = `${list(hosts.slice(0, SHOWN))}${hosts.length > SHOWN ? ` and ${hosts.length - SHOWN} more` : ''}`;
  return {
    message: `Sidecars do not use ${kind} rules for ${what}: ${named.length === 1 ? 'its port is' : 'the ports are'} ${list(named.slice(0, SHOWN))}, and sidecars ${READS[kind]}. Connections go to the host as if there were no such rules.`,
    fix: `${right.length === 0 ? 'Remove the rules' : `Write ${right.join(' or ')} rules`}${kind === 'http' ? '; or, if the port speaks plain HTTP, name it "http-..." (in a ServiceEntry: protocol: HTTP)' : ''}.`,
  };
}
