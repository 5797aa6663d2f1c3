import type { Mesh } from '../../mesh/reading/mesh';
import type { Check } from '../check';
import { VALIDATIONS } from './shared/validations-page';
import { HTTP_METHODS } from '../../istio/http-methods';
import { isWildcard, readHost, serviceDomain } from './shared/hosts';
import { allowsAnyHost } from './shared/mutual-tls';
import { checkedObjects, meshNamespaces } from './shared/namespaces';
import { serviceEntryHosts } from './shared/service-entries';
import { serviceIndex, serviceNames } from './shared/services';
import { viewers, VisibleLists } from './shared/visibility';
import { nearestName } from './shared/suggestion';

/** Methods that HTTP does not have, and hosts that nothing is behind, in AuthorizationPolicies. */
export const authorizationOperations: Check = {
  name: 'authorization-operations',
  mirrors: ['business/checkers/authorization/namespace_method', 'business/checkers/authorization/no_host'],
  codes: {
    KIA0102: {
      name: 'UnknownMethod',
      severity: 'warning',
      source: 'kiali',
      summary: 'An AuthorizationPolicy names a method that HTTP does not have.',
      explanation:
        'methods is compared literally with the method of a request. Names of functions, misspelled methods, and methods ' +
        'of gRPC match no request; gRPC always uses POST, with the function in the path. Under ALLOW the requests are ' +
        'rejected, and under DENY they get through.',
      remedy: 'Write a method of HTTP, or "GE*", "*ET" and "*"; put functions of gRPC into paths.',
      references: [VALIDATIONS, 'https://istio.io/latest/docs/reference/config/security/authorization-policy/'],
    },
    KIA0104: {
      name: 'OperationHostUnknown',
      severity: 'error',
      source: 'kiali',
      summary: 'An AuthorizationPolicy names a host that no Service, ServiceEntry or VirtualService has.',
      explanation:
        'hosts of an operation is compared with the Host header that clients send. A name that is not a host of the mesh is most likely misspelled, and the operation then matches no request. Kiali only checks names without a domain and those of an existing namespace, because clients may send any other name. The finding is a warning if proxies let requests to unknown hosts through (ALLOW_ANY).',
      remedy: 'Write the host as clients send it, in all forms that they use.',
      references: [
        VALIDATIONS,
        'https://istio.io/latest/docs/reference/config/security/authorization-policy/',
        'https://istio.io/latest/docs/ops/best-practices/security/#understand-traffic-capture-limitations',
      ],
    },
  },
  run(mesh, report) {
    const isKnown = mesh.derive(requestHosts);
    const names = mesh.derive(serviceNames);
    for (const object of checkedObjects(mesh, 'security.istio.io/AuthorizationPolicy')) {
      for (const [i, { to = [] }] of (object.spec.rules ?? []).entries()) {
        for (const [j, { operation = {} }] of to.entries()) {
          const at = `spec.rules[${i}].to[${j}].operation`;
          for (const [k, method] of (operation.methods ?? []).entries()) {
            if (!isMethod(method.trim())) {
              const close = nearestName(method.toUpperCase(), [...HTTP_METHODS]);
              report({
                code: 'KIA0102',
                object,
                path: `${at}.methods[${k}]`,
                message: `${JSON.stringify(method)} is not an HTTP method, so it matches no request.`,
                fix: `Write ${close ?? `one of ${HTTP_METHODS.join(', ')}; gRPC calls are POST, with the method in paths`}.`,
              });
            }
          }
          for (const [k, host] of (operation.hosts ?? []).entries()) {
            if (!isKnown(host, object.namespace)) {
              const close = nearestName(host, names.get(object.namespace) ?? []);
              report({
                code: 'KIA0104',
                object,
                path: `${at}.hosts[${k}]`,
                severity: allowsAnyHost(mesh) ? 'warning' : undefined,
                absence: true,
                message: `${host} is neither a Service nor a host of a ServiceEntry or VirtualService that ${object.namespace} sees. The proxy compares the Host header of requests with it, so the operation matches none.`,
                fix: close === undefined ? 'Write the host as clients send it.' : `Write ${close}.`,
              });
            }
          }
        }
      }
    }
  },
};

function isMethod(method: string): boolean {
  const given = method.toUpperCase();
  const atStart = given.startsWith('*');
  const atEnd = given.endsWith('*');
  if (given === '*' || given === '') {
    return given === '*';
  }
  if (atStart === atEnd) {
    return HTTP_METHODS.includes(given);
  }
  return HTTP_METHODS.some((each) => (atStart ? each.endsWith(given.slice(1)) : each.startsWith(given.slice(0, -1))));
}

/** Whether requests may have a host, as far as that can be told: names that are none of a Service are not judged. */
function requestHosts(mesh: Mesh): (host: string, namespace: string) => boolean {
  const namespaces = mesh.derive(meshNamespaces);
  const services = mesh.derive(serviceIndex);
  const isEntry = mesh.derive(serviceEntryHosts);
  const routed = mesh.derive(routedHosts);
  return (given, namespace) => {
    const parts = given.trim().split('.');
    const external =
      parts.length > 2 || (parts.length === 2 && parts[1] !== namespace && !namespaces.names.has(parts[1]));
    if (given.trim().startsWith('*') || given.trim().endsWith('*') || external) {
      return true;
    }
    const host = readHost(given, namespace, mesh.context, namespaces);
    const names = [
      host.full,
      `*.${host.namespace}.${serviceDomain(mesh.context)}`,
      `${host.service}.${host.namespace}`,
      '*',
    ];
    return (
      isWildcard(host) ||
      isEntry(host.full, namespace) ||
      services.sees(host, namespace) ||
      [...names, `${host.namespace}/${host.service}`].some((name) => routed.has(namespace, name))
    );
  };
}

/** Hosts of VirtualServices, as they are written; those without a dot with their namespace. */
function routedHosts(mesh: Mesh): VisibleLists<string, true> {
  const lists = new VisibleLists<string, true>();
  for (const object of mesh.all('networking.istio.io/VirtualService')) {
    for (const host of object.spec.hosts ?? []) {
      lists.add(host.includes('.') || host === '*' ? host : `${object.namespace}/${host}`, viewers(mesh, object), true);
    }
  }
  return lists;
}
