import type { L4MatchAttributes, TcpRoute, TlsMatchAttributes, TlsRoute } from '../../../../imports/networking';
import { show } from '../../../core/problems';
import { isGoAddress } from '../../../schema/go-address';
import { subnetProblem } from '../shared/subnet';
import type { Verdict } from '../shared/errors-only';
import { errorsOnly } from '../shared/errors-only';
import { wildcardDomainProblem } from '../shared/host';
import { checkLabels } from '../shared/labels';
import { portProblem } from '../shared/port';
import { checkDestinations } from './destination';
import { checkGatewayNames } from './gateway-names';
import { sniDomainProblem } from './hosts';
import type { RouteContext } from './route-context';

export function checkTlsRoute(route: TlsRoute, path: string, context: RouteContext, verdict: Verdict): void {
  const { match = [] } = route;
  if (match.length === 0) {
    verdict.error(`${path}.match`, 'A route of TLS has no match.', 'Write match with sniHosts.');
  }
  match.forEach((each, i) => checkTlsMatch(each, `${path}.match[${i}]`, context, verdict));
  checkRoute(route, path, context, verdict);
}

/** Warnings of the gateways' names are lost here, as in istiod. */
export function checkTcpRoute(route: TcpRoute, path: string, context: RouteContext, verdict: Verdict): void {
  (route.match ?? []).forEach((each, i) => checkMatch(each, `${path}.match[${i}]`, errorsOnly(verdict)));
  checkRoute(route, path, context, verdict);
}

function checkRoute({ route = [] }: TlsRoute | TcpRoute, path: string, context: RouteContext, verdict: Verdict): void {
  if (route.length === 0) {
    verdict.error(`${path}.route`, 'The route has no destination.', 'Write route with one destination or more.');
  }
  checkDestinations(route, `${path}.route`, context, verdict);
}

function checkTlsMatch(match: TlsMatchAttributes, path: string, context: RouteContext, verdict: Verdict): void {
  const { sniHosts = [] } = match;
  if (sniHosts.length === 0) {
    verdict.error(
      `${path}.sniHosts`,
      'The match has no sniHosts, but TLS is routed by SNI.',
      'Write sniHosts; to route by port alone write a route in tcp.',
    );
  }
  sniHosts.forEach((host, i) => checkSniHost(host, `${path}.sniHosts[${i}]`, context, verdict));
  checkMatch(match, path, verdict);
}

function checkSniHost(host: string, path: string, context: RouteContext, verdict: Verdict): void {
  const { hosts, notForMesh, hostIndex } = context;
  const problem = notForMesh ? sniDomainProblem(host) : wildcardDomainProblem(host);
  if (problem !== undefined) {
    if (isGoAddress(host)) {
      verdict.warning(
        path,
        `The name ${show(host)} is an IP address, but clients do not send IP addresses as SNI.`,
        'Write the host that clients use, or a route in tcp with destinationSubnets.',
      );
    } else {
      verdict.error(path, `The name ${show(host)} ${problem}`, 'Write a domain name, or one that begins with "*.".');
    }
  } else if (hostIndex.covering(host).next().done) {
    verdict.error(
      path,
      `The name ${show(host)} is not one of the hosts of the VirtualService${hosts.length === 0 ? '' : `, which are ${hosts.join(', ')}`}.`,
      `Add ${show(host)} to spec.hosts, or write a name that is one of them.`,
    );
  }
}

function checkMatch(
  { destinationSubnets = [], port = 0, sourceLabels, gateways }: L4MatchAttributes | TlsMatchAttributes,
  path: string,
  verdict: Verdict,
): void {
  destinationSubnets.forEach((subnet, i) => {
    const problem = subnetProblem(subnet);
    if (problem !== undefined) {
      verdict.error(
        `${path}.destinationSubnets[${i}]`,
        `The entry ${problem}`,
        'Write an IP address or a range of them.',
      );
    }
  });
  checkMatchPort(port, path, verdict);
  checkLabels(sourceLabels, `${path}.sourceLabels`, verdict);
  checkGatewayNames(gateways, `${path}.gateways`, verdict);
}

/** Nothing is the same as 0: any port. */
export function checkMatchPort(port: number, path: string, verdict: Verdict): void {
  const problem = port === 0 ? undefined : portProblem(port);
  if (problem !== undefined) {
    verdict.error(`${path}.port`, `The port ${problem}`, 'Write the port that clients use, or remove port for any.');
  }
}
