import { ApiObject, Chart, Testing } from 'cdk8s';
import {
  Access,
  Destination,
  Externals,
  GatewayWorkload,
  IngressedService,
  IstioChecks,
  MeshSettings,
  PolicyTarget,
  ServiceAccountRef,
  ServiceRef,
  VirtualService,
  World,
} from 'cdk8s-istio';
import type { IstioChecksSettings } from 'cdk8s-istio';

/** The errors of a chart in a closed world, where everything must be known. */
function errors(make: (chart: Chart) => void, settings: IstioChecksSettings = {}): string[] {
  const app = Testing.app();
  const chart = new Chart(app, 'shop', { namespace: 'shop' });
  make(chart);
  return IstioChecks.on(app, { world: World.CLOSED, ...settings })
    .findings()
    .filter(({ severity }) => severity === 'error')
    .map(({ code, path }) => `${code} ${path}`);
}

const kiali = ServiceRef.fromName('kiali', { namespace: 'istio-system', ports: [{ port: 20001, name: 'http' }] });

const route = (chart: Chart, service: ServiceRef, port?: number): void => {
  new VirtualService(chart, 'Kiali', {
    hosts: ['kiali.example.com'],
    http: [{ route: [Destination.service(service, { port })] }],
  });
};

test('a Service that a reference describes is known', () => {
  expect(errors((chart) => route(chart, kiali))).toEqual([]);
});

test('one whose ports are not known may not be there', () => {
  const found = errors((chart) => route(chart, ServiceRef.fromName('kiali', { namespace: 'istio-system' }), 20001));
  expect(found).toContain('IST0101 spec.http[0].route[0].destination.host');
});

test('the gateways of patterns are known, with the default and without', () => {
  const service = ServiceRef.fromName('web', { ports: [{ port: 80, name: 'http' }] });
  const hosts = ['shop.example.com'];
  expect(errors((chart) => void new IngressedService(chart, 'Web', { service, hosts }))).toEqual([]);
  const workload = GatewayWorkload.helmRelease('edge', { namespace: 'edge' });
  expect(errors((chart) => void new IngressedService(chart, 'Web', { service, hosts, workload }))).toEqual([]);
});

test('those of MeshSettings too', () => {
  const make = (chart: Chart): void => {
    MeshSettings.set(chart, { ingress: GatewayWorkload.helmRelease('edge', { namespace: 'edge' }) });
    const service = ServiceRef.fromName('web', { ports: [{ port: 80, name: 'http' }] });
    new IngressedService(chart, 'Web', { service, hosts: ['shop.example.com'] });
  };
  expect(errors(make)).toEqual([]);
});

test('what the app makes itself is as the app makes it', () => {
  const make = (chart: Chart): void => {
    new ApiObject(chart, 'KialiService', {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'kiali', namespace: 'istio-system' },
      spec: { ports: [{ port: 80, name: 'http' }] },
    });
    route(chart, kiali);
  };
  expect(errors(make)).toEqual(['IST0101 spec.http[0].route[0].destination.port.number']);
});

test('and what the settings say counts before it', () => {
  const externals = [Externals.service('kiali', { namespace: 'istio-system', ports: [{ port: 80, name: 'http' }] })];
  expect(errors((chart) => route(chart, kiali), { externals })).toEqual([
    'IST0101 spec.http[0].route[0].destination.port.number',
  ]);
});

test('only what is below the construct that is checked', () => {
  const app = Testing.app();
  const [one, other] = ['one', 'other'].map((id) => new Chart(app, id, { namespace: 'shop' }));
  route(one, kiali);
  new VirtualService(other, 'Kiali', {
    hosts: ['kiali.example.com'],
    http: [{ route: [Destination.host('kiali.istio-system.svc.cluster.local', { port: 20001 })] }],
  });
  const codes = (chart: Chart): string[] =>
    IstioChecks.on(chart, { world: World.CLOSED })
      .findings()
      .map(({ code }) => code);
  expect(codes(one)).not.toContain('IST0101');
  expect(codes(other)).toContain('IST0101');
});

test('a gateway of MeshSettings is known where no pattern uses it', () => {
  const gateway = (chart: Chart): void =>
    void new ApiObject(chart, 'Door', {
      apiVersion: 'networking.istio.io/v1',
      kind: 'Gateway',
      spec: {
        selector: { istio: 'edge' },
        servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['shop.example.com'] }],
      },
    });
  expect(errors(gateway)).toEqual(['IST0101 spec.selector']);
  const make = (chart: Chart): void => {
    MeshSettings.set(chart, { egress: GatewayWorkload.helmRelease('edge', { namespace: 'shop' }) });
    gateway(chart);
  };
  expect(errors(make)).toEqual([]);
});

test('two references to one Service know the ports of both', () => {
  const port = (number: number): ServiceRef =>
    ServiceRef.fromName('kiali', { namespace: 'istio-system', ports: [{ port: number, name: `http-${number}` }] });
  const make = (chart: Chart): void => {
    route(chart, port(20001));
    new VirtualService(chart, 'Metrics', {
      hosts: ['metrics.example.com'],
      http: [{ route: [Destination.service(port(9090))] }],
    });
  };
  expect(errors(make)).toEqual([]);
});

test('a gateway whose Service the app makes has the pods of the app only', () => {
  const labels = { istio: 'edge' };
  const workload = GatewayWorkload.of({ selector: labels, namespace: 'shop', service: 'edge' });
  const make = (chart: Chart): void => {
    const spec = { selector: labels, ports: [{ port: 80, name: 'http' }] };
    new ApiObject(chart, 'EdgeService', { apiVersion: 'v1', kind: 'Service', metadata: { name: 'edge' }, spec });
    const service = ServiceRef.fromName('web', { ports: [{ port: 80, name: 'http' }] });
    new IngressedService(chart, 'Web', { service, hosts: ['shop.example.com'], workload });
  };
  expect(errors(make)).toEqual(['CDI0308 spec.selector', 'IST0101 spec.selector']);
});

test('the root namespace is that of the MeshConfig where MeshSettings name none', () => {
  const codes = (settings: IstioChecksSettings, rootNamespace?: string): string[] => {
    const chart = new Chart(Testing.app(), 'shop');
    if (rootNamespace !== undefined) {
      MeshSettings.set(chart, { rootNamespace });
    }
    new ApiObject(chart, 'Default', {
      apiVersion: 'networking.istio.io/v1',
      kind: 'Sidecar',
      metadata: { namespace: 'mesh-root' },
      spec: { workloadSelector: { labels: { app: 'web' } }, egress: [{ hosts: ['./*'] }] },
    });
    return IstioChecks.on(chart, settings)
      .findings()
      .map(({ code }) => code);
  };
  const selectsInRoot = 'KIA1006';
  expect(codes({})).not.toContain(selectsInRoot);
  expect(codes({ meshConfig: { rootNamespace: 'mesh-root' } })).toContain(selectsInRoot);
  expect(codes({}, 'mesh-root')).toContain(selectsInRoot);
});

const caller = (chart: Chart, namespace?: string): void => {
  const from = [ServiceAccountRef.fromName('web', { namespace })];
  new ApiObject(chart, 'Cart', {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'cart' },
    spec: { selector: { matchLabels: { app: 'cart' } }, template: { metadata: { labels: { app: 'cart' } } } },
  });
  Access.allow(chart, 'WebToCart', { from, to: PolicyTarget.labels({ app: 'cart' }) });
};

test('callers that a reference names are known', () => {
  expect(errors((chart) => caller(chart, 'front'))).toEqual([]);
  expect(errors((chart) => caller(chart))).toEqual([]);
});

test('one whose Deployment is made here runs as that says', () => {
  const found = errors((chart) => {
    caller(chart);
    const spec = { selector: { matchLabels: { app: 'web' } }, template: { metadata: { labels: { app: 'web' } } } };
    new ApiObject(chart, 'Web', { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' }, spec });
  });
  expect(found).toEqual(['KIA0106 spec.rules[0].from[0].source.principals[0]']);
});
