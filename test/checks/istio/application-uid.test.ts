import { applicationUid } from '../../../lib/checks/istio/application-uid';
import { pod, workload } from '../../manifests';
import { said as found } from './findings';
import { said } from './said';

const runsAs = (...users: number[]): object => ({
  containers: users.map((runAsUser, i) => ({ name: `c${i}`, securityContext: { runAsUser } })),
});

test('the place is the container, or the pod', () => {
  expect(said(applicationUid, [workload('shop/web', { spec: runsAs(1000, 1337) })])).toEqual([
    'IST0144 Deployment web spec.template.spec.containers[1].securityContext.runAsUser',
  ]);
  expect(
    said(applicationUid, [workload('shop/web', { spec: { securityContext: { runAsUser: 1337 } } }, {}, 'CronJob')]),
  ).toEqual(['IST0144 CronJob web spec.jobTemplate.spec.template.spec.securityContext.runAsUser']);
  expect(said(applicationUid, [pod('shop/web', runsAs(1337))])).toEqual([
    'IST0144 Pod web spec.containers[0].securityContext.runAsUser',
  ]);
});

test('other users are fine', () => {
  expect(said(applicationUid, [workload('shop/web', { spec: runsAs(0, 1000) })])).toEqual([]);
});

test('a gateway runs nothing but the proxy', () => {
  const gateway = { containers: [{ name: 'istio-proxy', image: 'auto' }], securityContext: { runAsUser: 1337 } };
  const where = 'Deployment shop/web spec.template.spec.securityContext.runAsUser';
  expect(found('IST0144', [workload('shop/web', { spec: gateway })])).toEqual([
    {
      where: `info ${where}`,
      message:
        'UID 1337 is that of the Istio proxy, and nothing else runs in these pods, so no call bypasses a proxy. ' +
        'istioctl analyze still warns, because it does not distinguish a gateway from an application.',
      fix: 'Nothing needs to change. You can also remove runAsUser: the injector sets it.',
    },
  ]);
  const beside = { ...gateway, containers: [...gateway.containers, { name: 'app' }] };
  expect(found('IST0144', [workload('shop/web', { spec: beside })])).toEqual([
    {
      where: `warning ${where}`,
      message:
        'UID 1337 is that of the Istio proxy, and the traffic of this user is not redirected: ' +
        'calls of this container bypass the proxy, without mTLS, routing rules and telemetry.',
      fix: 'Write another user, such as 1000, that the image can run as.',
    },
  ]);
});
