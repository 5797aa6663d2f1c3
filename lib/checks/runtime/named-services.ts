import { isObject } from '../../core/is-object';
import type { ClosedPort } from '../../mesh/closed-ports';
import { closedPorts } from '../../mesh/closed-ports';
import { DataSet } from '../../mesh/reading/data-map';
import { push } from '../../mesh/reading/group-by';
import { at, list } from '../../mesh/reading/free-spec';
import type { Mesh } from '../../mesh/reading/mesh';
import type { MeshObject } from '../../mesh/reading/mesh-object';
import type { RegistryService } from '../../mesh/registry';
import type { Workload } from '../../mesh/workload';

/** A Service with a port that is closed to callers without mutual TLS, and a place of pods that names it. */
export interface NamedService {
  readonly service: RegistryService;
  readonly port: ClosedPort;
  /** As it is written there. */
  readonly host: string;
  readonly where: string;
  readonly text: string;
}

/** The closed Services that pods are started with: in their arguments and commands, and in their environment. Each port once. */
export function closedServicesNamedBy(mesh: Mesh, { object, namespace, path }: Workload): readonly NamedService[] {
  const names = mesh.derive(closedNames);
  const told = new DataSet<readonly [host: string, port: number]>();
  const found: NamedService[] = [];
  for (const { where, text, key = '' } of names.size === 0 ? [] : textsOf(mesh, object, path)) {
    for (const [, before, written, number] of text.matchAll(HOST)) {
      const host = written.toLowerCase();
      // A single word is a host only in an address, with a port, or where the variable says so.
      const isHost =
        before === '://' || before === '@' || number !== undefined || (text === written && HOST_VARIABLE.test(key));
      const own = isHost ? names.get(`${namespace}/${host}`) : undefined;
      const [service, ports = []] = (names.get(host) ?? own)?.[0] ?? [];
      const port = ports.find((each) => number === undefined || each.number === Number(number));
      if (service !== undefined && port !== undefined && told.add([service.host, port.number])) {
        found.push({ service, port, host, where, text });
      }
    }
  }
  return found;
}

/** The Services with such ports, by the names that pods give them in other namespaces; with `namespace/` before it in their own. */
function closedNames(mesh: Mesh): ReadonlyMap<string, readonly (readonly [RegistryService, readonly ClosedPort[]])[]> {
  const names = new Map<string, (readonly [RegistryService, readonly ClosedPort[]])[]>();
  for (const entry of mesh.derive(closedPorts)) {
    const [{ object, host, namespace }] = entry;
    const short = `${object.name}.${namespace}`;
    [`${namespace}/${object.name}`, short, `${short}.svc`, host].forEach((name) => push(names, name, entry));
  }
  return names;
}

/** A host in an address, or one that stands alone: `http://web.shop:8080/`, `web:8080`, `user@web`. */
const HOST = /(^|:\/\/|@|[\s=,'"])([a-z0-9](?:[-a-z0-9.]*[a-z0-9])?)(?::(\d+))?(?=$|[/?#\s,'"])/gi;

/** Environment variables that hold nothing but a host: `ORDERS_HOST`, `REDIS_ADDR`. */
const HOST_VARIABLE = /(?:HOST|HOSTNAME|SERVER|ADDR|ADDRESS|ENDPOINT|UPSTREAM|BACKEND)$/i;

interface StartText {
  readonly where: string;
  readonly text: string;
  /** The variable of the environment. */
  readonly key?: string;
}

/** What the containers of pods are started with: their arguments and commands, and values of their environment, those of ConfigMaps too. */
function textsOf(mesh: Mesh, object: MeshObject, template: string): StartText[] {
  const spec = template === '' ? 'spec' : `${template}.spec`;
  const pod = at(object.manifest, ...spec.split('.'));
  const dataOf = (ref: unknown): Readonly<Record<string, unknown>> => {
    const name = at(ref, 'name');
    const map = typeof name === 'string' ? mesh.find('core/ConfigMap', object.namespace, name) : undefined;
    const data = at(map?.manifest, 'data');
    return isObject(data) ? data : {};
  };
  return ['containers', 'initContainers']
    .flatMap((kind) =>
      list(at(pod, kind)).flatMap((container, i): { where: string; text: unknown; key?: unknown }[] => [
        ...list(at(container, 'env')).flatMap((entry, j) => {
          const where = `${spec}.${kind}[${i}].env[${j}]`;
          const ref = at(entry, 'valueFrom', 'configMapKeyRef');
          return [
            { where: `${where}.value`, text: at(entry, 'value'), key: at(entry, 'name') },
            { where: `${where}.valueFrom`, text: dataOf(ref)[String(at(ref, 'key'))], key: at(entry, 'name') },
          ];
        }),
        ...list(at(container, 'envFrom')).flatMap((entry, j) =>
          Object.entries(dataOf(at(entry, 'configMapRef'))).map(([key, text]) => ({
            where: `${spec}.${kind}[${i}].envFrom[${j}]`,
            text,
            key,
          })),
        ),
        ...['command', 'args'].flatMap((field) =>
          list(at(container, field)).map((text, j) => ({ where: `${spec}.${kind}[${i}].${field}[${j}]`, text })),
        ),
      ]),
    )
    .flatMap(({ where, text, key }) =>
      typeof text === 'string' ? { where, text, key: typeof key === 'string' ? key : undefined } : [],
    );
}
