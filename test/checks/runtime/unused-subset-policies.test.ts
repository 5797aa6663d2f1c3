import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { destinationRule, service, virtualService } from '../../manifests';
import { placesOf, textsOf } from '../found';

const web = service('shop/web');
const policy = { trafficPolicy: { connectionPool: { tcp: { maxConnections: 10 } } } };
const rule = (subset: object = policy, host = 'web'): Manifest =>
  destinationRule('shop/web', { host, subsets: [{ name: 'v1', labels: { version: 'v1' }, ...subset }] });
const route = (more: object, namespace = 'shop', host = 'web'): Manifest =>
  virtualService(`${namespace}/web`, { hosts: ['web'], http: [{ route: [{ destination: { host, ...more } }] }] });
const PLACE = 'DestinationRule shop/web spec.subsets[0].trafficPolicy';
const places = (...manifests: Manifest[]): string[] => placesOf('CDI0133', manifests);

test('no route names the subset', () => {
  expect(places(web, rule())).toEqual([`warning ${PLACE}`]);
  expect(places(web, rule(), route({}))).toEqual([`warning ${PLACE}`]);
  expect(places(web, rule(), route({ subset: 'v2' }))).toEqual([`warning ${PLACE}`]);
  // A short host is one of the namespace of its VirtualService.
  expect(places(web, rule(), route({ subset: 'v1' }, 'other'))).toEqual([`warning ${PLACE}`]);
});

test('a route or a mirror names it', () => {
  expect(places(web, rule(), route({ subset: 'v1' }))).toEqual([]);
  expect(places(web, rule(), route({ subset: 'v1' }, 'other', 'web.shop.svc.cluster.local'))).toEqual([]);
  const mirror = virtualService('shop/web', {
    hosts: ['web'],
    http: [{ route: [{ destination: { host: 'web' } }], mirror: { host: 'web', subset: 'v1' } }],
  });
  expect(places(web, rule(), mirror)).toEqual([]);
  const delegate = virtualService('shop/part', {
    http: [{ route: [{ destination: { host: 'web', subset: 'v1' } }] }],
  });
  expect(places(web, rule(), delegate)).toEqual([]);
  expect(places(web, rule(policy, '*.svc.cluster.local'), route({ subset: 'v1' }))).toEqual([]);
});

test('a subset without a policy', () => {
  expect(places(web, rule({}))).toEqual([]);
  expect(places(web, rule({ trafficPolicy: {} }))).toEqual([]);
});

test('a note where the Service is not in the manifests', () => {
  expect(places(rule())).toEqual([`info ${PLACE}`]);
  expect(placesOf('CDI0133', [rule()], { world: 'closed' })).toEqual([`warning ${PLACE}`]);
});

test('what it says and offers', () => {
  expect(textsOf('CDI0133', [web, rule()])).toEqual([
    [
      'No route sends requests to subset v1 of web.shop.svc.cluster.local, so this policy applies to none: requests to the host itself, also those that its pods get, have only the policy of the rule.',
      'Route to the subset in a VirtualService: route: [{ destination: { host: web.shop.svc.cluster.local, subset: v1 } }]; or move the policy to spec.trafficPolicy.',
    ],
  ]);
});

test('the rule that names it gets no requests itself', () => {
  const to = (subset: string, match?: object): object => ({
    ...(match !== undefined && { match: [match] }),
    route: [{ destination: { host: 'web', subset } }],
  });
  const dead = virtualService('shop/web', {
    hosts: ['web'],
    http: [to('v2', { uri: { regex: '/.*' } }), to('v1', { uri: { regex: '/a/.*' } })],
  });
  expect(places(web, rule(), dead)).toEqual([`warning ${PLACE}`]);
  expect(textsOf('CDI0133', [web, rule(), dead])[0][0]).toBe(
    'No request comes to subset v1 of web.shop.svc.cluster.local, because spec.http[1] of VirtualService shop/web, which sends requests to it, gets none itself, so this policy applies to none: requests to the host itself, also those that its pods get, have only the policy of the rule.',
  );
  const asked = virtualService('shop/web', {
    hosts: ['web'],
    http: [to('v1', { uri: { regex: '/a/.*' } }), to('v2', { uri: { regex: '/.*' } })],
  });
  expect(places(web, rule(), asked)).toEqual([]);
});
