import { expectList } from '../../core/expect';
import type { Problems } from '../../core/problems';
import { show } from '../../core/problems';
import { dnsLabelProblem } from '../../kubernetes/names';
import { namespaceName, otherKindProblem } from '../../kubernetes/namespace-name';
import type { EgressPlace } from './egress';
import type { EgressProps } from './egress-props';

/**
 * The namespaces that must see the hosts: those of the clients for the first hop, that of the gateway for the second.
 *
 * @param own the namespace of the objects
 */
export function checkClients(
  clients: EgressProps['clients'],
  exit: EgressPlace | undefined,
  own: string | undefined,
  problems: Problems,
): string[] | undefined {
  if (clients === undefined) {
    return undefined;
  }
  const given = expectList(clients, problems, 'clients', "['default']").map(namespaceName);
  if (Array.isArray(clients) && clients.length === 0) {
    problems.add('clients', "is empty, so no client could use it. Write ['default'], or omit it for all namespaces.");
  }
  given.forEach((namespace, i) => {
    const problem =
      dnsLabelProblem(namespace, 'the name of a namespace') ??
      otherKindProblem(clients[i]) ??
      (given.indexOf(namespace) < i ? `${show(namespace)} is given twice.` : undefined);
    if (problem !== undefined) {
      problems.add(`clients[${i}]`, problem);
    }
  });
  return exit === 'sidecar'
    ? given.map((namespace) => (namespace === own ? '.' : namespace))
    : ['.', ...given.filter((namespace) => namespace !== own)];
}
