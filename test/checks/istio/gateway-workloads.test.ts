import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { deployment, INGRESS, manifest, server, service } from '../../manifests';
import { said } from './findings';

const gw = (selector: object | undefined, port = 80): Manifest =>
  manifest('Gateway', 'shop/gw', { ...(selector && { selector }), servers: [server(port, 'HTTP', ['*'])] });

describe('a selector without pods', () => {
  test('a near value', () => {
    expect(said('IST0101', [gw({ istio: 'ingresgateway' })])).toMatchObject([
      {
        where: 'error Gateway shop/gw spec.selector',
        message:
          'No pod has the labels istio=ingresgateway. Pods have istio with the values ingressgateway. No proxy gets the servers of this ' +
          'Gateway: nothing listens on their ports, and connections to them are refused.',
        fix: 'Write istio: ingressgateway.',
      },
    ]);
  });

  test('two letters that changed places', () => {
    const edge = deployment('edge/gw', { istio: 'edge' });
    expect(said('IST0101', [edge, gw({ istio: 'egde' })])).toMatchObject([
      { where: 'error Gateway shop/gw spec.selector', fix: 'Write istio: edge.' },
    ]);
  });

  test('a name that adds to a known one is of another gateway', () => {
    expect(said('IST0101', [gw({ istio: 'my-ingressgateway' })])).toMatchObject([
      {
        where: 'warning Gateway shop/gw spec.selector',
        fix: 'Write istio: ingressgateway, or list the gateway in the externals of the settings if it is installed elsewhere.',
      },
    ]);
  });

  test('an unknown label, which someone else may have', () => {
    expect(said('IST0101', [gw({ role: 'edge' })])).toMatchObject([
      {
        where: 'warning Gateway shop/gw spec.selector',
        message: expect.stringContaining('No pod has the label role.'),
      },
    ]);
  });

  test.each<[object, string]>([
    [{ istio: 'egressgateway' }, 'istioEgressGateway'],
    [{ app: 'istio-ingressgateway' }, 'istioIngressGateway'],
    [{ istio: 'ingress' }, 'what kubectl get deployment,service -o yaml prints for it'],
    [{ app: 'istio-ingress', istio: 'ingress' }, 'what kubectl get deployment,service -o yaml prints for it'],
  ])('a gateway that Istio installs is a note in both worlds: %o', (selector, named) => {
    for (const world of ['open', 'closed'] as const) {
      expect(said('IST0101', [gw(selector)], { world })).toMatchObject([
        {
          where: 'info Gateway shop/gw spec.selector',
          message: expect.stringContaining('matches a gateway that istioctl or Helm installs.'),
          fix: `To have it checked, add ${named} to the externals in the settings.`,
        },
      ]);
    }
    expect(said('KIA0302', [gw(selector)])).toEqual([]);
    expect(said('KIA0302', [gw(selector)], { world: 'closed' })).toMatchObject([
      { where: 'info Gateway shop/gw spec.selector' },
    ]);
  });

  test('a HelmRelease may make the pods', () => {
    const release = (name: string, more: object = {}): Manifest =>
      manifest('helm.toolkit.fluxcd.io/v2/HelmRelease', `infra/${name}`, { chart: { spec: { chart: name } }, ...more });
    expect(said('IST0101', [release('gateway'), gw({ istio: 'gateway' })])).toMatchObject([
      {
        where: 'info Gateway shop/gw spec.selector',
        message: expect.stringContaining('HelmRelease infra/gateway may create such pods'),
      },
    ]);
    const slip = [release('gateway'), deployment('edge/gw', { istio: 'edge' }), gw({ istio: 'egde' })];
    expect(said('IST0101', slip)[0].where).toMatch(/^error/);
  });

  test('labels of two pods', () => {
    expect(said('IST0101', [deployment('shop/a', { app: 'gw' }), gw({ app: 'gw', ...INGRESS })])[0].message).toContain(
      'Each of the labels is on some pod, but no pod has all of them.',
    );
  });

  test('no selector and no pods at all', () => {
    expect(said('IST0101', [gw(undefined)], { meshConfig: { ingressControllerMode: 'OFF' } })).toMatchObject([
      { where: 'warning Gateway shop/gw spec.selector', message: expect.stringContaining('has no selector') },
    ]);
  });

  test('pods of the settings count', () => {
    expect(said('IST0101', [gw({ app: 'gw' })], {}, [deployment('infra/gw', { app: 'gw' })])).toEqual([]);
  });
});

describe('a port that no Service leads to', () => {
  const pods = deployment('infra/gw', { app: 'gw' });

  test('names the Service and what it has', () => {
    expect(said('IST0162', [pods, service('infra/gw', [443, 80]), gw({ app: 'gw' }, 8443)])).toMatchObject([
      {
        where: 'warning Gateway shop/gw spec.servers[0].port.number',
        message: expect.stringContaining('port 8443, which Service infra/gw does not have (it has 80, 443)'),
      },
    ]);
    expect(said('IST0162', [pods, service('infra/gw', []), gw({ app: 'gw' })])[0].message).toContain('no TCP ports');
  });

  test('the ports of the pods of an installed gateway are reached', () => {
    expect(said('IST0162', [gw({ istio: 'ingressgateway' }, 8080)])).toMatchObject([
      {
        where: 'info Gateway shop/gw spec.servers[0].port.number',
        message: expect.stringContaining(
          'its port 80 leads to the port 8080 of the pods, so this server is reachable.',
        ),
        fix: 'Nothing needs to change. You can also write number: 80, which means the same.',
      },
    ]);
    expect(said('IST0162', [gw({ istio: 'ingressgateway' }, 9000)])[0].where).toContain('warning');
    const other = service('istio-system/istio-ingressgateway', [443], { selector: { istio: 'ingressgateway' } });
    expect(said('IST0162', [other, gw({ istio: 'ingressgateway' }, 8080)])[0].where).toContain('warning');
  });

  test('or says that there is none', () => {
    expect(said('IST0162', [pods, gw({ app: 'gw' })])[0].message).toContain('no Service selects its pods (app=gw)');
  });

  test('TCP is what a port has that names no protocol', () => {
    const plain = {
      ...service('infra/gw'),
      spec: { selector: { app: 'gw' }, ports: [{ name: 'http', port: 80 }] },
    };
    expect(said('IST0162', [pods, plain, gw({ app: 'gw' })])).toEqual([]);
  });
});
