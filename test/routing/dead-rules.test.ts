import type { Manifest } from '../../lib/mesh/reading/mesh-object';
import { deadRules } from '../../lib/routing/dead-rules';
import { gateway, server, virtualService } from '../manifests';
import { ingress, meshOf, rule, under } from './tables';

/** `shop/b spec.http[0] < shop/a spec.http[0] at istio-system/front` */
const lost = (...manifests: Manifest[]): string[] =>
  deadRules(meshOf([...ingress, gateway('istio-system/front', server(80, 'HTTP', ['*'])), ...manifests])).map(
    ({ object, path, takers }) =>
      `${object.key} ${path} < ${takers.map((taker) => `${taker.object.key} ${taker.path} at ${taker.gateway}`).join(', ')}`,
  );

const FRONT = { gateways: ['istio-system/front'] };
const both = (...http: object[]): Manifest =>
  virtualService('shop/v', { hosts: ['a.example.com'], gateways: ['mesh', 'istio-system/front'], http });

test('everywhere where it is asked', () => {
  expect(lost(both(rule('v1', under('/a')), rule('v2', under('/a/b'))))).toEqual([
    'shop/v spec.http[1] < shop/v spec.http[0] at mesh, shop/v spec.http[0] at istio-system/front',
  ]);
  expect(lost(both(rule('v1', { ...under('/a'), ...FRONT }), rule('v2', under('/a/b'))))).toEqual([]);
  expect(lost(both(rule('v1', { ...under('/a'), ...FRONT }), rule('v2', { ...under('/a/b'), ...FRONT })))).toEqual([
    'shop/v spec.http[1] < shop/v spec.http[0] at istio-system/front',
  ]);
});

test('part of it in its own VirtualService, the rest in another one', () => {
  expect(
    lost(
      virtualService('shop/a', { hosts: ['a.example.com'], ...FRONT, http: [rule('v1', under('/a'))] }),
      virtualService('shop/b', {
        hosts: ['a.example.com'],
        ...FRONT,
        http: [
          rule('v1', under('/b')),
          rule('v2', under('/a/x'), under('/b/x')),
          rule('v3', under('/a/y'), under('/c')),
        ],
      }),
    ),
  ).toEqual([
    'shop/b spec.http[1] < shop/a spec.http[0] at istio-system/front, shop/b spec.http[0] at istio-system/front',
  ]);
});

test('not where one of its hosts is free of the other', () => {
  const [a, b] = ['a.example.com', 'b.example.com'];
  const other = virtualService('shop/a', { hosts: [a], ...FRONT, http: [rule('v1', under('/a'))] });
  const inBoth = (hosts: string[]): Manifest =>
    virtualService('shop/b', { hosts, ...FRONT, http: [rule('v2', under('/a/x'))] });
  expect(lost(other, inBoth([a]))).toEqual(['shop/b spec.http[0] < shop/a spec.http[0] at istio-system/front']);
  expect(lost(other, inBoth([a, b]))).toEqual([]);
});

test('a rule of a delegate that one of two roots still asks', () => {
  const root = (name: string, ...http: object[]): Manifest =>
    virtualService(`shop/${name}`, { hosts: [`${name}.example.com`], http: [...http, { delegate: { name: 'd' } }] });
  const delegate: Manifest = {
    ...virtualService('shop/d', { hosts: [], http: [rule('v1', under('/a'))] }),
    spec: { http: [rule('v1', under('/a'))] },
  };
  const all = rule('v2', under('/'), under('/x'));
  expect(lost(root('a', all), root('b', all), delegate)).toEqual([
    'shop/d spec.http[0] < shop/a spec.http[0] at mesh, shop/b spec.http[0] at mesh',
  ]);
  expect(lost(root('a', all), root('b'), delegate)).toEqual([]);
});

test('a rule that no gateway of its VirtualService asks is none', () => {
  expect(lost(both(rule('v1', under('/a')), rule('v2', { ...under('/a'), gateways: ['other/front'] })))).toEqual([]);
});
