import type { Operation, Rule } from '../../../imports/security';
import { WITHOUT_REQUESTS } from '../../istio/authorization-fields';
import { httpFields } from '../../istio/authorization-match';
import type { AuthorizationPolicy } from '../../mesh/authorization';
import { proxiesOfPolicy } from '../../mesh/authorization';
import { gatewayRequests } from '../../mesh/gateway-requests';
import { podPorts, readsRequests } from '../../mesh/pod-ports';
import type { Proxy } from '../../mesh/proxies';
import { push } from '../../mesh/reading/group-by';
import type { Mesh } from '../../mesh/reading/mesh';
import { list } from '../../schema/words';
import type { Check, RelatedPlace, Reporter } from '../check';
import { onlyHttp } from '../webhook/authorization-policy';
import { actionOf } from './policy-effects';

/** Rules of AuthorizationPolicies about HTTP requests for ports on which proxies read none. */
export const requestsOnTcpPorts: Check = {
  name: 'requests-on-tcp-ports',
  mirrors: ['pilot/pkg/security/authz/model/model.go: checkError'],
  codes: {
    CDI0410: {
      name: 'HttpRuleOnTcpPort',
      severity: 'error',
      source: 'cdk8s-istio',
      summary: 'A rule of an AuthorizationPolicy looks at HTTP requests on a port that is not HTTP.',
      explanation:
        'Methods, paths, hosts, headers and tokens are there only where the proxy reads requests: on ports whose protocol is HTTP, HTTP2 or gRPC, or unknown. On a TCP or TLS port istiod leaves a whole rule out of an ALLOW policy if any part of it looks at requests, its other `to` entries included, so the rule allows nothing there. In a DENY policy it leaves out only those fields, and the rule denies every connection that the rest of it matches. The protocol comes from `appProtocol` or the name of the Service port, and for a few well-known numbers from the number. IST0133 reports DENY rules that name no port.',
      remedy:
        'If the port speaks HTTP, name it so (`http-...`). Otherwise write a rule of its own for the port, with addresses, identities and ports only.',
      references: [
        'https://istio.io/latest/docs/concepts/security/#using-istio-authorization-on-plain-tcp-protocols',
        'https://istio.io/latest/docs/tasks/security/authorization/authz-tcp/',
        'https://github.com/istio/istio/issues/37920',
      ],
    },
  },
  run(mesh, report) {
    for (const object of mesh.all('security.istio.io/AuthorizationPolicy')) {
      const rules = object.spec.rules ?? [];
      const fields = rules.map(httpFields);
      const proxies = fields.some((each) => each.length > 0) ? proxiesOfPolicy(mesh, object) : [];
      if (proxies.length === 0) {
        continue;
      }
      const ports = new Ports(mesh, proxies);
      rules.forEach((rule, i) => {
        if (fields[i].length > 0) {
          checkRule(object, rule, `spec.rules[${i}]`, fields[i], ports, report);
        }
      });
    }
  },
};

/** A port of some pods, and whether their proxies read requests there. */
interface KnownPort {
  readonly number: number;
  readonly reads: boolean | undefined;
  /** `shop/redis` */
  readonly pods: string;
  /** What makes the pods, and the Service or Gateway that says what the port speaks. */
  readonly objects: readonly RelatedPlace['object'][];
}

/** The ports of all proxies of a policy. */
class Ports {
  public readonly all: readonly KnownPort[];
  private readonly byNumber = new Map<string, KnownPort[]>();

  constructor(mesh: Mesh, proxies: readonly Proxy[]) {
    this.all = proxies.flatMap((proxy) => portsOf(mesh, proxy));
    this.all.forEach((port) => push(this.byNumber, String(port.number), port));
  }

  /** Where nothing reads requests on a port, in all pods that have it. */
  public withoutRequests(number: string): readonly KnownPort[] {
    const same = this.byNumber.get(number) ?? [];
    return same.every(({ reads }) => reads === false) ? same : [];
  }
}

function portsOf(mesh: Mesh, proxy: Proxy): KnownPort[] {
  const { workload, namespace, name } = proxy;
  const pods = `${namespace}/${name}`;
  if (proxy.kind === 'gateway') {
    return gatewayRequests(mesh, proxy).flatMap(({ request: { port, isHttp }, gateway }) =>
      port === undefined
        ? []
        : {
            number: port,
            reads: isHttp,
            pods,
            objects: [...(workload === undefined ? [] : [workload.object]), gateway],
          },
    );
  }
  if (workload === undefined) {
    return [];
  }
  const targets = podPorts(mesh, workload).leading.filter(({ port }) => port.protocol !== 'UDP');
  return [...new Set(targets.flatMap(({ target }) => target ?? []))].map((number) => ({
    number,
    reads: readsRequests(mesh, workload, number),
    pods,
    objects: [
      workload.object,
      ...targets.filter(({ target }) => target === number).map(({ service }) => service.object),
    ],
  }));
}

function checkRule(
  object: AuthorizationPolicy,
  rule: Rule,
  path: string,
  fields: readonly string[],
  ports: Ports,
  report: Reporter,
): void {
  const action = actionOf(object);
  const { to = [], from, when } = rule;
  const elsewhere = httpFields({ from, when });
  const say = (at: string, found: readonly KnownPort[], looked: readonly string[]): void => {
    const [{ number, pods }] = found;
    report({
      code: 'CDI0410',
      object,
      path: at,
      severity: action === 'ALLOW' || action === 'DENY' ? undefined : 'warning',
      related: related(found),
      message: `Port ${number} of ${pods} is not HTTP, so there are no requests to compare ${list(looked)} with: there the rule will ${WITHOUT_REQUESTS[action]}${action === 'ALLOW' ? '' : ' that the rest of it matches'}.`,
      fix:
        action === 'ALLOW' && elsewhere.length === 0 && looked.length > 0 && to.length > 1
          ? `Write a rule of its own for port ${number}, without ${list(looked)}. If the port speaks HTTP, name it "http-..." in its Service.`
          : `Leave out ${list(looked)} for port ${number}. If the port speaks HTTP, name it "http-..." in its Service.`,
    });
  };
  to.forEach(({ operation = {} }: { operation?: Operation }, j) => {
    // Of ALLOW the whole rule is left out, whichever part of it looks at requests.
    const looked = action === 'ALLOW' ? fields : [...elsewhere, ...httpFields({ to: [{ operation }] })];
    operation.ports?.forEach((port, k) => {
      const found = looked.length === 0 ? [] : ports.withoutRequests(port);
      if (found.length > 0) {
        say(`${path}.to[${j}].operation.ports[${k}]`, found, looked);
      }
    });
  });
  const namesPorts =
    to.some(({ operation = {} }) => (operation.ports ?? operation.notPorts ?? []).length > 0) ||
    when?.some(({ key }) => key === 'destination.port') === true;
  if (namesPorts || (action === 'DENY' ? onlyHttp(rule) : action !== 'ALLOW')) {
    return;
  }
  const without = ports.all.filter(({ reads }) => reads === false);
  if (without.length > 0 && (action !== 'ALLOW' || without.length === ports.all.length)) {
    say(path, without, fields);
  }
}

function related([{ objects }]: readonly KnownPort[]): RelatedPlace[] {
  return [...new Set(objects)].map((object) => ({ object }));
}
