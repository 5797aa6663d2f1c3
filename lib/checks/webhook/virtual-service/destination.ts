import type { Destination, HttpRouteDestination, RouteDestination } from '../../../../imports/networking';
import { show } from '../../../core/problems';
import type { Verdict } from '../shared/errors-only';
import { checkHeaders } from '../shared/header';
import { isDnsLabel } from '../../../istio/domain-name';
import { hostFix, wildcardDomainProblem } from '../shared/host';
import { portProblem } from '../shared/port';
import type { RouteContext } from './route-context';

/** Says what is wrong with one place that traffic is sent to. */
export function checkDestination(destination: Destination | undefined, path: string, verdict: Verdict): void {
  if (destination === undefined) {
    return;
  }
  const { host = '', subset = '', port } = destination;
  const problem = host === '*' ? 'matches all hosts, but a destination is a single host.' : wildcardDomainProblem(host);
  if (problem !== undefined) {
    verdict.error(
      `${path}.host`,
      `The host ${show(host)} ${problem}`,
      hostFix(host, 'Write the name of a Service or a host.'),
    );
  }
  if (subset !== '' && !isDnsLabel(subset)) {
    verdict.error(
      `${path}.subset`,
      `The subset ${show(subset)} is not a name: at most 63 letters, digits and "-", with a letter or digit at both ends.`,
      'Write the name of a subset of the DestinationRule, and rename it there if it has this name.',
    );
  }
  const wrongPort = port === undefined ? undefined : portProblem(port.number);
  if (wrongPort !== undefined) {
    verdict.error(
      `${path}.port.number`,
      `The number of the port ${wrongPort}`,
      'Write the number of a port of the Service, or remove port.',
    );
  }
}

/** Says what is wrong with the destinations that share the traffic of a route. */
export function checkDestinations(
  route: readonly (HttpRouteDestination | RouteDestination)[] = [],
  path: string,
  { converted }: RouteContext,
  verdict: Verdict,
): void {
  route.forEach((each, i) => {
    const at = `${path}[${i}]`;
    if (each.destination === undefined) {
      verdict.error(`${at}.destination`, 'The destination is missing.', 'Write destination with the host.');
    }
    if ('headers' in each) {
      checkHeaders(each.headers, `${at}.headers`, verdict);
    }
    if (!converted) {
      checkDestination(each.destination, `${at}.destination`, verdict);
    }
    if ((each.weight ?? 0) < 0) {
      verdict.error(`${at}.weight`, `The weight is ${each.weight}, but cannot be negative.`, 'Write 0 or more.');
    }
  });
  // As istiod adds them up: numbers of 32 bits.
  const total = route.reduce((sum, { weight = 0 }) => (sum + weight) | 0, 0);
  if (route.length > 1 && total === 0) {
    verdict.error(
      path,
      'The weights of the destinations add up to 0, so none of them gets traffic.',
      'Write a weight for each destination, such as 90 and 10.',
    );
  }
}
