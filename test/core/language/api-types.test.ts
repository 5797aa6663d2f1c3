import * as cdk8s from 'cdk8s';
import { CDK8S, TypeTable } from '../../../lib/core/language/api-types';

test('what messages name of cdk8s is there', () => {
  const exported = cdk8s as unknown as Record<string, { readonly prototype: object } & Record<string, unknown>>;
  for (const [name, { static: statics = {}, methods = {} }] of Object.entries(CDK8S.classes)) {
    expect(Object.keys(statics).filter((method) => typeof exported[name][method] !== 'function')).toEqual([]);
    expect(Object.keys(methods).filter((method) => !(method in exported[name].prototype))).toEqual([]);
  }
});

test('the way to a field leads through structs, lists, and what makes a value', () => {
  const types = TypeTable.get();
  expect(types.typesTo('VirtualService', 'http[0].redirect')[0]).toBe('networking.HttpRedirect');
  expect(types.typesTo('VirtualService', 'spec.http[0].redirect')[0]).toBe('networking.HttpRedirect');
  expect(types.typesTo('Sidecar', 'workloadSelector.labels')).toContain('{string}');
  expect(types.typesTo('EgressTlsOrigination', 'tls.subjectAltNames')[0]).toBe('[string]');
  expect(types.typesTo('Gateway', 'nowhere.there')).toEqual(['GatewayProps']);
});
