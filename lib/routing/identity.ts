import { istioctlGateway } from '../istio/installed-gateways';
import { GATEWAY_NAME, managedGateway } from '../mesh/managed-gateways';
import type { Proxy } from '../mesh/proxies';
import type { Mesh } from '../mesh/reading/mesh';

const INSTALLED = (['ingressgateway', 'egressgateway'] as const).map(istioctlGateway);

/** What the certificate of pods says: `cluster.local/ns/shop/sa/web`. */
export function workloadIdentity(mesh: Mesh, namespace: string, serviceAccount: string): string {
  return `${mesh.context.trustDomain}/ns/${namespace}/sa/${serviceAccount}`;
}

/** That of a proxy; undefined where nothing shows its service account. */
export function proxyIdentity(mesh: Mesh, { namespace, labels, name, workload }: Proxy): string | undefined {
  const account = workload?.serviceAccount ?? accountOfGateway(mesh, namespace, labels) ?? installedAccount(name);
  return account === undefined ? undefined : workloadIdentity(mesh, namespace, account);
}

function accountOfGateway(mesh: Mesh, namespace: string, labels: Proxy['labels']): string | undefined {
  const gateway = mesh.find('gateway.networking.k8s.io/Gateway', namespace, labels[GATEWAY_NAME] ?? '');
  return gateway && managedGateway(gateway, mesh)?.serviceAccount;
}

function installedAccount(name: string): string | undefined {
  return INSTALLED.find((each) => each.name === name)?.serviceAccount;
}
