import { ApiObject, App, Chart, Testing, YamlOutputType } from 'cdk8s';
import { Destination, Externals, IstioChecks, MeshSettings, Severity, VirtualService, World } from 'cdk8s-istio';
import type { IstioChecksSettings } from 'cdk8s-istio';

/** A chart with a route to a Service that is not there. */
function broken(app: App, id: string = 'shop'): Chart {
  const chart = new Chart(app, id, { namespace: id });
  new VirtualService(chart, 'Reviews', {
    metadata: { name: 'reviews' },
    hosts: ['reviews'],
    http: [{ route: [Destination.host('reviews')] }],
  });
  return chart;
}

function service(chart: Chart, name: string): void {
  new ApiObject(chart, `Service-${name}`, {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name },
    spec: { selector: { app: name }, ports: [{ name: 'http', port: 80 }] },
  });
}

const CLOSED: IstioChecksSettings = { world: World.CLOSED };
const MISSING = /shop\/Reviews {2}VirtualService shop\/reviews\n {2}error IST0101/;

let stderr: jest.SpyInstance;
beforeEach(() => {
  stderr = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
});
afterEach(() => stderr.mockRestore());

describe('synth fails with every error', () => {
  test('app.synth', () => {
    const app = Testing.app();
    broken(app);
    IstioChecks.on(app, CLOSED);
    expect(() => app.synth()).toThrow(MISSING);
  });

  test('app.synthYaml', () => {
    const app = Testing.app();
    broken(app);
    IstioChecks.on(app, CLOSED);
    expect(() => app.synthYaml()).toThrow(MISSING);
  });

  test('Testing.synth', () => {
    const app = Testing.app();
    const chart = broken(app);
    IstioChecks.on(app, CLOSED);
    expect(() => Testing.synth(chart)).toThrow(MISSING);
  });

  test('the method of the class, which is what other languages call', () => {
    const app = Testing.app();
    broken(app);
    IstioChecks.on(app, CLOSED);
    const prototype = Object.getPrototypeOf(app) as { synth: (this: App) => void };
    expect(() => prototype.synth.call(app)).toThrow(MISSING);
    expect(Object.hasOwn(app, 'synth')).toBe(false);
  });

  test('of a class of its own, once', () => {
    class ShopApp extends App {
      public override synth(): void {
        super.synth();
      }
    }
    const app = new ShopApp({ outdir: Testing.app().outdir });
    broken(app);
    IstioChecks.on(app);
    app.synth();
    expect(stderr.mock.calls.filter(([text]) => String(text).includes('IST0101'))).toHaveLength(1);
  });

  test('of all charts at once, in the order of the constructs', () => {
    const app = Testing.app();
    broken(app, 'shop');
    broken(app, 'front');
    IstioChecks.on(app, CLOSED);
    expect(() => app.synth()).toThrow(/shop\/Reviews[^]*front\/Reviews/);
  });

  test('whatever is added after IstioChecks.on', () => {
    const app = Testing.app();
    IstioChecks.on(app, CLOSED);
    app.synth();
    const chart = broken(app);
    expect(() => app.synth()).toThrow(MISSING);
    service(chart, 'reviews');
    app.synth();
  });
});

describe('synth goes on', () => {
  test('with warnings, which are printed', () => {
    const app = Testing.app();
    broken(app);
    IstioChecks.on(app);
    app.synth();
    expect(stderr).toHaveBeenCalledTimes(1);
    expect(stderr).toHaveBeenCalledWith(expect.stringContaining('warning IST0101'));
  });

  test('in tests silently', () => {
    const app = Testing.app();
    const chart = broken(app);
    IstioChecks.on(app);
    expect(Testing.synth(chart)).toHaveLength(1);
    expect(stderr).not.toHaveBeenCalled();
  });

  test('unless warnings are to fail it', () => {
    const app = Testing.app();
    broken(app);
    IstioChecks.on(app, { failOn: Severity.WARNING });
    expect(() => app.synth()).toThrow('warning IST0101');
  });

  test('with what is known to be there', () => {
    const app = Testing.app();
    broken(app);
    IstioChecks.on(app, {
      ...CLOSED,
      externals: [Externals.service('reviews', { namespace: 'shop', ports: [{ port: 80, name: 'http' }] })],
    });
    app.synth();
  });

  test('with what is accepted', () => {
    const app = Testing.app();
    broken(app);
    IstioChecks.on(app, {
      ...CLOSED,
      suppress: [{ code: '*', object: 'VirtualService shop/*', reason: 'a team of its own' }],
    });
    app.synth();
    expect(stderr).not.toHaveBeenCalled();
  });
});

test('suppressions that took nothing away are named', () => {
  const app = Testing.app();
  const chart = broken(app);
  service(chart, 'reviews');
  IstioChecks.on(app, { ...CLOSED, suppress: [{ code: 'IST0118', object: 'Service shop/*', reason: 'old' }] });
  Testing.synth(chart);
  expect(stderr).not.toHaveBeenCalled();
  app.synth();
  expect(stderr.mock.calls).toEqual([
    ['IstioChecks: suppression IST0118=Service shop/* matched no finding: remove it\n'],
  ]);
});

test('findings that several tools report are one, and counted once', () => {
  const app = Testing.app();
  broken(app);
  IstioChecks.on(app, CLOSED);
  expect(() => app.synth()).toThrow(/\[\] IstioChecks: 1 error\n\nshop\/Reviews[^]*error IST0101, KIA1101 {2}spec/);
});

test('the report has no colors and no line ends of Windows', () => {
  const app = Testing.app();
  broken(app);
  IstioChecks.on(app, CLOSED);
  expect(() => app.synth()).not.toThrow(/[\u001b\r]/);
});

describe('an object that cannot be written', () => {
  function unwritable(app: App): Chart {
    const chart = broken(app);
    new ApiObject(chart, 'Bad', { apiVersion: 'v1', kind: 'ConfigMap', data: { a: new (class Odd {})() } });
    return chart;
  }
  const failure = (run: () => unknown): string => {
    try {
      run();
      return 'none';
    } catch (error) {
      return (error as Error).message;
    }
  };

  test('the error is the one of cdk8s', () => {
    const plain = failure(() => {
      const app = Testing.app();
      unwritable(app);
      app.synth();
    });
    expect(plain).toMatch(/^Failed serializing construct at path 'shop\/Bad'/);
    const app = Testing.app();
    unwritable(app);
    IstioChecks.on(app, CLOSED);
    expect(failure(() => app.synth())).toBe(plain);
    expect(stderr).not.toHaveBeenCalled();
  });

  test('what other constructs say of themselves comes first', () => {
    const app = Testing.app();
    const chart = unwritable(app);
    IstioChecks.on(app, CLOSED);
    chart.node.addValidation({ validate: () => ['the chart says so'] });
    expect(failure(() => app.synth())).toBe('Validation failed with the following errors:\n  [shop] the chart says so');
  });

  test('findings() has the error too', () => {
    const app = Testing.app();
    unwritable(app);
    const checks = IstioChecks.on(app, CLOSED);
    expect(() => checks.findings()).toThrow("Failed serializing construct at path 'shop/Bad'");
  });
});

test('the checks run once for a synth, however many charts there are', () => {
  const app = Testing.app();
  for (let i = 0; i < 10; i++) {
    service(new Chart(app, `chart-${i}`, { namespace: `ns-${i}` }), 'web');
  }
  const checks = IstioChecks.on(app);
  const runs = jest.spyOn(checks as unknown as { check(): void }, 'check');
  app.synth();
  expect(runs).toHaveBeenCalledTimes(1);
});

test.each(Object.values(YamlOutputType).filter((type): type is YamlOutputType => typeof type === 'number'))(
  'the manifests are the same with checks as without (output type %i)',
  (yamlOutputType) => {
    const yaml = (checked: boolean): string => {
      const app = Testing.app({ yamlOutputType });
      const chart = broken(app);
      service(chart, 'reviews');
      if (checked) {
        IstioChecks.on(app, CLOSED);
      }
      app.synth();
      return app.synthYaml();
    };
    expect(yaml(true)).toEqual(yaml(false));
  },
);

test('objects that are changed between two synths are made anew', () => {
  const app = Testing.app();
  const chart = broken(app);
  service(chart, 'reviews');
  IstioChecks.on(app, CLOSED);
  app.synth();
  ApiObject.of(chart.node.tryFindChild('Service-reviews')!).metadata.addLabel('late', 'yes');
  expect(app.synthYaml()).toContain('late: "yes"');
});

test('an object with a toJson of its own keeps it', () => {
  const app = Testing.app();
  const chart = new Chart(app, 'shop');
  const object = new ApiObject(chart, 'Map', { apiVersion: 'v1', kind: 'ConfigMap' });
  const own = jest.fn(() => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'own' } }));
  object.toJson = own;
  IstioChecks.on(app);
  app.synth();
  expect(Object.entries(object)).toContainEqual(['toJson', own]);
  expect(app.synthYaml()).toContain('name: own');
});

test('a chart alone', () => {
  const app = Testing.app();
  IstioChecks.on(broken(app, 'shop'), CLOSED);
  broken(app, 'front');
  expect(() => app.synth()).toThrow(MISSING);
  expect(() => app.synth()).not.toThrow(/front\/Reviews/);
});

test('release, domain and root namespace are those of the App', () => {
  const app = Testing.app();
  MeshSettings.set(app, { clusterDomain: 'corp.local' });
  const chart = broken(app);
  const checks = IstioChecks.on(app, CLOSED);
  expect(
    checks
      .findings()
      .map(({ message }) => message)
      .join(),
  ).toContain('reviews.shop.svc.corp.local');
  service(chart, 'reviews');
  expect(checks.findings()).toEqual([]);
});

describe('wrong use', () => {
  test('twice for one App', () => {
    const app = Testing.app();
    IstioChecks.on(app);
    expect(() => IstioChecks.on(app)).toThrow('IstioChecks.on was called twice for one App. Call it once');
  });

  test.each([undefined, null, {}, 'app'])('on what is not a construct: %j', (scope) => {
    expect(() => IstioChecks.on(scope as App)).toThrow(/^IstioChecks.on: .* is not a construct. Write IstioCh/);
  });

  test('all that is wrong with settings is said at once', () => {
    const settings = { failon: 'info', world: 'flat', externals: [{ name: 'payments' }, 'services.yaml', () => 1] };
    expect(() => IstioChecks.on(Testing.app(), settings as never)).toThrow(
      [
        'IstioChecks: 5 problems',
        '  failon: unknown field of IstioChecksSettings. Did you mean failOn?',
        '  world: "flat" is neither "open" nor "closed".',
        '  externals[0]: apiVersion is missing and kind is missing, so the object cannot be identified. Write a manifest, or one of Externals.',
        '  externals[1]: This is "services.yaml", not a Kubernetes object. Write a manifest, or one of Externals.',
        '  externals[2]: This is a function, not a Kubernetes object. Write a manifest, or one of Externals.',
      ].join('\n'),
    );
  });

  test.each([
    [null, 'null is not an object'],
    ['closed', '"closed" is not an object'],
    [{ failOn: 'fatal' }, 'failOn: "fatal" is not a severity'],
    [{ world: 'flat' }, 'world: "flat" is neither "open" nor "closed"'],
    [{ wold: 'open' }, 'wold: unknown field of IstioChecksSettings. Did you mean world?'],
  ])('%j', (settings, message) => {
    expect(() => IstioChecks.on(Testing.app(), settings as unknown as IstioChecksSettings)).toThrow(message);
  });
});

test('a finding names the constructs of the other objects that it is about', () => {
  const app = Testing.app();
  const chart = new Chart(app, 'shop', { namespace: 'shop' });
  service(chart, 'reviews');
  for (const id of ['First', 'Second']) {
    new VirtualService(chart, id, { hosts: ['reviews'], http: [{ route: [Destination.host('reviews')] }] });
  }
  const [found] = IstioChecks.on(app)
    .findings()
    .filter(({ code }) => code === 'IST0109');
  expect(found.construct).toBe('shop/First');
  expect(found.related?.map(({ object, construct }) => [object.kind, construct])).toEqual([
    ['VirtualService', 'shop/Second'],
  ]);
});
