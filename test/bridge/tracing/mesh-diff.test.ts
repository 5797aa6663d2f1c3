import { App } from 'cdk8s';
import { Mesh } from 'cdk8s-istio';
import { BookinfoChart } from '../../../examples/bookinfo/chart';
import { deployment, SHOP, service, virtualService } from '../../manifests';

const pods = (key: string): ReturnType<typeof deployment> => deployment(key, { app: 'web' });
const STANDING = [SHOP, service('shop/web'), pods('shop/web')];
const route = (timeout: string): ReturnType<typeof virtualService> =>
  virtualService('shop/web', { hosts: ['web'], http: [{ timeout, route: [{ destination: { host: 'web' } }] }] });

test('what has become of requests since another mesh', () => {
  const diff = Mesh.of([...STANDING, route('9s')]).diff(Mesh.of([...STANDING, route('5s')]));
  expect(diff.toString()).toBe(`1 kind of requests arrives as before, on other terms:
  http://web.shop/*  from shop/web  timeout 5s → 9s  by VirtualService shop/web http[0]
`);
  expect(diff.changes.map(({ effect, terms }) => [effect, terms])).toEqual([
    ['terms', [{ what: 'timeout', before: '5s', after: '9s' }]],
  ]);
  expect([diff.isBreaking, diff.hosts, diff.newCallers, diff.goneCallers]).toEqual([false, [], [], []]);
  expect(diff.toMarkdown()).toContain('**1 kind of requests arrives as before, on other terms**.');
  expect(diff.toJson()).toMatchObject({ summary: { terms: 1, broken: 0 } });
});

test('what only one of them has', () => {
  const [small, large] = [Mesh.of(STANDING), Mesh.of([...STANDING, service('shop/other'), pods('shop/worker')])];
  const diff = large.diff(small);
  expect([diff.isBreaking, diff.newCallers, diff.goneCallers]).toEqual([false, ['shop/worker'], []]);
  expect(diff.hosts.map(({ appeared, host }) => [appeared, host])).toEqual([[true, 'other.shop.svc.cluster.local']]);
  expect(small.diff(large).goneCallers).toEqual(['shop/worker']);
});

describe('hosts that no manifest names', () => {
  const sidecar = (mode: string): object => ({
    apiVersion: 'networking.istio.io/v1',
    kind: 'Sidecar',
    metadata: { name: 'default', namespace: 'shop' },
    spec: { outboundTrafficPolicy: { mode } },
  });
  const [open, closed] = ['ALLOW_ANY', 'REGISTRY_ONLY'].map((mode) => Mesh.of([...STANDING, sidecar(mode)]));

  test('are closed', () => {
    const diff = closed.diff(open);
    expect(diff.toString()).toBe(`2 kinds of requests break:
  http://any other host/*  from shop/web  any.example.com → 502, unknown host  now Sidecar shop/default outboundTrafficPolicy
  tls://any other host     from shop/web  any.example.com → unknown address    now Sidecar shop/default outboundTrafficPolicy
`);
    expect([diff.isBreaking, diff.changes.map(({ host }) => host)]).toEqual([true, ['*', '*']]);
  });

  test('are opened', () => {
    expect(open.diff(closed).changes.map(({ effect }) => effect)).toEqual(['repaired', 'repaired']);
  });

  test('are none of those that a wildcard names, on either side', () => {
    const entry = (name: string, host: string): object => ({
      apiVersion: 'networking.istio.io/v1',
      kind: 'ServiceEntry',
      metadata: { name, namespace: 'shop' },
      spec: { hosts: [host], ports: [{ number: 80, name: 'http', protocol: 'HTTP' }] },
    });
    const before = Mesh.of([...STANDING, sidecar('REGISTRY_ONLY'), entry('com', '*.com')]);
    const after = Mesh.of([...STANDING, sidecar('ALLOW_ANY'), entry('org', '*.org'), entry('one', '*.example1')]);
    const others = after.diff(before).changes.filter(({ host }) => host === '*');
    expect(others.map(({ effect, after: { targets } }) => [effect, targets?.map(({ workload }) => workload)])).toEqual([
      ['repaired', ['any.example2']],
      ['repaired', ['any.example2']],
    ]);
  });
});

test('the same app twice', () => {
  const bookinfo = (): Mesh => Mesh.of(new BookinfoChart(new App()));
  expect(bookinfo().diff(bookinfo()).toString()).toBe('Nothing changes for any request.\n');
});

test.each([[null], [undefined], [[]], ['main']])('%p is no mesh', (before) => {
  expect(() => Mesh.of([]).diff(before as unknown as Mesh)).toThrow(
    /^Mesh\.diff: 1 problem\n {2}before: .* is not a Mesh\. /,
  );
});
