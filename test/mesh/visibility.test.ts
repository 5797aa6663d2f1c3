import type { Manifest } from '../../lib/mesh/reading/mesh-object';
import { Mesh } from '../../lib/mesh/reading/mesh';
import { visibilityOf } from '../../lib/mesh/visibility';
import { manifest } from '../manifests';

type Exported = Parameters<typeof visibilityOf>[1];

/** `*`, or the namespaces. */
function seenBy(object: Manifest, meshConfig: Record<string, unknown> = {}, ...others: Manifest[]): string {
  const mesh = new Mesh([object, ...others], [], { meshConfig });
  const { everybody, namespaces } = visibilityOf(mesh, mesh.objects[0] as Exported);
  return everybody ? '*' : [...namespaces].join(' ');
}

const entry = (exportTo?: string[]): Manifest => manifest('ServiceEntry', 'shop/a', { hosts: ['a.com'], exportTo });
const service = (exportTo?: string): Manifest =>
  manifest(
    'Service',
    'shop/a',
    {},
    exportTo === undefined ? {} : { annotations: { 'networking.istio.io/exportTo': exportTo } },
  );
const route = (exportTo?: string[]): Manifest => manifest('VirtualService', 'shop/a', { hosts: ['a'], exportTo });
const rule = (exportTo?: string[], more: object = {}): Manifest =>
  manifest('DestinationRule', 'shop/a', { host: 'a', exportTo, ...more });

test.each<[string, Manifest, string]>([
  ['an entry', entry(), '*'],
  ['an entry for names', entry(['front', '.']), 'front shop'],
  ['an entry for nobody', entry(['~']), ''],
  ['a Service', service(), '*'],
  ['a Service with an empty annotation', service(''), '*'],
  ['a Service for names', service(' ., front'), 'shop front'],
  ['a Service for nobody', service('~'), ''],
  ['a route', route(), '*'],
  ['a route with an empty list', route([]), '*'],
  ['a route for its own namespace', route(['.']), 'shop'],
  ['a rule', rule(), '*'],
  ['a rule for another namespace', rule(['front']), 'front'],
  ['a rule that selects pods', rule(['*'], { workloadSelector: { matchLabels: { a: 'b' } } }), 'shop'],
])('%s', (_, object, expected) => {
  expect(seenBy(object)).toBe(expected);
});

// cases/routing/e79
test.each<[string, Manifest, string[], string]>([
  ['an entry', entry(), ['.'], 'shop'],
  ['an entry that says so itself', entry(['*']), ['.'], '*'],
  ['a Service', service(), ['.', 'front'], 'shop front'],
  ['a route', route(), ['~'], ''],
  ['a rule', rule(), ['.'], 'shop'],
  ['a rule, with names, which do not count', rule(), ['front'], '*'],
  ['a rule, with names beside the dot', rule(), ['front', '.'], 'shop'],
  ['a rule that says so itself', rule(['*']), ['.'], '*'],
])('defaults of MeshConfig: %s', (_, object, byDefault, expected) => {
  const names = ['defaultServiceExportTo', 'defaultVirtualServiceExportTo', 'defaultDestinationRuleExportTo'];
  expect(seenBy(object, Object.fromEntries(names.map((name) => [name, byDefault])))).toBe(expected);
});

describe('what MeshConfig lets be seen of ServiceEntries', () => {
  const limits = (visibility: string, applyToSidecars = true): Record<string, unknown> => ({
    serviceEntryVisibility: {
      applyToSidecars,
      policies: [{ visibility, matchingRules: [{ namespaceSelector: { matchLabels: { team: 'a' } } }] }],
    },
  });
  const labelled = manifest('Namespace', 'shop', {}, { labels: { team: 'a' } });

  test.each<[string, Manifest, Record<string, unknown>, Manifest[], string]>([
    ['one namespace', entry(), limits('NAMESPACE'), [labelled], 'shop'],
    ['one namespace, for names', entry(['front', 'shop']), limits('NAMESPACE'), [labelled], 'shop'],
    ['one namespace, which is not among the names', entry(['front']), limits('NAMESPACE'), [labelled], ''],
    ['nothing', entry(), limits('NONE'), [labelled], ''],
    ['all', entry(), limits('PUBLIC'), [labelled], '*'],
    ['another namespace', entry(), limits('NONE'), [], '*'],
    ['not for sidecars', entry(), limits('NONE', false), [labelled], '*'],
    ['a Service, which is none', service(), limits('NONE'), [labelled], '*'],
  ])('%s', (_, object, meshConfig, others, expected) => {
    expect(seenBy(object, meshConfig, ...others)).toBe(expected);
  });
});
