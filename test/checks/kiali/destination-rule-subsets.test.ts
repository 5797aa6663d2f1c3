import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { deployment, destinationRule, service, serviceEntry, SHOP_REVIEWS, virtualService } from '../../manifests';
import { found } from '../found';

test('labels of a subset are those of the pods of the Service, not of others', () => {
  const rule = destinationRule('shop/reviews', {
    host: 'reviews',
    subsets: [{ name: 'v2', labels: { version: 'v2' } }],
  });
  const pods = (version: string, app: string): Manifest => deployment(`shop/${app}-${version}`, { app, version });
  const selecting = service('shop/reviews');
  const set = [selecting, pods('v1', 'reviews'), pods('v2', 'ratings'), pods('v3', 'ratings'), rule];
  expect(found('KIA0203', set)).toMatchObject([{ fix: 'Write version: v1.' }]);
});

test('a host that begins like a Service has the endpoints of its ServiceEntry', () => {
  const entry = serviceEntry('shop/far', {
    hosts: ['reviews.shop.global'],
    ports: [{ number: 80, name: 'http', protocol: 'HTTP' }],
    resolution: 'STATIC',
    endpoints: [{ address: '192.0.2.1', labels: { cluster: 'far' } }],
  });
  const rule = (cluster: string): Manifest =>
    destinationRule('shop/far', {
      host: 'reviews.shop.global',
      subsets: [{ name: 'far', labels: { cluster } }],
    });
  expect(found('KIA0203', [...SHOP_REVIEWS, entry, rule('far')])).toEqual([]);
  expect(found('KIA0203', [...SHOP_REVIEWS, entry, rule('near')])).toHaveLength(1);
});

describe('a subset without labels', () => {
  const rule = (...names: string[]): Manifest =>
    destinationRule('shop/reviews', { host: 'reviews', subsets: names.map((name) => ({ name })) });
  const split = virtualService('shop/reviews', {
    hosts: ['reviews'],
    http: [{ route: ['a', 'b'].map((subset) => ({ destination: { host: 'reviews', subset }, weight: 50 })) }],
  });
  const messages = (...set: Manifest[]): string[] =>
    found('KIA0209', [...SHOP_REVIEWS, ...set]).map(({ severity, message }) => `${severity} ${message}`);

  test('is a note, as tasks of Istio have one', () => {
    expect(messages(rule('a'))).toEqual([
      "info The subset a has no labels, so it is all pods of reviews. Istio's own tasks do the same where a subset only needs a name or a traffic policy of its own, as at egress gateways.",
    ]);
    expect(messages(rule('a', 'b'))).toHaveLength(2);
    expect(messages(rule('a', 'b')).join()).not.toContain('warning');
  });

  test('is a warning where requests are split between several', () => {
    expect(messages(rule('a', 'b'), split)).toEqual([
      'warning The subset a has no labels, so it is all pods of reviews. A VirtualService splits requests between this subset and another one without labels, which splits nothing.',
      'warning The subset b has no labels, so it is all pods of reviews. A VirtualService splits requests between this subset and another one without labels, which splits nothing.',
    ]);
  });
});
