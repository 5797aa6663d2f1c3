import { isObject } from '../core/is-object';
import { ofFlagger } from './flagger';
import type { Mesh } from './reading/mesh';
import { MeshObject } from './reading/mesh-object';

type Service = MeshObject<'core/Service'>;

/** Services that controllers make for objects of the manifests, but for those that are among the manifests: `mesh.derive(madeServices)`. */
export function madeServices(mesh: Mesh): readonly Service[] {
  const made = [
    ...mesh.derive(ofFlagger).services,
    ...mesh.all('serving.knative.dev/Service').map((object) => service(object, object.name, [80])),
    ...mesh.objects.flatMap((object) => SERVICES.get(object.id)?.(object) ?? []),
  ];
  return made.filter(({ namespace, name }) => mesh.find('core/Service', namespace, name) === undefined);
}

/** A Service by its name: one of the manifests, or one that a controller makes for them. */
export function findService(mesh: Mesh, namespace: string, name: string): Service | undefined {
  return mesh.find('core/Service', namespace, name) ?? mesh.derive(madeByKey).get(`${namespace}/${name}`);
}

function madeByKey(mesh: Mesh): ReadonlyMap<string, Service> {
  return new Map(mesh.derive(madeServices).map((each) => [each.key, each]));
}

/** The Services of operators that run databases and queues, as applications name them. */
const SERVICES: ReadonlyMap<string, (object: MeshObject) => readonly Service[]> = new Map<
  string,
  (object: MeshObject) => readonly Service[]
>([
  [
    'postgresql.cnpg.io/Cluster',
    (object) => ['rw', 'ro', 'r'].map((end) => service(object, `${object.name}-${end}`, [5432])),
  ],
  [
    'kafka.strimzi.io/Kafka',
    (object) =>
      ['bootstrap', 'brokers'].map((end) => service(object, `${object.name}-kafka-${end}`, kafkaPorts(object.spec))),
  ],
  ['elasticsearch.k8s.elastic.co/Elasticsearch', (object) => [service(object, `${object.name}-es-http`, [9200])]],
  ['rabbitmq.com/RabbitmqCluster', (object) => [service(object, object.name, [5672, 15672])]],
]);

function kafkaPorts(spec: unknown): number[] {
  const kafka = isObject(spec) && isObject(spec.kafka) ? spec.kafka : {};
  const listeners: readonly unknown[] = Array.isArray(kafka.listeners) ? kafka.listeners : [];
  return [9091, ...listeners.flatMap((each) => (isObject(each) && typeof each.port === 'number' ? each.port : []))];
}

function service({ namespace }: MeshObject, name: string, ports: readonly number[]): Service {
  const spec = { ports: ports.map((port) => ({ name: `tcp-${port}`, port, targetPort: port })) };
  return new MeshObject<'core/Service'>(
    { apiVersion: 'v1', kind: 'Service', metadata: { name, namespace }, spec },
    true,
  );
}
