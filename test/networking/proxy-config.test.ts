import { Testing } from 'cdk8s';
import { IstioChecks } from '../../lib';
import type { ProxyConfigProps } from '../../lib/networking/proxy-config';
import { ProxyConfig } from '../../lib/networking/proxy-config';
import { chart, problemsOf, specOf } from './subject';

const problems = (props: object | undefined, scope = chart()): string[] =>
  problemsOf(() => new ProxyConfig(scope, 'Config', props as ProxyConfigProps));

test('the whole object', () => {
  const scope = chart();
  const config = new ProxyConfig(scope, 'Config', {
    metadata: { name: 'cart' },
    selector: { matchLabels: { app: 'cart' } },
    concurrency: 2,
    environmentVariables: { ISTIO_META_DNS_CAPTURE: 'true', EMPTY: '' },
    imageType: 'distroless',
  });
  expect(Testing.synth(scope)).toEqual([
    {
      apiVersion: 'networking.istio.io/v1beta1',
      kind: 'ProxyConfig',
      metadata: { name: 'cart', namespace: 'shop' },
      spec: {
        selector: { matchLabels: { app: 'cart' } },
        concurrency: 2,
        environmentVariables: { ISTIO_META_DNS_CAPTURE: 'true', EMPTY: '' },
        image: { imageType: 'distroless' },
      },
    },
  ]);
  expect(config.name).toBe('cart');
  expect(IstioChecks.on(scope.node.root).findings()).toEqual([]);
});

test.each<[ProxyConfigProps, object]>([
  [{ concurrency: 0 }, { concurrency: 0 }],
  [{ imageType: 'debug' }, { image: { imageType: 'debug' } }],
  [{ environmentVariables: { A: 'a' } }, { environmentVariables: { A: 'a' } }],
])('%j alone', (props, written) => {
  expect(specOf(new ProxyConfig(chart(), 'Config', props))).toEqual(written);
});

const VARIABLES = "{ ISTIO_META_DNS_CAPTURE: 'true' }";

test.each<[string, object | undefined, ...string[]]>([
  ['nothing', undefined, 'says nothing. Write { concurrency: 2 }.'],
  ['a number', 2 as never, '2 does not fit here. Write { concurrency: 2 }.'],
  [
    'everything at once',
    { selector: { labels: { app: 'a' } }, concurrency: -1, environmentVariables: {}, imageType: '' },
    'selector.labels: unknown field of WorkloadSelector. It has: matchLabels.',
    `imageType: "" is not a non-empty string. Write 'distroless'.`,
    'concurrency: -1 is not a number of threads (a whole number, 0 to 2147483647).',
    `environmentVariables: is empty. Write ${VARIABLES}, or leave environmentVariables out.`,
  ],
  [
    'an empty selector',
    { selector: {}, concurrency: 1 },
    "selector.matchLabels: is empty. Write the labels of the pods, for example { app: 'reviews' }, or omit selector for all pods.",
  ],
  [
    'a wildcard',
    { selector: { matchLabels: { app: 'a*' } }, concurrency: 1 },
    'selector.matchLabels.app: "app=a*" selects nothing: labels are compared literally, without wildcards. Write the whole label.',
  ],
  [
    'a concurrency in quotes',
    { concurrency: '2' },
    'concurrency: "2" is not a number of threads (a whole number, 0 to 2147483647). Write 2 without quotes.',
  ],
  [
    'a list of variables',
    { environmentVariables: ['A=a'] },
    `environmentVariables: ["A=a"] does not fit here. Write ${VARIABLES}.`,
  ],
  [
    'variables of other types',
    { environmentVariables: { '': 'a', B: true, C: 'c'.repeat(2049) } },
    `environmentVariables: has a variable without a name. Write ${VARIABLES}.`,
    "environmentVariables.B: true is not a string. Write 'true'.",
    'environmentVariables.C: has 2049 characters, and Istio takes at most 2048. Write a shorter one.',
  ],
])('%s is refused', (_what, props, ...messages) => {
  expect(problems(props)).toEqual(messages);
});

test('a second ProxyConfig for all pods of a namespace is refused', () => {
  const scope = chart();
  new ProxyConfig(scope, 'First', { concurrency: 2 });
  expect(problems({ imageType: 'debug' }, scope)).toEqual([
    "selector: is needed: test/First is for all pods of namespace shop already, and Istio takes only one such ProxyConfig. Write { matchLabels: { app: '...' } }.",
  ]);
  new ProxyConfig(scope, 'Other', { concurrency: 2, metadata: { namespace: 'books' } });
  new ProxyConfig(scope, 'Web', { concurrency: 2, selector: { matchLabels: { app: 'web' } } });
});
