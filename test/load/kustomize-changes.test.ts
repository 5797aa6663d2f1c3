import type { AddedLabels } from '../../lib/load/kustomize-builds';
import { addedLabels, built } from '../../lib/load/kustomize-changes';

const DEPLOYMENT = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', labels: { a: 'b' } },
  spec: {
    selector: { matchLabels: { app: 'web' } },
    template: {
      metadata: { labels: { app: 'web' } },
      spec: { containers: [{ name: 'web', ports: [{ containerPort: 8080 }] }, { name: 'log' }] },
    },
  },
};
const RULE = {
  apiVersion: 'networking.istio.io/v1',
  kind: 'DestinationRule',
  metadata: { name: 'web' },
  spec: { host: 'web', subsets: [{ name: 'v1' }] },
};

const patched = (object: object, patch: unknown, target?: unknown): unknown => built(object, [{ patch, target }]);
const containers = (patch: object[]): unknown =>
  patched(DEPLOYMENT, {
    kind: 'Deployment',
    metadata: { name: 'web' },
    spec: { template: { spec: { containers: patch } } },
  });
const withContainers = (list: object[]): object => ({
  ...DEPLOYMENT,
  spec: { ...DEPLOYMENT.spec, template: { ...DEPLOYMENT.spec.template, spec: { containers: list } } },
});

test('a strategic merge patch merges lists of Kubernetes by their keys', () => {
  const [web, log] = DEPLOYMENT.spec.template.spec.containers;
  expect(containers([{ name: 'log', image: 'x' }, { name: 'proxy' }])).toEqual(
    withContainers([web, { name: 'log', image: 'x' }, { name: 'proxy' }]),
  );
  expect(
    containers([{ name: 'web', ports: [{ containerPort: 8080, name: 'http' }, { containerPort: 9090 }] }]),
  ).toEqual(withContainers([{ ...web, ports: [{ containerPort: 8080, name: 'http' }, { containerPort: 9090 }] }, log]));
  expect(containers([{ name: 'log', $patch: 'delete' }])).toEqual(withContainers([web]));
});

test('lists of other kinds are replaced, null removes, and the rest stays', () => {
  const patch = {
    kind: 'DestinationRule',
    metadata: { name: 'web', labels: { x: 'y' } },
    spec: { host: null, subsets: [] },
  };
  expect(patched(RULE, patch)).toEqual({
    ...RULE,
    metadata: { name: 'web', labels: { x: 'y' } },
    spec: { subsets: [] },
  });
});

test('operations of a JSON patch', () => {
  const operations = [
    { op: 'replace', path: '/spec/host', value: 'api' },
    { op: 'add', path: '/spec/subsets/-', value: { name: 'v3' } },
    { op: 'add', path: '/spec/subsets/0', value: { name: 'v0' } },
    { op: 'remove', path: '/metadata/name' },
    { op: 'add', path: '/metadata/labels~1x', value: 1 },
    { op: 'add', path: '/not/there', value: 1 },
    { op: 'remove' },
  ];
  expect(patched(RULE, operations, { kind: 'DestinationRule' })).toEqual({
    ...RULE,
    metadata: { 'labels/x': 1 },
    spec: { host: 'api', subsets: [{ name: 'v0' }, { name: 'v1' }, { name: 'v3' }] },
  });
  expect(RULE.spec.host).toBe('web');
});

test('a patch for something else changes nothing, and one may delete the object', () => {
  expect(patched(RULE, [{ op: 'remove', path: '/spec' }], { kind: 'DestinationRule', name: 'api' })).toBe(RULE);
  expect(patched(RULE, { kind: 'Service', metadata: { name: 'web' }, spec: null })).toBe(RULE);
  expect(patched(RULE, { kind: 'DestinationRule', metadata: { name: 'web' }, $patch: 'delete' })).toBeUndefined();
  expect(built(RULE, [])).toBe(RULE);
});

test('labels and names', () => {
  const named = (labels: AddedLabels[], object: object): unknown =>
    built(object, [], [{ build: '/', namespace: undefined, affixes: ['a-', '-z'], labels }]);
  expect(named(addedLabels({ x: 'y' }, []), DEPLOYMENT)).toEqual({
    ...DEPLOYMENT,
    metadata: { name: 'a-web-z', labels: { a: 'b', x: 'y' } },
    spec: {
      selector: { matchLabels: { app: 'web', x: 'y' } },
      template: { ...DEPLOYMENT.spec.template, metadata: { labels: { app: 'web', x: 'y' } } },
    },
  });
  const service = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'web' }, spec: { selector: { app: 'web' } } };
  const labels = { metadata: { name: 'a-web-z', labels: { x: 'y' } } };
  expect(named(addedLabels(undefined, [{ pairs: { x: 'y' } }]), service)).toEqual({ ...service, ...labels });
  expect(named(addedLabels(undefined, [{ pairs: { x: 'y' }, includeSelectors: true }]), service)).toEqual({
    ...service,
    ...labels,
    spec: { selector: { app: 'web', x: 'y' } },
  });
  const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } };
  expect(named([], namespace)).toEqual(namespace);
});
