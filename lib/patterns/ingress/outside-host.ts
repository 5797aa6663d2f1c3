import { show } from '../../core/problems';
import type { HostForms } from '../../networking/host';
import { hostProblem } from '../../networking/host';

/** What is wrong with a host that clients outside the cluster ask for. */
export function outsideHostProblem(host: string, forms: HostForms): string | undefined {
  return (
    hostProblem(host, forms) ??
    (host.includes('.')
      ? undefined
      : `${show(host)} has no dot. Clients outside the cluster need a full DNS name, for example "${host}.example.com".`)
  );
}
