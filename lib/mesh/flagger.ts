import { isObject } from '../core/is-object';
import type { Mesh } from './reading/mesh';
import { MeshObject } from './reading/mesh-object';
import type { Workload } from './workload';
import { workloadOf } from './workload';

/** What Flagger creates for the Canaries of the manifests (`pkg/router/kubernetes_default.go`, `pkg/canary/deployment_controller.go`). */
interface OfFlagger {
  /** The Service that callers use, one for the primary and one for the canary. */
  readonly services: readonly MeshObject<'core/Service'>[];
  /** The pods of the primary: those of the target with another value of the label that distinguishes them. */
  readonly primaries: readonly Workload[];
}

/** `mesh.derive(ofFlagger)` */
export function ofFlagger(mesh: Mesh): OfFlagger {
  const canaries = mesh.all('flagger.app/Canary').flatMap((canary) => read(canary, mesh) ?? []);
  return {
    services: canaries.flatMap(servicesOf),
    primaries: canaries.flatMap(({ target, selector: [label, value] }) =>
      target === undefined
        ? []
        : { ...target, name: `${target.name}-primary`, labels: { ...target.labels, [label]: `${value}-primary` } },
    ),
  };
}

/** A Canary of Flagger, with the names of what Flagger writes for it. */
export interface FlaggerCanary {
  readonly object: MeshObject<'flagger.app/Canary'>;
  /** Of the Service that callers use, and of the VirtualService. */
  readonly name: string;
  /** Names of the Services and DestinationRules for the primary and the canary. */
  readonly versions: readonly string[];
  readonly service: Readonly<Record<string, unknown>>;
  /** Whether it writes objects of Istio; otherwise it may write HTTPRoutes. */
  readonly writes: 'istio' | 'gateway-api' | 'others';
}

/** The Canaries that say what they are for (pkg/apis/flagger/v1beta1/canary.go: GetServiceNames). */
export function flaggerCanaries(mesh: Mesh): readonly FlaggerCanary[] {
  return mesh.all('flagger.app/Canary').flatMap((object) => {
    const canary = read(object, mesh);
    return canary === undefined
      ? []
      : {
          object,
          name: canary.name,
          versions: [`${canary.name}-primary`, `${canary.name}-canary`],
          service: canary.service,
          writes: writesOf(object.spec.provider),
        };
  });
}

/** pkg/router/factory.go: MeshRouter. Without a provider it is that of the installation, and with Istio nearly always Istio. */
function writesOf(provider: unknown): FlaggerCanary['writes'] {
  const name = typeof provider === 'string' && provider !== '' ? provider : 'istio';
  return name === 'istio' ? 'istio' : name.startsWith('gatewayapi') ? 'gateway-api' : 'others';
}

interface Canary {
  readonly namespace: string;
  /** Of the Service that callers use. */
  readonly name: string;
  readonly service: Readonly<Record<string, unknown>>;
  readonly target?: Workload;
  /** The label by which Flagger distinguishes pods, and its value for those of the target. */
  readonly selector: readonly [label: string, value: string];
}

function read({ namespace, spec }: MeshObject<'flagger.app/Canary'>, mesh: Mesh): Canary | undefined {
  const { targetRef } = spec;
  const service = isObject(spec.service) ? spec.service : {};
  if (!isObject(targetRef) || typeof targetRef.name !== 'string') {
    return undefined;
  }
  const kind = targetRef.kind === 'DaemonSet' ? 'apps/DaemonSet' : 'apps/Deployment';
  const object = mesh.find(kind, namespace, targetRef.name);
  const labels = object?.spec.selector?.matchLabels ?? {};
  const label = LABELS.find((each) => labels[each] !== undefined) ?? LABELS[0];
  return {
    namespace,
    name: typeof service.name === 'string' && service.name !== '' ? service.name : targetRef.name,
    service,
    target: object && workloadOf(object),
    selector: [label, labels[label] ?? targetRef.name],
  };
}

/** The default of its option `-selector-labels`. */
const LABELS = ['app', 'name', 'app.kubernetes.io/name'];

function servicesOf({
  namespace,
  name,
  service,
  target,
  selector: [label, value],
}: Canary): MeshObject<'core/Service'>[] {
  const { port = 80, portName = 'http', targetPort = port, appProtocol, portDiscovery } = service;
  const discovered = (portDiscovery === true ? (target?.containers ?? []) : [])
    .flatMap(({ ports = [] }) => ports)
    .filter(({ containerPort }) => containerPort !== undefined && containerPort !== targetPort)
    .map((each) => ({ name: each.name ?? `tcp-${each.containerPort}`, port: each.containerPort }));
  const ports = [{ name: portName, port, targetPort, appProtocol }, ...discovered];
  const made = (full: string, of: string): MeshObject<'core/Service'> =>
    new MeshObject<'core/Service'>(
      {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: full, namespace },
        spec: { selector: { [label]: of }, ports },
      },
      true,
    );
  return [made(name, `${value}-primary`), made(`${name}-primary`, `${value}-primary`), made(`${name}-canary`, value)];
}
