import { isObject } from '../core/is-object';
import { DataSet } from './reading/data-map';
import { at, list } from './reading/free-spec';
import type { Mesh } from './reading/mesh';

/** A port of a Service. */
type ServicePort = readonly [namespace: string, name: string, port: number];

/**
 * Ports that the API server calls: those of webhooks, of conversions and of APIServices. It is not a proxy, so Istio does not care what they
 * speak. `mesh.derive(apiServerPorts)`
 */
export function apiServerPorts(mesh: Mesh): DataSet<ServicePort> {
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
  const ports = new DataSet<ServicePort>();
  for (const { namespace, name, port } of services.filter(isObject)) {
    ports.add([String(namespace), String(name), typeof port === 'number' ? port : 443]);
  }
  return ports;
}
