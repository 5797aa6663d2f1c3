import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { manifest } from '../../manifests';
import { found, placesOf, textsOf } from '../found';

describe('CDI0401: an API that Kubernetes has removed', () => {
  const old = (apiVersion: string, kind: string): Manifest => manifest(`${apiVersion}/${kind}`, 'shop/web');

  const SELECTOR = 'Write apiVersion: apps/v1, and spec.selector.matchLabels with labels of the pod template.';
  const INGRESS =
    'Write apiVersion: networking.k8s.io/v1 with spec.ingressClassName, and for each path pathType and backend.service.name and port.';

  test.each([
    ['extensions/v1beta1', 'Deployment', '1.16', 'apps/v1', SELECTOR],
    ['extensions/v1beta1', 'DaemonSet', '1.16', 'apps/v1', SELECTOR],
    ['extensions/v1beta1', 'ReplicaSet', '1.16', 'apps/v1', SELECTOR],
    ['apps/v1beta1', 'Deployment', '1.16', 'apps/v1', SELECTOR],
    ['apps/v1beta1', 'StatefulSet', '1.16', 'apps/v1', SELECTOR],
    ['apps/v1beta2', 'DaemonSet', '1.16', 'apps/v1', SELECTOR],
    ['apps/v1beta2', 'ReplicaSet', '1.16', 'apps/v1', SELECTOR],
    ['batch/v1beta1', 'CronJob', '1.25', 'batch/v1', 'Write apiVersion: batch/v1.'],
    ['extensions/v1beta1', 'Ingress', '1.22', 'networking.k8s.io/v1', INGRESS],
    ['networking.k8s.io/v1beta1', 'Ingress', '1.22', 'networking.k8s.io/v1', INGRESS],
  ])('%s %s', (apiVersion, kind, release, now, fix) => {
    expect(placesOf('CDI0401', [old(apiVersion, kind)])).toEqual([`error ${kind} shop/web apiVersion`]);
    expect(textsOf('CDI0401', [old(apiVersion, kind)])).toEqual([
      [`Kubernetes ${release} removed ${kind} of ${apiVersion}, so the API server rejects this object.`, fix],
    ]);
    expect(found('CDI0401', [old(now, kind)])).toEqual([]);
  });

  test('objects of another group with a name of old are none', () => {
    expect(found('CDI0401', [old('example.com/v1beta1', 'Deployment')])).toEqual([]);
  });
});
