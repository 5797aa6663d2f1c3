import { MeshObject } from '../../lib/mesh/reading/mesh-object';
import { violationsOf } from '../../lib/schema/check-schema';
import { manifest } from '../manifests';

const IN_WORDS = 'Write a duration with its unit: 5s, 500ms or 1h.';
const OF_RULE = 'Write a duration of at least 1ms, with its unit: 5s, 500ms or 1h.';

const fixes = (kind: string, spec: object): string[] =>
  violationsOf(new MeshObject(manifest(kind, 'reviews', spec)), '1.31').map(({ fix }) => fix);
const timeout = (value: unknown) =>
  fixes('VirtualService', {
    hosts: ['reviews'],
    http: [{ route: [{ destination: { host: 'reviews' } }], timeout: value }],
  });

describe('a duration without a unit', () => {
  it.each<[unknown, string]>([
    [5, 'Write it with its unit: 5s.'],
    ['5', 'Write it with its unit: 5s.'],
    [0.5, 'Write it with its unit: 500ms.'],
    ['1.25', 'Write it with its unit: 1250ms.'],
    [500, 'Write it with its unit: 500s for seconds, or 500ms for milliseconds.'],
    ['5000', 'Write it with its unit: 5000s for seconds, or 5000ms for milliseconds.'],
    [0, IN_WORDS],
    [-5, IN_WORDS],
    [0.0001, IN_WORDS],
    [true, IN_WORDS],
    ['0', OF_RULE],
    ['5 s', OF_RULE],
    [{ seconds: 5 }, 'Write a string.'],
  ])('%p', (value, fix) => {
    expect(timeout(value)).toEqual([fix]);
  });

  it('is told for each field that takes one', () => {
    expect(
      fixes('DestinationRule', {
        host: 'reviews',
        trafficPolicy: {
          connectionPool: { tcp: { idleTimeout: 60 } },
          loadBalancer: { consistentHash: { httpCookie: { name: 'user', ttl: 60 } } },
          retryBudget: { budgetInterval: 10 },
        },
      }),
    ).toEqual(['60s', '60s', '10s'].map((text) => `Write it with its unit: ${text}.`));
    expect(
      fixes('HTTPRoute', {
        rules: [{ timeouts: { request: 10, backendRequest: '5' } }],
      }),
    ).toEqual(['10s', '5s'].map((text) => `Write it with its unit: ${text}.`));
  });

  it('is another thing than a number where text belongs', () => {
    expect(fixes('VirtualService', { hosts: [5], http: [{ name: 5 }] })).toEqual([
      'Write it in quotes: "5".',
      'Write it in quotes: "5".',
    ]);
  });
});
