import { App, Chart } from 'cdk8s';
import type { EgressSniPassthroughProps } from 'cdk8s-istio';
import {
  EgressHost,
  EgressListener,
  EgressSniPassthrough,
  EgressStrategy,
  GatewayWorkload,
  MeshSettings,
  Sidecar,
} from 'cdk8s-istio';

/*
 * A Sidecar that does not import the objects of a way out makes its pods leave past the gateway. Both may be made in any order, in
 * charts of their own.
 */

const SELECTOR = { labels: { app: 'web' } };

class Subject {
  public readonly app = new App();
  private count = 0;

  public egress(props: Partial<EgressSniPassthroughProps> = {}): this {
    const chart = new Chart(this.app, `egress-${this.count++}`, { namespace: 'egress' });
    new EgressSniPassthrough(chart, 'Site', { hosts: ['www.wikipedia.org'], clients: ['shop'], ...props });
    return this;
  }

  public sidecar(hosts: EgressHost[] | undefined, more: object = {}, namespace = 'shop'): this {
    const egress = hosts && [EgressListener.anyPort(hosts)];
    return this.sidecarWith(
      { egress, ...(hosts === undefined && { ingress: [{ port: 80, protocol: 'HTTP' }] }), ...more },
      namespace,
    );
  }

  public sidecarWith(props: object, namespace = 'shop'): this {
    new Sidecar(new Chart(this.app, `sidecar-${this.count++}`, { namespace }), 'Default', props);
    return this;
  }

  /** What synth says, without the lines around it. */
  public problems(): string[] {
    try {
      this.app.synthYaml();
      return [];
    } catch (error) {
      return (error as Error).message.split('\n').filter((line) => line.includes('clients: '));
    }
  }
}

const HIDDEN = (
  fix: string,
  sidecar = 'sidecar-1/Default (all pods of namespace shop)',
  host = 'www.wikipedia.org',
): string =>
  `  clients: Sidecar ${sidecar} does not import ${host} of namespace istio-system, so their connections would bypass the gateway or be refused. ${fix}`;
const ADD = "Add EgressHost.namespace('istio-system') to its listener for port 443, or to the one for any port.";
const OWN = [EgressHost.sameNamespace()];

test('a Sidecar that does not import the namespace of the gateway, made after the pattern', () => {
  expect(new Subject().egress().sidecar(OWN).problems()).toEqual([HIDDEN(ADD)]);
});

test('and before it', () => {
  const other = 'sidecar-0/Default (all pods of namespace shop)';
  expect(new Subject().sidecar(OWN).egress().problems()).toEqual([HIDDEN(ADD, other)]);
});

test.each([
  ['the namespace', [...OWN, EgressHost.namespace('istio-system')]],
  ['everything', [EgressHost.any()]],
  ['the host', [...OWN, EgressHost.host('istio-system', 'www.wikipedia.org')]],
  ['the host of any namespace', [EgressHost.host('*', '*.wikipedia.org')]],
  ['what it imports by default', undefined],
  ['nothing, and says so', [EgressHost.none()]],
])('a Sidecar that imports %s', (_, hosts) => {
  expect(new Subject().egress().sidecar(hosts).problems()).toEqual([]);
});

test.each([
  ['another host', [EgressHost.host('istio-system', 'en.wikipedia.org')]],
  ['the host of another namespace', [EgressHost.host('egress', 'www.wikipedia.org')]],
])('a Sidecar that imports %s', (_, hosts) => {
  expect(new Subject().egress().sidecar(hosts).problems()).toEqual([HIDDEN(ADD)]);
});

test('a Sidecar that leaves the namespace out again', () => {
  const hosts = [EgressHost.any(), EgressHost.except(EgressHost.namespace('istio-system'))];
  expect(new Subject().egress().sidecar(hosts).problems()).toEqual([
    HIDDEN('Leave out the EgressHost.except that hides it.'),
  ]);
});

test('the listener of the port counts, and not the one for any port', () => {
  const any = EgressListener.anyPort([EgressHost.namespace('istio-system')]);
  const of = (port: number): EgressListener => EgressListener.port({ port, protocol: 'TLS', hosts: OWN });
  expect(
    new Subject()
      .egress()
      .sidecarWith({ egress: [of(443), any] })
      .problems(),
  ).toEqual([HIDDEN(ADD)]);
  expect(
    new Subject()
      .egress()
      .sidecarWith({ egress: [of(8443), any] })
      .problems(),
  ).toEqual([]);
  expect(
    new Subject()
      .egress()
      .sidecarWith({ egress: [of(8443)] })
      .problems(),
  ).toEqual([HIDDEN(ADD)]);
});

test('a listener that is added later', () => {
  const app = new Subject().egress().sidecarWith({ egress: [], ingress: [{ port: 80, protocol: 'HTTP' }] });
  const [sidecar] = app.app.node.findAll().filter((each) => each instanceof Sidecar);
  expect(app.problems()).toEqual([]);
  sidecar.addEgress(EgressListener.anyPort(OWN));
  expect(app.problems()).toEqual([HIDDEN(ADD)]);
});

test('namespaces that are no clients are left alone', () => {
  expect(new Subject().egress().sidecar(OWN, {}, 'other').problems()).toEqual([]);
});

test('without clients all namespaces are, and not each pod', () => {
  const all = new Subject().egress({ clients: undefined });
  expect(all.sidecar(OWN).problems()).toEqual([
    HIDDEN(`${ADD} If they do not use the hosts, name the namespaces that do in clients.`),
  ]);
  expect(new Subject().egress({ clients: undefined }).sidecar(OWN, { workloadSelector: SELECTOR }).problems()).toEqual(
    [],
  );
});

test('in a namespace of clients the Sidecar of some pods counts', () => {
  expect(new Subject().egress().sidecar(OWN, { workloadSelector: SELECTOR }).problems()).toEqual([
    HIDDEN(ADD, 'sidecar-1/Default (some pods of namespace shop)'),
  ]);
});

test('the Sidecar of the root namespace counts where a client has none of its own', () => {
  const root = (): Subject => new Subject().egress().sidecar(OWN, {}, 'istio-system');
  expect(root().problems()).toEqual([HIDDEN(ADD, 'sidecar-1/Default (all namespaces without one of their own)')]);
  expect(root().sidecar([EgressHost.any()]).problems()).toEqual([]);
  expect(new Subject().egress({ clients: undefined }).sidecar(OWN, {}, 'istio-system').problems()).toEqual([
    HIDDEN(
      `${ADD} If they do not use the hosts, name the namespaces that do in clients.`,
      'sidecar-1/Default (all namespaces without one of their own)',
    ),
  ]);
  expect(
    new Subject()
      .egress({ clients: ['istio-system'] })
      .sidecar(OWN, {}, 'istio-system')
      .problems(),
  ).toEqual([]);
});

test('the root namespace is that of the mesh', () => {
  const subject = new Subject();
  MeshSettings.set(subject.app, { rootNamespace: 'mesh' });
  expect(subject.egress().sidecar(OWN, {}, 'mesh').problems()).toEqual([
    HIDDEN(ADD, 'sidecar-1/Default (all namespaces without one of their own)'),
  ]);
});

test('the namespace of the gateway is the one to import', () => {
  const workload = GatewayWorkload.helmRelease('istio-egress', { namespace: 'egress' });
  expect(
    new Subject()
      .egress({ workload, clients: ['egress'] })
      .sidecar(OWN, {}, 'egress')
      .problems(),
  ).toEqual([]);
  const hosts = [EgressHost.namespace('istio-system')];
  expect(new Subject().egress({ workload }).sidecar(hosts).problems()).toEqual([
    HIDDEN(ADD).replaceAll('istio-system', 'egress'),
  ]);
});

describe('of the strategies', () => {
  const hosts = ['*.wikipedia.org'];
  const common = EgressStrategy.commonServer('www.wikipedia.org');

  test('commonServer needs its server, and the routes of the others', () => {
    const sees = (...imported: EgressHost[]): string[] =>
      new Subject().egress({ hosts, strategy: common }).sidecar(imported).problems();
    expect(sees(EgressHost.host('istio-system', '*.wikipedia.org'))).toEqual([]);
    // istiod takes a VirtualService also for a part of one of its hosts.
    expect(sees(EgressHost.host('istio-system', 'www.wikipedia.org'))).toEqual([]);
    expect(sees(EgressHost.host('istio-system', 'en.wikipedia.org'))).toEqual([HIDDEN(ADD)]);
  });

  test('sniForward needs the wildcard itself', () => {
    const sees = (...imported: EgressHost[]): string[] =>
      new Subject().egress({ hosts, strategy: EgressStrategy.sniForward() }).sidecar(imported).problems();
    expect(sees(EgressHost.host('istio-system', '*.wikipedia.org'))).toEqual([]);
    expect(sees(EgressHost.host('istio-system', 'www.wikipedia.org'))).toEqual([
      HIDDEN(ADD, undefined, '*.wikipedia.org'),
    ]);
  });

  test('dynamicDns has no gateway: the namespace is that of the chart', () => {
    const sees = (...imported: EgressHost[]): string[] =>
      new Subject().egress({ hosts, strategy: EgressStrategy.dynamicDns() }).sidecar(imported).problems();
    expect(sees(EgressHost.namespace('egress'))).toEqual([]);
    expect(sees(...OWN)).toEqual([
      `  clients: Sidecar sidecar-1/Default (all pods of namespace shop) does not import *.wikipedia.org of namespace egress, so their sidecars would not know where to send the requests. ${ADD.replace('istio-system', 'egress')}`,
    ]);
  });

  test('fixedHosts needs each host', () => {
    const two = ['www.wikipedia.org', 'en.wikipedia.org'];
    const imported = [EgressHost.host('istio-system', 'www.wikipedia.org')];
    expect(new Subject().egress({ hosts: two }).sidecar(imported).problems()).toEqual([
      HIDDEN(ADD, undefined, 'en.wikipedia.org'),
    ]);
  });
});

test('a Sidecar that was taken out again counts no more', () => {
  const subject = new Subject().egress().sidecar(OWN);
  subject.app.node.findChild('sidecar-1').node.tryRemoveChild('Default');
  expect(subject.problems()).toEqual([]);
});
