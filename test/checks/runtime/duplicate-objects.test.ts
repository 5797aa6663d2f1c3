import { INJECTED, namespace, service, to, virtualService } from '../../manifests';
import { testCases, textsOf } from '../found';

const [first, second] = ['1s', '5s'].map((timeout) =>
  virtualService('shop/web', { hosts: ['web'], http: [{ timeout, ...to('web') }] }),
);

testCases('CDI', [
  {
    name: 'each manifest but the one that counts is found',
    manifests: [first, second, first].map((each) => ({ ...each })),
    finds: [
      'CDI0003 error VirtualService shop/web metadata.name',
      'CDI0003 error VirtualService shop/web metadata.name',
    ],
  },
  {
    name: 'one name in two namespaces, or of two kinds, is no duplicate',
    manifests: [
      service('shop/web'),
      service('front/web'),
      virtualService('shop/web', { hosts: ['web'], http: [to('web')] }),
    ],
    finds: [],
  },
  {
    name: 'one kind of two versions is one object',
    manifests: [first, { ...second, apiVersion: 'networking.istio.io/v1beta1' }],
    finds: ['CDI0003 error VirtualService shop/web metadata.name'],
  },
  {
    name: 'an object of no namespace',
    manifests: [namespace('shop'), namespace('shop', INJECTED)],
    finds: ['CDI0003 error Namespace shop metadata.name'],
  },
]);

test('it says which object two manifests are for', () => {
  expect(textsOf('CDI0003', [first, second])).toEqual([
    [
      'Another manifest also describes VirtualService shop/web. The one applied last replaces the other.',
      'Remove one of the two, merge them, or rename one or move it to another namespace. If they are alternatives, such as overlays or steps of a tutorial, check one at a time.',
    ],
  ]);
  expect(textsOf('CDI0003', [namespace('shop'), namespace('shop', INJECTED)])).toEqual([
    [
      'Another manifest also describes Namespace shop. The one applied last replaces the other.',
      'Remove one of the two, merge them, or rename one or move it to another namespace. If they are alternatives, such as overlays or steps of a tutorial, check one at a time.',
    ],
  ]);
});
