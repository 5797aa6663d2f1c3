import type { Manifest } from '../../lib/mesh/reading/mesh-object';
import { MeshObject } from '../../lib/mesh/reading/mesh-object';
import { violationsOf } from '../../lib/schema/check-schema';
import type { Violation } from '../../lib/schema/violation';
import { destinationRule } from '../manifests';
import { firstStage } from './first-stage';

const rule = (spec: object): Manifest => destinationRule('shop/reviews', { host: 'reviews', ...spec });

/** What is said of the API server's verdict, at once and by stages. */
function said(manifest: Manifest): { all: string[]; first: string[] } {
  const all = violationsOf(new MeshObject(manifest), '1.31');
  const words = (violations: readonly Violation[]): string[] =>
    violations.map(({ code, path }) => `${code} ${path}`).sort();
  return { all: words(all), first: words(firstStage(all)) };
}

const TIMEOUT = { connectionPool: { tcp: { connectTimeout: '0s' } } };

test('what the API server does not serve, it does not read', () => {
  const { all, first } = said({ ...rule({ hots: 'a' }), apiVersion: 'networking.istio.io/v9' });
  expect(all).toEqual(['API0012 apiVersion']);
  expect(first).toEqual(['API0012 apiVersion']);
});

test('unknown fields come before values', () => {
  const { all, first } = said(rule({ hots: 'a', subsets: 5 }));
  expect(all).toEqual(['API0001 spec.subsets', 'API0002 spec.hots']);
  expect(first).toEqual(['API0002 spec.hots']);
});

test('an object where none should be has unknown fields', () => {
  const { all, first } = said(rule({ host: { name: 'a' } }));
  expect(all).toEqual(['API0001 spec.host']);
  expect(first).toEqual(['API0002 spec.host.name']);
});

test('rules come with other values, unless a type is wrong, something is missing or unknown, or there is too much', () => {
  const broken = { trafficPolicy: TIMEOUT };
  const at = 'API0011 spec.trafficPolicy.connectionPool.tcp.connectTimeout';
  expect(said(rule(broken)).first).toEqual([at]);
  expect(said(rule({ ...broken, subsets: [{}] }))).toEqual({
    all: ['API0003 spec.subsets[0].name', at],
    first: ['API0003 spec.subsets[0].name'],
  });
});

test('a null that is dropped is nothing', () => {
  expect(said(rule({ exportTo: null }))).toEqual({ all: ['API0015 spec.exportTo'], first: [] });
});
