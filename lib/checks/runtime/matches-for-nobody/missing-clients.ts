import { isNumbered } from '../../../core/is-numbered';
import { NameIndex } from '../../../core/name-index';
import { show } from '../../../core/problems';
import { CONTROLLER_LABELS } from '../../../mesh/controller-labels';
import type { Mesh } from '../../../mesh/reading/mesh';
import { selectorKey } from '../../../mesh/selector-key';
import type { RuleMatch } from '../../../mesh/virtual-services';
import { analyzedPods } from '../../istio/shared/analyzed-pods';
import type { FieldWording } from './field-wording';

/**
 * Labels of clients that no pod has, in a match that sidecars ask. In an open world clients may be elsewhere: there it is a note, and only
 * where the labels of a pod are nearly those.
 *
 * pilot/pkg/networking/core/route/route.go: sourceMatchHTTP compares the labels of the proxy, which are those of its pod.
 */
export function missingClients(mesh: Mesh, { match, gateways }: RuleMatch): FieldWording | undefined {
  const { sourceLabels = {}, sourceNamespace = '' } = match;
  const namespace = sourceNamespace === '' ? undefined : sourceNamespace;
  const entries = Object.entries(sourceLabels);
  const pods = mesh.derive(analyzedPods);
  const isUncertain =
    mesh.workloads.length === 0 ||
    mesh.all('networking.istio.io/WorkloadEntry').length > 0 ||
    mesh.all('networking.istio.io/WorkloadGroup').length > 0 ||
    entries.some(([key]) => CONTROLLER_LABELS.has(key) || /(^|\.)istio\.io\//.test(key));
  if (
    gateways !== undefined ||
    entries.length === 0 ||
    isUncertain ||
    pods.select(sourceLabels, namespace).length > 0
  ) {
    return undefined;
  }
  const [meant] = entries.flatMap(([key, value]) => nearLabel(mesh, key, value, namespace) ?? []);
  const isClosed = mesh.context.world === 'closed';
  if (!isClosed && meant === undefined) {
    return undefined;
  }
  const where = namespace === undefined ? '' : ` of namespace ${namespace}`;
  return {
    field: 'sourceLabels',
    severity: isClosed ? undefined : 'info',
    message: `No pod${isClosed ? '' : ' of the manifests'}${where} has the labels ${selectorKey(sourceLabels)}, which are compared with those of the client's pod. ${isClosed ? 'No request fits this match.' : 'If none elsewhere has them, no request fits this match.'}`,
    fix:
      meant === undefined
        ? 'Write labels that the pod template of the client has.'
        : `Write ${meant}, which pods have; or add the client to the externals of the settings if it is created elsewhere.`,
  };
}

/** The label of pods that is nearly this one: its value under another key, or a value that is spelt almost alike. */
function nearLabel(mesh: Mesh, key: string, value: string, namespace: string | undefined): string | undefined {
  const pods = mesh.derive(analyzedPods);
  const values = pods.valuesOf(key, namespace!);
  if (values.includes(value)) {
    return undefined;
  }
  const near = new NameIndex(values).nearest(value);
  if (near !== undefined && !isNumbered(near, value)) {
    return written(key, near);
  }
  const other = NAME_KEYS.find((each) => each !== key && pods.having(each, value, namespace).length > 0);
  return other === undefined || !NAME_KEYS.includes(key) ? undefined : written(other, value);
}

function written(key: string, value: string): string {
  return `${key}: ${/^[\w./-]+$/.test(value) ? value : show(value)}`;
}

/** Labels that name an application, of which people write one for the other. */
const NAME_KEYS: readonly string[] = ['app', 'app.kubernetes.io/name', 'app.kubernetes.io/instance', 'k8s-app', 'name'];
