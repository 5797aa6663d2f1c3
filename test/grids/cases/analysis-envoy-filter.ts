import type { Manifest } from '../../../lib/mesh/reading/mesh-object';
import { manifest } from '../../manifests';
import type { Grid } from '../grid';

type Case = [string, Manifest[]];

interface Patch {
  readonly applyTo?: string;
  readonly operation?: string;
  readonly value?: unknown;
  readonly version?: string;
  /** Name of the filter that is looked for. */
  readonly filter?: string;
}

const configPatch = ({ applyTo = 'HTTP_FILTER', operation, value, version, filter }: Patch): unknown => ({
  applyTo,
  match: {
    ...(version === undefined ? {} : { proxy: { proxyVersion: version } }),
    ...(filter === undefined ? {} : { listener: { filterChain: { filter: { name: filter } } } }),
  },
  patch: { operation, ...(value === undefined ? {} : { value }) },
});
const filter = (name: string, spec: object): Manifest => manifest('EnvoyFilter', `shop/${name}`, spec);
const patches = (...list: Patch[]): Manifest[] => [filter('a', { configPatches: list.map(configPatch) })];

const APPLY_TO = [
  'LISTENER',
  'FILTER_CHAIN',
  'NETWORK_FILTER',
  'HTTP_FILTER',
  'ROUTE_CONFIGURATION',
  'VIRTUAL_HOST',
  'HTTP_ROUTE',
  'CLUSTER',
  'EXTENSION_CONFIG',
  'BOOTSTRAP',
  'LISTENER_FILTER',
];
const OPERATIONS = ['MERGE', 'ADD', 'REMOVE', 'INSERT_BEFORE', 'INSERT_AFTER', 'INSERT_FIRST', 'REPLACE'];
const typed = { '@type': 'type.googleapis.com/envoy.extensions.filters.http.router.v3.Router' };
const named = (name: unknown): unknown => ({ name, typed_config: typed });
/** A patch of some proxies only, that says nothing of itself. */
const versioned = (part: Patch): Patch => ({ operation: 'INSERT_FIRST', version: '^1\\.31.*', ...part });

const grid: Grid = {
  layers: ['analysis'],
  cases: Object.fromEntries([
    ...APPLY_TO.flatMap((applyTo) =>
      OPERATIONS.map((operation): Case => [`${operation} of ${applyTo}`, patches({ applyTo, operation, value: {} })]),
    ),
    ...[0, 1, -1].flatMap((priority) =>
      ['REMOVE', 'INSERT_BEFORE', 'INSERT_AFTER', 'REPLACE'].map((operation): Case => [
        `${operation} with priority ${priority}`,
        [filter('a', { priority, configPatches: [configPatch({ operation, value: named('a') })] })],
      ]),
    ),
    [
      'wrong REPLACE with a priority',
      [
        filter('a', {
          priority: 1,
          configPatches: [configPatch({ applyTo: 'CLUSTER', operation: 'REPLACE', value: {} })],
        }),
      ],
    ],
    ['nothing', [filter('a', {})]],
    ['no operation', patches({ value: {} })],
    ['no applyTo', [filter('a', { configPatches: [{ patch: { operation: 'REPLACE', value: {} } }] })]],
    ['REMOVE without value', patches({ operation: 'REMOVE' })],
    [
      'after an entry without patch nothing is said',
      [filter('a', { configPatches: [{ applyTo: 'CLUSTER' }, configPatch({ operation: 'REMOVE' })] })],
    ],
    [
      'before an entry without patch something is',
      [filter('a', { configPatches: [configPatch({ operation: 'REMOVE' }), { applyTo: 'CLUSTER' }] })],
    ],
    [
      'one of several patches',
      patches({ operation: 'INSERT_FIRST', value: named('a') }, { operation: 'INSERT_AFTER', value: named('b') }),
    ],
    [
      'the version of the patch itself does not count',
      patches({ operation: 'INSERT_BEFORE', version: 'a', value: named('a') }),
    ],
    [
      'same name with a version before',
      patches(versioned({ value: named('a') }), { operation: 'INSERT_BEFORE', value: named('a') }),
    ],
    [
      'same name with a version after',
      patches({ operation: 'INSERT_BEFORE', value: named('a') }, versioned({ value: named('a') })),
    ],
    [
      'another name with a version',
      patches(versioned({ value: named('b') }), { operation: 'INSERT_BEFORE', value: named('a') }),
    ],
    [
      'an empty version',
      patches(versioned({ version: '', value: named('a') }), { operation: 'INSERT_BEFORE', value: named('a') }),
    ],
    [
      'same name with a priority',
      [
        filter('a', {
          priority: 1,
          configPatches: [versioned({ value: named('a') }), { operation: 'REPLACE', value: named('a') }].map(
            configPatch,
          ),
        }),
      ],
    ],
    [
      'both codes',
      patches({ operation: 'REPLACE', value: named('b') }, versioned({ value: named('a') }), {
        operation: 'REPLACE',
        value: named('a'),
      }),
    ],
    ['no names', patches(versioned({ value: {} }), { operation: 'REMOVE' })],
    ['no name and a name', patches(versioned({ value: {} }), { operation: 'INSERT_BEFORE', value: named('a') })],
    [
      'name of the filter',
      patches(versioned({ value: {}, filter: 'f' }), {
        operation: 'REPLACE',
        value: { typed_config: typed },
        filter: 'f',
      }),
    ],
    [
      'names of other filters',
      patches(versioned({ value: {}, filter: 'f' }), {
        operation: 'REPLACE',
        value: { typed_config: typed },
        filter: 'g',
      }),
    ],
    [
      'the name of the value goes first',
      patches(versioned({ value: named('a'), filter: 'f' }), { operation: 'REPLACE', value: named('b'), filter: 'f' }),
    ],
    [
      'name of a value and name of a filter',
      patches(versioned({ value: named('f') }), { operation: 'REPLACE', value: {}, filter: 'f' }),
    ],
    [
      'without value the filter does not count',
      patches(versioned({ value: {}, filter: 'f' }), { operation: 'REMOVE', filter: 'f' }),
    ],
    [
      'without value there is no name',
      patches(versioned({ operation: 'REMOVE', filter: 'f' }), { operation: 'REMOVE', filter: 'g' }),
    ],
    [
      'names of other types',
      patches(versioned({ value: { name: 1 } }), { operation: 'REPLACE', value: { name: '1' } }),
    ],
    ['empty name and no name', patches(versioned({ value: { name: '' } }), { operation: 'REMOVE' })],
    [
      'filters of their own names',
      [
        filter('a', { configPatches: [configPatch({ operation: 'REMOVE' })] }),
        filter('b', { configPatches: [configPatch({ operation: 'INSERT_FIRST', value: {} })] }),
      ],
    ],
  ]),
};

export default grid;
