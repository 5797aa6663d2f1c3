import { lowerCase } from '../../istio/http-match';
import { rulesOfServer } from '../../istio/server-rules';
import type { GatewayServer } from '../../mesh/gateway-servers';
import { bareHosts, speaksTls } from '../../mesh/gateway-servers';
import type { HttpRule } from '../../mesh/delegates';
import { httpRules, placeOfField } from '../../mesh/delegates';
import type { Proxy } from '../../mesh/proxies';
import { DataSet } from '../../mesh/reading/data-map';
import { push } from '../../mesh/reading/group-by';
import type { Mesh } from '../../mesh/reading/mesh';
import { hostsOf, isAskedAt } from '../../mesh/virtual-services';
import { askedGateways } from '../../routing/asked-gateways';
import { boundTo, serverHosts } from '../../routing/server-hosts';
import { list } from '../../schema/words';
import type { Check, Report } from '../check';
import type { Front } from './load-balancer-fronts/front';
import { ingressFronts, serviceFronts } from './load-balancer-fronts/front';
import { leadsTo } from './load-balancer-fronts/reaches';
import type { Absence, Doors, Target } from './redirect-targets/doors';
import { checkHttpRoutes } from './redirect-targets/http-routes';
import { doorsAt, exposedPorts, serversAt } from './redirect-targets/server-doors';
import { targetOf, wordsFor } from './redirect-targets/target';

/** Redirects to a scheme or port of a gateway on which nothing listens. */
export const redirectTargets: Check = {
  name: 'redirect-targets',
  mirrors: [
    'pilot/pkg/networking/core/gateway.go: buildGatewayHTTPRouteConfig',
    'pilot/pkg/networking/core/route/route.go: ApplyRedirect',
  ],
  codes: {
    CDI0130: {
      name: 'RedirectToNowhere',
      severity: 'error',
      source: 'cdk8s-istio',
      summary: 'A gateway redirects clients to a scheme or port on which it does not listen for the host.',
      explanation:
        'A redirect only tells the client where to go; the next request must find something there. `httpsRedirect: true` sends all requests to HTTPS, so a server with protocol HTTPS (or TLS with PASSTHROUGH) must be there for the same host, in a Gateway for the same pods. Without one, the connection is refused, or closed because no certificate fits the name, and the site is down for everyone. The same holds for `redirect` with `scheme` or `port`; `port` without `scheme` keeps the scheme of the request, and `derivePort: FROM_REQUEST_PORT` writes the port of the server that redirects. Nothing is reported if a load balancer in front terminates TLS, or if another HTTP server of the gateway has the host, which such a load balancer may call.',
      remedy: 'Add a server for the scheme and the host, or redirect to one that exists.',
      references: [
        'https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings',
        'https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRedirect',
        'https://istio.io/latest/docs/tasks/traffic-management/ingress/secure-ingress/',
      ],
    },
  },
  run(mesh, report) {
    const findings = new Map<string, (Report | undefined)[]>();
    const add = (key: string, found: Report | undefined): void => push(findings, key, found);
    for (const proxy of askedGateways(mesh)) {
      const doors = doorsAt(mesh, proxy);
      for (const server of serversAt(mesh, proxy)) {
        const place: Place = { mesh, proxy, server, doors };
        if (server.server.tls?.httpsRedirect === true && !speaksTls(server)) {
          add(`${server.gateway.key} ${server.path}`, lostServer(place));
        }
        checkRules(place, add);
      }
    }
    const told = new DataSet<readonly [key: string, path: string]>();
    for (const [first, ...others] of findings.values()) {
      // A redirect that finds its target at one of several gateways is left alone.
      if (first !== undefined && !others.includes(undefined) && told.add([first.object.key, first.path])) {
        report(first);
      }
    }
    checkHttpRoutes(mesh, report);
  },
};

/** A server of a gateway, and all on which the gateway listens. */
interface Place {
  readonly mesh: Mesh;
  readonly proxy: Proxy;
  readonly server: GatewayServer;
  readonly doors: Doors;
}

/** A server that redirects to HTTPS where there is none for its hosts. */
function lostServer(place: Place): Report | undefined {
  const { gateway, path, number } = place.server;
  const lost = bareHosts(place.server).filter((host) => place.doors.absenceOf({ scheme: 'https', host }) !== undefined);
  const isFronted = lost.some((host) => mayBeFronted(place, host));
  return lost.length === 0 || isFronted
    ? undefined
    : {
        code: 'CDI0130',
        object: gateway,
        path: `${path}.tls.httpsRedirect`,
        absence: true,
        message: `Server ${number} redirects ${list(lost)} to HTTPS, and no Gateway for these pods has a server with TLS for ${lost.length === 1 ? 'this host' : 'these hosts'}: the next request of every client fails.`,
        fix: `Add a server: { port: { number: 443, name: https, protocol: HTTPS }, hosts: [${lost.map((host) => (host.startsWith('*') ? `'${host}'` : host)).join(', ')}], tls: { mode: SIMPLE, credentialName: ... } }; or remove httpsRedirect.`,
      };
}

/** Whether something in front may terminate TLS for a host: a load balancer that the manifests show, or one that calls another HTTP server. */
function mayBeFronted({ mesh, server, doors }: Place, host: string): boolean {
  return (
    doors.hasOtherHttp(host, server.number) ||
    mesh.derive(frontsWithTls).some(({ service }) => leadsTo(mesh, service, server.gateway))
  );
}

function frontsWithTls(mesh: Mesh): readonly Front[] {
  return [
    ...mesh.all('core/Service').flatMap(serviceFronts),
    ...[...mesh.all('networking.k8s.io/Ingress'), ...mesh.all('extensions/Ingress')].flatMap((object) =>
      ingressFronts(mesh, object),
    ),
  ].filter(({ endsTls }) => endsTls);
}

/** The redirects of VirtualServices that are asked at a server. */
function checkRules(at: Place, add: (key: string, found: Report | undefined) => void): void {
  const { mesh, proxy, server } = at;
  for (const source of rulesOfServer(server.server) === 'http' ? boundTo(mesh, proxy, server) : []) {
    for (const rule of httpRules(mesh, source).rules) {
      const { redirect } = rule.rule;
      if (redirect === undefined || !isAskedHere(rule, server) || readsForwardedScheme(rule)) {
        continue;
      }
      const lost = serverHosts(server)
        .shared(hostsOf(source, mesh), source.namespace)
        .map((host) => targetOf(redirect, server, host))
        .map((target) => ({ target, absence: target && missingAt(at, target) }))
        .find(({ absence }) => absence !== undefined);
      const place = placeOfField(source, rule, 'redirect');
      add(
        `${place.object.key} ${place.path} ${server.gateway.key} ${server.path}`,
        lost && {
          code: 'CDI0130',
          ...place,
          related: [{ object: server.gateway, path: server.path }],
          ...wordsFor(lost.target!, lost.absence!, { name: 'the gateway', door: 'server' }),
        },
      );
    }
  }
}

function isAskedHere({ matches }: HttpRule, { gateway, number }: GatewayServer): boolean {
  return (
    matches.length === 0 ||
    matches.some((each) => isAskedAt(each, gateway.key) && [undefined, 0, number].includes(each.match.port))
  );
}

/** Whether a rule asks what scheme the client spoke to a load balancer in front. */
function readsForwardedScheme({ matches }: HttpRule): boolean {
  return matches.some(({ match: { headers, withoutHeaders } }) =>
    Object.keys({ ...headers, ...withoutHeaders }).some((name) => /^x-(forwarded-proto|scheme)$/.test(lowerCase(name))),
  );
}

/** What is missing for the target of a redirect; nothing where its host is none of the gateway's. */
function missingAt(at: Place, target: Target): Absence | undefined {
  const absence = at.doors.at(target.host).length === 0 ? undefined : at.doors.absenceOf(target);
  const isElsewhere =
    absence?.what === 'scheme'
      ? target.scheme === 'https' && mayBeFronted(at, target.host)
      : target.port !== undefined && exposedPorts(at.mesh, at.proxy).has(target.port);
  return isElsewhere ? undefined : absence;
}
