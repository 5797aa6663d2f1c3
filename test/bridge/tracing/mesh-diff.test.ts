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

test('the same app twice', () => {
  const bookinfo = (): Mesh => Mesh.of(new BookinfoChart(new App()));
  expect(bookinfo().diff(bookinfo()).toString()).toBe('Nothing changes for any request.\n');
});

test.each([[null], [undefined], [[]], ['main']])('%p is no mesh', (before) => {
  expect(() => Mesh.of([]).diff(before as unknown as Mesh)).toThrow(
    /^Mesh\.diff: 1 problem\n {2}before: .* is not a Mesh\. /,
  );
});
