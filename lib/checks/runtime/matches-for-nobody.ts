import { MESH_GATEWAY } from '../../istio/names';
import { show } from '../../core/problems';
import type { HttpRuleMatch } from '../../mesh/delegates';
import { delegatesByName, httpRules } from '../../mesh/delegates';
import type { Gateway } from '../../mesh/gateways';
import type { Mesh } from '../../mesh/reading/mesh';
import type { RuleMatch, VirtualService } from '../../mesh/virtual-services';
import { gatewayNames, httpRulesOf, tcpRulesOf, tlsRulesOf } from '../../mesh/virtual-services';
import type { Check, Wording } from '../check';
import { gatewayOf } from './gateways';
import { ImpossibleFields } from './matches-for-nobody/impossible-field';

/** Matches that no request can fit, because of where its VirtualService applies. */
export const matchesForNobody: Check = {
  name: 'matches-for-nobody',
  mirrors: ['pilot/pkg/networking/core/route/route.go: TranslateRoute, sourceMatchHTTP'],
  codes: {
    CDI0124: {
      name: 'MatchGatewayNotBound',
      severity: 'warning',
      source: 'cdk8s-istio',
      summary: 'A match names a gateway that the VirtualService is not bound to.',
      explanation:
        '`gateways` of a match chooses among the gateways of the VirtualService, and adds none. istiod gives the rules of a VirtualService only to the gateways in `spec.gateways`, or to all sidecars if there are none, and there it keeps the matches that name the gateway, or no gateway. `mesh` must be in `spec.gateways` too, if other gateways are. A match that names only others is in no proxy, and neither is a rule with nothing but such matches.',
      remedy: 'Add the gateway to spec.gateways, or remove it from the match.',
      references: [
        'https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPMatchRequest',
        'https://github.com/istio/istio/issues/31916',
      ],
    },
    CDI0125: {
      name: 'MatchNeverFulfilled',
      severity: 'warning',
      source: 'cdk8s-istio',
      summary: 'A match asks for a port, client, host, scheme or method that no request for the VirtualService has.',
      explanation:
        '`port` of a match is the port number of a server of the Gateway, or of the Service that clients call, not that of a container. A gateway compares `sourceLabels` and `sourceNamespace` with its own pods, for it knows nothing of its clients. Envoy chooses the rules by the host of a request, so `authority` can only be one of the hosts of the VirtualService. `scheme` is that of the connection: `https` only where a server of the gateway terminates TLS, and never at a sidecar. `method` is compared with its case, and clients write `GET`, not `get`. Sidecars compare `sourceLabels` with the labels of the pod that calls; if no pod has them, no request fits. A rule whose matches all ask for something else gets no requests: they take a later rule, or get 404. Nothing is reported where the gateways or Services are not in the manifests, and in an open world labels that no pod has only where a pod has nearly the same.',
      remedy: 'Ask for what requests have there, or remove the condition.',
      references: ['https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPMatchRequest'],
    },
    CDI0127: {
      name: 'SourceNotCompared',
      severity: 'warning',
      source: 'cdk8s-istio',
      summary: 'A match names gateways and clients, and istiod does not compare the clients.',
      explanation:
        'If an http match has `gateways`, istiod ignores its `sourceLabels` and `sourceNamespace`, also for the gateway `mesh`: the rule takes the requests of all clients. Rules that are meant for a few clients, such as testers or a canary, then apply to everyone.',
      remedy: 'Omit gateways in the match; if the VirtualService has several gateways, split it.',
      references: ['https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPMatchRequest'],
    },
  },
  run(mesh, report) {
    const told = new Map<VirtualService, Set<string>>();
    for (const source of mesh.all('networking.istio.io/VirtualService')) {
      if ((source.spec.hosts ?? []).length === 0) {
        continue;
      }
      const bound = gatewayNames(source);
      const fields = new ImpossibleFields(mesh, source, bound);
      for (const placed of placedMatches(mesh, source)) {
        const { object, path, kind, match } = placed;
        const paths = told.get(object) ?? new Set();
        told.set(object, paths);
        if (paths.size === paths.add(path).size) {
          continue;
        }
        const unbound = unboundGateways(mesh, placed, bound);
        unbound.forEach(({ i, name }) =>
          report({
            code: 'CDI0124',
            object,
            path: `${path}.gateways[${i}]`,
            ...unboundWords(mesh, source, bound, placed, name),
          }),
        );
        if (unbound.length > 0) {
          continue;
        }
        const field = (['sourceLabels', 'sourceNamespace'] as const).find((name) => isSaid(match[name]));
        if (kind === 'http' && placed.gateways !== undefined && field !== undefined) {
          report({
            code: 'CDI0127',
            object,
            path: `${path}.${field}`,
            related: relatedTo(gatewaysNamed(mesh, placed.gateways)),
            message: `istiod does not compare ${field} in a match with gateways: the rule takes the requests of all clients that ask ${placed.gateways.join(' or ')}.`,
            fix: placed.gateways.every((name) => name !== MESH_GATEWAY)
              ? `Remove ${field}: a gateway knows nothing of its clients' pods. To tell clients apart there, match a header, or a claim of their token.`
              : bound.length === 1
                ? 'Remove gateways from the match: the VirtualService has only this one.'
                : `Remove gateways from the match, and write a VirtualService of its own for ${placed.gateways.join(' and ')}.`,
          });
        }
        const impossible = fields.in(kind, placed);
        if (impossible !== undefined) {
          const { field: name, ...words } = impossible;
          report({ code: 'CDI0125', object, path: `${path}.${name}`, ...words });
        }
      }
    }
  },
};

interface PlacedMatch extends RuleMatch {
  readonly kind: 'http' | 'tls' | 'tcp';
  /** The VirtualService that it stands in. */
  readonly object: VirtualService;
}

/** The matches of a VirtualService, http ones as merged with those of delegates, and where each stands. */
function placedMatches(mesh: Mesh, source: VirtualService): readonly PlacedMatch[] {
  const others = ([...tlsRulesOf(source), ...tcpRulesOf(source)] as const).flatMap(({ kind, matches }) =>
    matches.map((match): PlacedMatch => ({ ...match, kind, object: source })),
  );
  const named = mesh.derive(delegatesByName);
  const http = httpRules(mesh, source).rules.flatMap(({ matches, delegate }) =>
    // What no request has under one root may be right under another.
    (delegate !== undefined && (named.get(delegate.object.key) ?? []).length > 1 ? [] : matches).map(
      (match): PlacedMatch => ({ ...match, kind: 'http', ...placeOf(match, delegate?.object) }),
    ),
  );
  return [...http, ...others];
}

/** A delegate that says nothing of where its rule applies leaves that to the root. */
function placeOf(match: HttpRuleMatch, delegate: VirtualService | undefined): { object: VirtualService; path: string } {
  const { object, path, delegatePath } = match;
  const own =
    delegate &&
    httpRulesOf(delegate)
      .flatMap(({ matches }) => matches)
      .find((each) => each.path === delegatePath);
  return own !== undefined && CONDITIONS.some((name) => isSaid(own.match[name]))
    ? { object: delegate!, path: own.path }
    : { object, path };
}

const CONDITIONS = ['gateways', 'port', 'sourceLabels', 'sourceNamespace', 'authority', 'scheme', 'method'] as const;

function isSaid(value: unknown): boolean {
  return typeof value === 'object' && value !== null ? Object.keys(value).length > 0 : Boolean(value);
}

function unboundGateways(
  mesh: Mesh,
  { gateways = [], kind }: PlacedMatch,
  bound: readonly string[],
): readonly { readonly i: number; readonly name: string }[] {
  return (
    gateways
      .map((name, i) => ({ i, name }))
      .filter(({ name }) => !bound.includes(name))
      // KIA1102 reports Gateways that do not exist.
      .filter(({ name }) => kind !== 'http' || name === MESH_GATEWAY || gatewayOf(mesh, name) !== undefined)
  );
}

function unboundWords(
  mesh: Mesh,
  source: VirtualService,
  bound: readonly string[],
  { gateways = [], object }: PlacedMatch,
  name: string,
): Wording {
  const { spec, key } = source;
  const nowhere = gateways.every((each) => !bound.includes(each));
  const list = [...(spec.gateways ?? [MESH_GATEWAY]), name].join(', ');
  const isUnknown = name !== MESH_GATEWAY && gatewayOf(mesh, name) === undefined;
  const [only] = bound.length === 1 && isUnknown && bound[0] !== MESH_GATEWAY ? (spec.gateways ?? []) : [];
  const namesake = bound.find((each) => each !== MESH_GATEWAY && each.split('/').at(-1) === name.split('/').at(-1));
  const whose = object === source ? 'The VirtualService' : `VirtualService ${key}, which delegates to this one,`;
  return {
    related: relatedTo([...(object === source ? [] : [source]), ...gatewaysNamed(mesh, [...bound, name])]),
    message:
      `${whose} is bound to ${bound.length === 1 && bound[0] === MESH_GATEWAY ? 'the mesh only' : bound.join(' and ')}, not to ${name}. ` +
      (nowhere
        ? 'No proxy has a route for this match.'
        : `${name === MESH_GATEWAY ? 'Sidecars have' : 'That gateway has'} no route for this match.`),
    fix:
      namesake === undefined && only !== undefined
        ? `There is no Gateway ${name}. Write ${only}, or remove gateways here.`
        : namesake === undefined
          ? `Write gateways: [${list}] in spec, or remove ${show(name)} here.`
          : `Write ${namesake} here, as in spec.gateways${name.startsWith(`${object.namespace}/`) ? ': a name without a namespace is one of the namespace of the VirtualService' : ''}.`,
  };
}

function gatewaysNamed(mesh: Mesh, names: readonly string[]): readonly Gateway[] {
  return [...new Set(names)].flatMap((name) => gatewayOf(mesh, name) ?? []);
}

function relatedTo(objects: readonly (Gateway | VirtualService)[]): Wording['related'] {
  return objects.length === 0 ? undefined : objects.map((object) => ({ object }));
}
