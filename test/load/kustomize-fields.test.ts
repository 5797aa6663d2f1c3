import { filledFields, isFilledIn, patchedFields } from '../../lib/load/kustomize-fields';
import { virtualService } from '../manifests';

const object = virtualService('shop/web', {
  hosts: ['web'],
  http: [{ route: [{ destination: { host: 'web.$(NS).svc' } }] }],
});
const HOST = 'spec.http[0].route[0].destination.host';
const target = (select: object, ...fieldPaths: string[]): unknown => ({ targets: [{ select, fieldPaths }] });

describe('replacements and vars fill in', () => {
  test.each<[string, unknown[], unknown[], string, boolean]>([
    [
      'a field',
      [target({ kind: 'VirtualService', name: 'web' }, 'spec.http.0.route.0.destination.host')],
      [],
      HOST,
      true,
    ],
    ['what is in it', [target({ kind: 'VirtualService' }, 'spec.http')], [], HOST, true],
    ['all entries', [target({ name: 'web' }, 'spec.http.*.route.[name=a].destination.host')], [], HOST, true],
    ['another entry', [target({ name: 'web' }, 'spec.http.1.route.0.destination.host')], [], HOST, false],
    ['a part of it', [target({ name: 'web' }, `${HOST}.more`)], [], HOST, false],
    ['another object', [target({ kind: 'VirtualService', name: 'api' }, 'spec.http')], [], HOST, false],
    ['another kind', [target({ kind: 'Service', name: 'web' }, 'spec.http')], [], HOST, false],
    ['a reference', [], [{ name: 'NS' }], HOST, true],
    ['another reference', [], [{ name: 'OTHER' }], HOST, false],
    ['a reference elsewhere', [], [{ name: 'NS' }], 'spec.hosts[0]', false],
    ['what is no replacement', [undefined, 1, { targets: [null, { fieldPaths: [1] }] }], [null, {}], HOST, false],
  ])('%s', (_, replacements, vars, path, expected) => {
    expect(isFilledIn(object, path, filledFields(replacements, vars))).toBe(expected);
  });
});

describe('a patch changes', () => {
  const patch = (spec: object, name = 'web'): unknown => ({
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name },
    spec,
  });
  test.each<[string, unknown, unknown, string, boolean]>([
    ['a list, which it replaces', patch({ http: [] }), undefined, HOST, true],
    ['nothing beside it', patch({ hosts: ['web'] }), undefined, HOST, false],
    ['nothing of another object', patch({ http: [] }, 'api'), undefined, HOST, false],
    [
      'its target, whatever its own name is',
      patch({ http: [] }, 'any'),
      { kind: 'VirtualService', name: 'w.*' },
      HOST,
      true,
    ],
    ['only its target', patch({ http: [] }), { kind: 'VirtualService', name: 'eb' }, HOST, false],
    ['no name', patch({}), undefined, 'metadata.name', false],
    [
      'the whole object, which it deletes',
      { ...(patch({}) as object), $patch: 'delete' },
      undefined,
      'metadata.name',
      true,
    ],
    [
      'what its operations name',
      [{ op: 'replace', path: '/spec/http/0/route', value: [] }],
      { kind: 'VirtualService' },
      HOST,
      true,
    ],
    [
      'a key with a slash',
      [{ op: 'add', path: '/metadata/annotations/a~1b', value: 'c' }],
      {},
      'metadata.annotations.a/b',
      true,
    ],
    ['nothing else', [{ op: 'replace', path: '/spec/hosts', value: [] }], { kind: 'VirtualService' }, HOST, false],
    ['nothing where its target is no expression', patch({ http: [] }), { name: '(' }, HOST, false],
    ['nothing where it is none', 'text', undefined, HOST, false],
  ])('%s', (_, given, select, path, expected) => {
    expect(isFilledIn(object, path, patchedFields(given, select))).toBe(expected);
  });
});
