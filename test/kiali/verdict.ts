import { CODES } from '../../lib/checks/catalogue';
import type { Report } from '../../lib/checks/check';
import { KIALI_CHECKS } from '../../lib/checks/kiali';
import { Mesh } from '../../lib/mesh/reading/mesh';
import { isWanted } from '../../lib/checks/run-checks';
import type { Case } from './case';

/** What Kiali says of a set, a line each: `KIA0201 warning DestinationRule shop/reviews spec/host`. */
export type Verdict = readonly string[];

const WORKLOADS = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'Pod']);

/** What we say, in the form of Kiali. */
export function ourVerdict({ manifests, context = {} }: Case): Verdict {
  const mesh = new Mesh(manifests, [], { ...context, world: 'closed' });
  const lines = new Set<string>();
  const report = ({ code, severity, object, path }: Report): void => {
    const { kind } = object;
    const ofKubernetes = kind === 'Gateway' && object.group === 'gateway.networking.k8s.io' ? 'K8sGateway' : kind;
    const workload = WORKLOADS.has(kind) || code.startsWith('KIA13');
    const shown = workload ? 'workload' : kind === 'Service' ? 'service' : ofKubernetes;
    lines.add(
      `${code} ${severity ?? CODES.get(code)!.severity} ${shown} ${object.key} ${theirPath(code, path)}`.trimEnd(),
    );
  };
  KIALI_CHECKS.filter(({ codes }) => Object.keys(codes).some((code) => isWanted(code, mesh.context))).forEach((check) =>
    check.run(mesh, report),
  );
  return [...lines].sort();
}

/** Kiali names some places less exactly, or only the object as a whole. */
function theirPath(code: string, path: string): string {
  const given = path.replaceAll('.', '/').replace('spec/selector/matchLabels', 'spec/selector/matchLabels');
  return comparable(code, PATHS[code]?.(given) ?? given);
}

const nothing = (): string => '';
const workload = (): string => 'workload';
const without =
  (end: RegExp) =>
  (path: string): string =>
    path.replace(end, '');

const PATHS: Readonly<Record<string, (path: string) => string>> = {
  KIA0109: nothing,
  KIA0110: nothing,
  KIA0201: () => 'spec/host',
  KIA0203: without(/\/labels$/),
  KIA0601: without(/\/name$/),
  KIA0602: without(/\/appProtocol$/),
  KIA0701: without(/\/(port|targetPort)$/),
  KIA1102: (path) => path.replace(/match\[\d+\]/, 'match'),
  KIA1105: (path) => path.replace(/destination$/, 'host'),
  KIA1106: without(/\[\d+\]$/),
  KIA1107: without(/\/subset$/),
  KIA1108: (path) => path.replace(/^.*\/gateways/, 'spec/gateways'),
  KIA1110: nothing,
  KIA1111: nothing,
  KIA1112: nothing,
  KIA1115: nothing,
  KIA1116: nothing,
  KIA1117: nothing,
  KIA1301: workload,
  KIA1311: workload,
  KIA1312: workload,
  KIA1313: workload,
  KIA1316: workload,
  KIA1317: workload,
  KIA1502: (path) => path.replace(/\[\d+\]/, ''),
};

/** The part of a path that is compared: Kiali's own form of KIA0301 and KIA1401 depends on more than the place. */
export function comparable(code: string, path: string): string {
  switch (code) {
    case 'KIA0301':
      return '';
    case 'KIA1401':
      return path.replace(/\/name.*$/, '/name');
    default:
      return path;
  }
}
