import { isObject } from '../core/is-object';
import { at, list } from './reading/free-spec';
import type { Mesh } from './reading/mesh';

/**
 * Ports that the API server calls, as `namespace/name:port`: those of webhooks, of conversions and of APIServices. It is no proxy, so
 * nothing of Istio asks what they speak. `mesh.derive(apiServerPorts)`
 */
export function apiServerPorts(mesh: Mesh): ReadonlySet<string> {
  const services = [
    ...(
      [
        'admissionregistration.k8s.io/MutatingWebhookConfiguration',
        'admissionregistration.k8s.io/ValidatingWebhookConfiguration',
      ] as const
    ).flatMap((kind) =>
      mesh
        .all(kind)
        .flatMap(({ manifest: { webhooks } }) => list(webhooks).map((each) => at(each, 'clientConfig', 'service'))),
    ),
    ...mesh
      .all('apiextensions.k8s.io/CustomResourceDefinition')
      .map(({ spec }) => at(spec, 'conversion', 'webhook', 'clientConfig', 'service')),
    ...mesh.all('apiregistration.k8s.io/APIService').map(({ spec }) => at(spec, 'service')),
  ];
  return new Set(
    services.filter(isObject).map(({ namespace, name, port }) => {
      const number = typeof port === 'number' ? port : 443;
      return `${String(namespace)}/${String(name)}:${number}`;
    }),
  );
}
