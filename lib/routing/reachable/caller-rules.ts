import type { Rule } from '../../../imports/security';
import type { KnownRequest, RuleOwner } from '../../istio/authorization-match';
import { fieldOfRequestFits, fieldsOfRequests } from '../../istio/authorization-match';
import { authorizationPoliciesFor } from '../../mesh/authorization';
import type { Endpoint } from '../../mesh/endpoints';
import { endpointsOf } from '../../mesh/endpoints';
import { proxies } from '../../mesh/proxies';
import type { Mesh } from '../../mesh/reading/mesh';
import type { RegistryService } from '../../mesh/registry';
import { registry } from '../../mesh/registry';
import { waypointOfPods, waypointOfService } from '../../mesh/waypoints';
import type { Workload } from '../../mesh/workload';
import type { PolicyRule } from '../authorize';
import { rulesOf } from '../authorize';
import { workloadIdentity } from '../identity';
import { addressOf } from '../target';

/** What policies tell callers apart by. */
export class CallerRules {
  private readonly byHost = new Map<string, readonly PolicyRule[]>();
  private readonly answers = new Map<Rule, Map<Workload, string>>();

  constructor(private readonly mesh: Mesh) {}

  /** The rules that look at callers, of all policies for the pods behind hosts, and for their waypoints. */
  public of(hosts: readonly string[]): readonly PolicyRule[] {
    // Any host may lead to the gateways whose pods no manifest shows.
    return distinct([...hosts.flatMap((host) => this.ofHost(host)), ...this.mesh.derive(rulesOfUnseenGateways)]);
  }

  /** What a rule says of the identity and address of a caller. */
  public answer({ rule, owner }: PolicyRule, caller: Workload): string {
    const known = this.answers.get(rule) ?? new Map<Workload, string>();
    this.answers.set(rule, known);
    let answer = known.get(caller);
    if (answer === undefined) {
      answer = this.compare(rule, owner, caller);
      known.set(caller, answer);
    }
    return answer;
  }

  private compare(rule: Rule, owner: RuleOwner, caller: Workload): string {
    const address = addressOf(caller);
    const identity = workloadIdentity(this.mesh, caller.namespace, caller.serviceAccount);
    const known: KnownRequest = { identities: [`spiffe://${identity}`], peerAddress: address, remoteAddress: address };
    const { from = [], when = [] } = fieldsOfRequests(rule, owner) ?? {};
    return [...from, when]
      .map((fields) =>
        fields.map((field) => (field.isHttp ? '' : fieldOfRequestFits(field, known, owner).charAt(0))).join(''),
      )
      .join();
  }

  private ofHost(host: string): readonly PolicyRule[] {
    let rules = this.byHost.get(host);
    if (rules === undefined) {
      const services = registry(this.mesh).overlapping(host);
      rules = distinct(services.flatMap((service) => this.ofService(service)));
      this.byHost.set(host, rules);
    }
    return rules;
  }

  private ofService(service: RegistryService): readonly PolicyRule[] {
    const servers = service.ports.flatMap(({ number }) => endpointsOf(this.mesh, service, number));
    const byPlace = new Map(servers.map((each) => [`${each.object.id} ${each.object.key} ${each.path}`, each]));
    const waypoint = waypointOfService(this.mesh, service)?.proxy;
    return [
      ...(waypoint === undefined ? [] : rulesFor(this.mesh, { ...waypoint, service: service.object })),
      ...[...byPlace.values()].flatMap((each) => this.ofServer(each)),
    ];
  }

  /** Of pods, and of the waypoint that ztunnel sends to in their place. */
  private ofServer({ namespace, labels, workload }: Endpoint): readonly PolicyRule[] {
    const waypoint = workload && waypointOfPods(this.mesh, workload)?.proxy;
    return [
      ...(waypoint === undefined ? [] : rulesFor(this.mesh, waypoint)),
      ...rulesFor(this.mesh, { namespace, labels }),
    ];
  }
}

/** `mesh.derive(callerRules)` */
export function callerRules(mesh: Mesh): CallerRules {
  return new CallerRules(mesh);
}

function rulesOfUnseenGateways(mesh: Mesh): readonly PolicyRule[] {
  return proxies(mesh)
    .gateways.filter(({ workload }) => workload === undefined)
    .flatMap((proxy) => rulesFor(mesh, proxy));
}

function rulesFor(mesh: Mesh, pods: Parameters<typeof authorizationPoliciesFor>[1]): readonly PolicyRule[] {
  const { custom, deny, allow } = rulesOf(authorizationPoliciesFor(mesh, pods));
  return [...custom, ...deny, ...allow].filter(({ rule: { from = [], when = [] } }) => from.length + when.length > 0);
}

function distinct(rules: readonly PolicyRule[]): readonly PolicyRule[] {
  return [...new Map(rules.map((each) => [each.rule, each])).values()];
}
