import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { manifest } from '../../manifests';
import { found } from '../found';

describe('CDI0401: an API that Kubernetes has removed', () => {
  const old = (apiVersion: string, kind: string): Manifest => manifest(`${apiVersion}/${kind}`, 'shop/web');

  test.each([
    ['extensions/v1beta1', 'Deployment', '1.16', 'apps/v1'],
    ['extensions/v1beta1', 'DaemonSet', '1.16', 'apps/v1'],
    ['extensions/v1beta1', 'ReplicaSet', '1.16', 'apps/v1'],
    ['apps/v1beta1', 'Deployment', '1.16', 'apps/v1'],
    ['apps/v1beta1', 'StatefulSet', '1.16', 'apps/v1'],
    ['apps/v1beta2', 'DaemonSet', '1.16', 'apps/v1'],
    ['apps/v1beta2', 'ReplicaSet', '1.16', 'apps/v1'],
    ['batch/v1beta1', 'CronJob', '1.25', 'batch/v1'],
    ['extensions/v1beta1', 'Ingress', '1.22', 'networking.k8s.io/v1'],
    ['networking.k8s.io/v1beta1', 'Ingress', '1.22', 'networking.k8s.io/v1'],
  ])('%s %s', (apiVersion, kind, release, now) => {
    expect(found('CDI0401', [old(apiVersion, kind)])).toMatchObject([
      {
        path: 'apiVersion',
        severity: 'error',
        message: `Kubernetes ${release} removed ${kind} of ${apiVersion}, so the API server rejects this object.`,
        fix: expect.stringContaining(`Write apiVersion: ${now}`),
      },
    ]);
    expect(found('CDI0401', [old(now, kind)])).toEqual([]);
  });

  test('objects of another group with a name of old are none', () => {
    expect(found('CDI0401', [old('example.com/v1beta1', 'Deployment')])).toEqual([]);
  });
});
