import type { Problems } from '../../core/problems';
import { Gateway } from '../../networking/gateway';
import type { IngressGatewayOptions } from '../ingress/ingress-gateway';
import { IngressTls } from '../ingress/ingress-tls';

/**
 * Reports a login whose secrets would pass over plain HTTP.
 *
 * @param secret what passes
 * @param plain the ports for plain HTTP on which dashboards are served
 */
export function checkClearText(
  secret: string,
  { gateway, tls }: IngressGatewayOptions,
  plain: readonly number[],
  problems: Problems,
): void {
  if (tls instanceof IngressTls && tls._server === undefined) {
    return;
  }
  const clear = `the ${secret} of the login would cross the network in the clear, and whoever reads one could use it`;
  const ended = 'Where TLS ends before the gateway, write tls: IngressTls.elsewhere().';
  if (gateway === undefined && tls === undefined) {
    problems.add('tls', `is needed: ${clear}. Write tls: IngressTls.credential('name-of-the-secret'). ${ended}`);
  } else if (gateway !== undefined && !(gateway instanceof Gateway)) {
    problems.add(
      'tls',
      `is needed: whether the Gateway ends TLS is not known, and otherwise ${clear}. If it does, write tls: IngressTls.elsewhere().`,
    );
  } else if (plain.length > 0 && gateway instanceof Gateway) {
    problems.add(
      'gateway',
      `${gateway.gatewayName} serves plain HTTP on port ${plain.join(', ')}: ${clear}. Write httpsRedirect: true in that server. ${ended}`,
    );
  } else if (plain.length > 0) {
    problems.add(
      'tls.redirect',
      `false also serves plain HTTP on port ${plain[0]}: ${clear}. Omit it, or write plainHttp: false.`,
    );
  }
}
