import type { Rule } from '../../../imports/security';
import type { KnownRequest, RuleField, RuleOwner } from '../../istio/authorization-match';
import { fieldOfRequestFits, fieldsOfRequests } from '../../istio/authorization-match';
import { authorizationPoliciesFor } from '../../mesh/authorization';
import { endpointsOf } from '../../mesh/endpoints';
import { isInAmbient } from '../../mesh/injection';
import { gatewayWorkloads, proxies } from '../../mesh/proxies';
import type { Mesh } from '../../mesh/reading/mesh';
import { groupBy } from '../../mesh/reading/group-by';
import { once } from '../../mesh/reading/once';
import type { RegistryService } from '../../mesh/registry';
import { registry } from '../../mesh/registry';
import type { Workload } from '../../mesh/workload';
import type { PolicyRule } from '../authorize';
import { rulesOf } from '../authorize';
import { workloadIdentity } from '../identity';
import { sidecarOfPods } from '../proxy-of-pods';
import { addressOf } from '../target';
import { EXCLUDED } from '../walk';
import { destinationHosts } from './destination-hosts';
import { clientViews } from './client-views';

/** Pods that call: those of gateways only pass on what others ask. */
export function callersOf(mesh: Mesh): readonly Workload[] {
  const gateways = gatewayWorkloads(mesh);
  return mesh.workloads.filter((workload) => !gateways.has(workload));
}

/** Callers that nothing on the way to a host and port can tell apart, in groups. */
export function alikeCallers(
  mesh: Mesh,
  callers: readonly Workload[],
  host: string,
  port: number,
): readonly (readonly Workload[])[] {
  const hosts = [host, ...mesh.derive(destinationHosts).after(host)];
  const views = mesh.derive(clientViews);
  const rules = mesh.derive(rulesByHost).of(hosts);
  const keyOf = (workload: Workload): string => {
    const proxy = sidecarOfPods(mesh, workload);
    const address = addressOf(workload) ?? '';
    if (proxy === undefined) {
      return `${isInAmbient(workload, mesh) ? 'ambient' : 'none'} ${address}`;
    }
    const excluded = workload.annotations[EXCLUDED] ?? '';
    const view = views.of(proxy, hosts);
    return [view, address, excluded.split(/[, ]+/).includes(String(port)), identityKey(mesh, workload, rules)].join(' ');
  };
  return [...groupBy(callers, keyOf).values()];
}

/** What rules say of the identity and address of a caller. */
function identityKey(mesh: Mesh, workload: Workload, rules: readonly PolicyRule[]): string {
  if (rules.length === 0) {
    return '';
  }
  const { namespace, serviceAccount } = workload;
  const identity = workloadIdentity(mesh, namespace, serviceAccount);
  const address = addressOf(workload);
  const known: KnownRequest = { identities: [`spiffe://${identity}`], peerAddress: address, remoteAddress: address };
  return rules.map(({ rule, owner }) => answersOf(rule)(owner, known, `${identity} ${address ?? ''}`)).join('');
}

type Answers = (owner: RuleOwner, known: KnownRequest, key: string) => string;

const answersOf = once((rule: Rule): Answers => {
  const answers = new Map<string, string>();
  return (owner, known, key) => {
    let text = answers.get(key);
    if (text === undefined) {
      const { from = [], when = [] } = fieldsOfRequests(rule, owner) ?? {};
      const all = [...from, when].map((fields) => fields.filter(({ isHttp }) => !isHttp).map((field) => answer(field, known, owner)));
      text = all.map((each) => `${each.join('')};`).join('');
      answers.set(key, text);
    }
    return text;
  };
});

function answer(field: RuleField, known: KnownRequest, owner: RuleOwner): string {
  return fieldOfRequestFits(field, known, owner)[0];
}

/** The rules of policies that look at callers, by the hosts of the pods that they are for. */
class RulesByHost {
  private readonly known = new Map<string, readonly PolicyRule[]>();

  constructor(private readonly mesh: Mesh) {}

  public of(hosts: readonly string[]): readonly PolicyRule[] {
    const all = hosts.flatMap((host) => this.ofHost(host));
    return distinct([...all, ...this.mesh.derive(rulesOfUnseenGateways)]);
  }

  private ofHost(host: string): readonly PolicyRule[] {
    let rules = this.known.get(host);
    if (rules === undefined) {
      rules = distinct(registry(this.mesh).overlapping(host).flatMap((service) => this.ofService(service)));
      this.known.set(host, rules);
    }
    return rules;
  }

  private ofService(service: RegistryService): readonly PolicyRule[] {
    const servers = service.ports.flatMap(({ number }) => endpointsOf(this.mesh, service, number));
    const pods = new Map(servers.map(({ object, namespace, labels, path }) => [`${object.id} ${object.key} ${path}`, { namespace, labels }]));
    return [...pods.values()].flatMap((each) => rulesFor(this.mesh, each));
  }
}

function rulesByHost(mesh: Mesh): RulesByHost {
  return new RulesByHost(mesh);
}

/** Any host may lead to the gateways whose pods no manifest shows. */
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
