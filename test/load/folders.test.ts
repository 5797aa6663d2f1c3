import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { load, loadManifests } from '../../lib/load/load';

const OBJECT = 'apiVersion: v1\nkind: Service\nmetadata: {name: web}\n';
const TEMPLATE = 'apiVersion: v1\nkind: Service\nmetadata: {name: {{ .Values.name }}}\n';
const CHART = 'apiVersion: v2\nname: web\nversion: 1.0.0\n';
const kustomization = (text: string): string =>
  `apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n${text}`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'folders-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const at = (...names: string[]): string => path.join(folder, ...names);
function write(files: Record<string, string>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(at(name)), { recursive: true });
    writeFileSync(at(name), text);
  }
}

/** What a run over the folder sees, with paths from the folder on. */
function seen(...paths: string[]): { objects: string[]; leftOut: string[]; unreadable: string[] } {
  const { manifests, leftOut, unreadable } = load(paths.length === 0 ? [folder] : paths);
  const relative = (file: string): string => path.relative(folder, file);
  return {
    objects: manifests.map((value) => {
      const { metadata } = value as { metadata?: { name?: string; namespace?: string } };
      return [metadata?.namespace, metadata?.name].filter((part) => part !== undefined).join('/');
    }),
    leftOut: leftOut.map(({ file, reason }) => `${reason} ${relative(file)}`),
    unreadable: unreadable.map(({ file }) => relative(file)),
  };
}

describe('Helm charts', () => {
  const chart = {
    'charts/web/Chart.yaml': CHART,
    'charts/web/values.yaml': 'name: web\n',
    'charts/web/values-prod.yaml': 'name: web\n',
    'charts/web/templates/service.yaml': TEMPLATE,
    'charts/web/templates/tests/plain.yaml': OBJECT,
    'charts/web/crds/crd.yaml':
      'apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: a}\n',
  };

  it('are left out, with one line for each, and their CustomResourceDefinitions are read', () => {
    write({ ...chart, 'web.yaml': OBJECT });
    expect(seen()).toEqual({ objects: ['a', 'web'], leftOut: ['chart charts/web'], unreadable: [] });
  });

  it('without templates are nothing at all', () => {
    write({ 'chart/Chart.yaml': CHART, 'web.yaml': OBJECT });
    expect(seen()).toEqual({ objects: ['web'], leftOut: [], unreadable: [] });
  });

  it('cannot be read where one is asked for, or nothing else is there', () => {
    write(chart);
    expect(seen(at('charts', 'web'))).toEqual({ objects: ['a'], leftOut: [], unreadable: ['charts/web'] });
    rmSync(at('charts', 'web', 'crds'), { recursive: true });
    expect(seen()).toEqual({ objects: [], leftOut: [], unreadable: ['charts/web'] });
    expect(load([folder]).unreadable[0].message).toBe(
      `This is a Helm chart, and its templates are not YAML yet. Check what they render: \`helm template ${at('charts', 'web')} | cdk8s-istio check -\`.`,
    );
  });

  it('are read file by file where a file is named', () => {
    write(chart);
    expect(seen(at('charts/web/templates/service.yaml')).unreadable).toEqual(['charts/web/templates/service.yaml']);
    expect(seen(at('charts/web/templates/tests/plain.yaml')).objects).toEqual(['web']);
  });

  it('of a repository have an index that is no manifest', () => {
    write({ 'index.yaml': 'apiVersion: v1\nentries: {web: []}\ngenerated: "2026-01-01"\n', 'web.yaml': OBJECT });
    expect(seen()).toEqual({ objects: ['web'], leftOut: ['other index.yaml'], unreadable: [] });
  });
});

describe('files without Kubernetes objects', () => {
  const others = {
    'ansible.yml': '- hosts: all\n  tasks: []\n',
    'compose.yaml': 'services:\n  web: {image: web}\n',
    'package.json': '{"name": "web"}\n',
    'patch.json': '[{"op": "replace", "path": "/spec", "value": 1}]\n',
    'values.yaml': 'name: web\n---\nname: other\n',
    'workflow.yaml': 'on: push\njobs: {}\n',
  };

  it('are left out in folders', () => {
    write({ ...others, 'web.yaml': OBJECT });
    expect(seen()).toEqual({
      objects: ['web'],
      leftOut: Object.keys(others).map((file) => `other ${file}`),
      unreadable: [],
    });
  });

  it('are read where they are named', () => {
    write(others);
    expect(load([at('values.yaml')]).manifests).toEqual([{ name: 'web' }, { name: 'other' }]);
  });

  it('are none where one document is an object, or a part of one', () => {
    write({ 'a.yaml': `${OBJECT}---\nspec: {}\n`, 'b.yaml': 'kind: Service\n', 'c.yaml': 'apiVersion: v1\n' });
    expect(load([folder]).manifests).toHaveLength(4);
    expect(seen().leftOut).toEqual([]);
  });

  it('are not among the manifests of a folder', () => {
    write({ ...others, 'web.yaml': OBJECT });
    expect(loadManifests(folder)).toEqual([{ apiVersion: 'v1', kind: 'Service', metadata: { name: 'web' } }]);
  });
});

describe('templates of other tools', () => {
  const role = {
    'roles/web/templates/web.yml': "apiVersion: v1\nkind: Service\nmetadata: {name: '{{ item }}'}\n",
    'roles/web/templates/list.yml': 'a: {{ item }}\n',
    'roles/web/templates/plain.yml': OBJECT.replace('web', 'plain'),
  };

  it('are left out', () => {
    write({ ...role, 'web.yaml': OBJECT });
    expect(seen()).toEqual({
      objects: ['plain', 'web'],
      leftOut: ['template roles/web/templates/list.yml', 'template roles/web/templates/web.yml'],
      unreadable: [],
    });
  });

  it('cannot be read where nothing else is there', () => {
    write({ 'templates/web.yml': role['roles/web/templates/web.yml'] });
    expect(seen()).toEqual({ objects: [], leftOut: [], unreadable: ['templates/web.yml'] });
    expect(seen(at('templates/web.yml')).objects).toEqual(['{{ item }}']);
  });

  it('elsewhere are mistakes', () => {
    write({ 'web.yaml': 'a: {{ item }}\n' });
    expect(seen().unreadable).toEqual(['web.yaml']);
  });
});

it('input of tests of Go is no manifest, unless it is asked for', () => {
  write({ 'testdata/a.yaml': OBJECT.replace('web', 'a'), 'web.yaml': OBJECT });
  expect(seen().objects).toEqual(['web']);
  expect(seen(at('testdata')).objects).toEqual(['a']);
});

describe('kustomize', () => {
  it('has patches and other input, which are left out', () => {
    write({
      'app/kustomization.yaml': kustomization(
        [
          'resources: [web.yaml]',
          'patches: [{path: patch.yaml}, {patch: "[]", target: {kind: Service}}]',
          'patchesStrategicMerge: [../shared/merge.yaml, "{kind: Service,\\n metadata: {name: x}}"]',
          'patchesJson6902: [{path: json.yaml, target: {kind: Service, name: web}}]',
          'configMapGenerator: [{name: a, files: [app.yaml, key=other.yaml]}]',
          'replacements: [{path: replacement.yaml}]',
          'openapi: {path: schema.json}',
        ].join('\n'),
      ),
      'app/web.yaml': OBJECT,
      'app/patch.yaml': 'kind: Service\nspec: {}\n',
      'app/json.yaml': '- {op: add, path: /spec, value: 1}\n',
      'app/app.yaml': 'kind: Config\n',
      'app/other.yaml': 'kind: Config\n',
      'app/replacement.yaml': '- source: {}\n',
      'app/schema.json': '{}',
      'shared/merge.yaml': OBJECT,
    });
    expect(seen()).toEqual({
      objects: ['web'],
      leftOut: [
        'kustomize app/app.yaml',
        'patch app/json.yaml',
        'kustomize app/other.yaml',
        'patch app/patch.yaml',
        'kustomize app/replacement.yaml',
        'kustomize app/schema.json',
        'patch shared/merge.yaml',
      ],
      unreadable: [],
    });
    expect(seen(at('shared/merge.yaml')).objects).toEqual(['web']);
  });

  it.each(['kustomization.yaml', 'kustomization.yml', 'Kustomization'])('has a %s that may lack its kind', (name) => {
    write({ [name]: 'namespace: shop\nresources: [web.yaml]\n', 'web.yaml': OBJECT });
    expect(seen()).toEqual({ objects: ['shop/web'], leftOut: [], unreadable: [] });
  });

  it('is not the Kustomization of Flux, whatever its file is called', () => {
    const flux = 'apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: apps}\n';
    write({ 'kustomization.yaml': flux });
    expect(seen()).toEqual({ objects: ['apps'], leftOut: [], unreadable: [] });
  });

  it('has patches that are not used at the moment', () => {
    write({
      'kustomization.yaml': kustomization('resources: [web.yaml]\npatches: [{path: changes/a.yaml}]\n'),
      'web.yaml': OBJECT,
      'own.yaml': OBJECT.replace('web', 'own'),
      'image_patch.yaml': OBJECT.replace('web', 'a'),
      'changes/a.yaml': OBJECT,
      'changes/b.yaml': OBJECT,
      'patches/c.yaml': OBJECT,
      'elsewhere/patch.yaml': OBJECT.replace('web', 'patch'),
    });
    expect(seen()).toEqual({
      objects: ['patch', 'own', 'web'],
      leftOut: ['patch changes/a.yaml', 'patch changes/b.yaml', 'patch image_patch.yaml', 'patch patches/c.yaml'],
      unreadable: [],
    });
  });

  it('knows patches by their directives, in any file', () => {
    write({
      'a.yaml': 'apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec: {ports: [{$patch: replace}]}\n',
      'b.yaml': 'apiVersion: v1\nkind: Service\nmetadata: {name: b}\nspec: {$setElementOrder/ports: []}\n',
      'c.yaml': `${OBJECT}---\napiVersion: v1\nkind: Service\nmetadata: {name: c}\n$patch: delete\n`,
    });
    expect(seen()).toEqual({
      objects: ['web'],
      leftOut: ['patch a.yaml', 'patch b.yaml', 'patch c.yaml'],
      unreadable: [],
    });
    expect(seen(at('a.yaml'))).toEqual({ objects: [], leftOut: ['patch a.yaml'], unreadable: [] });
  });

  describe('gives a namespace', () => {
    const base = { 'base/kustomization.yaml': kustomization('resources: [web.yaml]\n'), 'base/web.yaml': OBJECT };
    const overlay = (name: string, namespace: string): Record<string, string> => ({
      [`${name}/kustomization.yaml`]: kustomization(`namespace: ${namespace}\nresources: [../base]\n`),
    });

    it('through other kustomizations, of which the outer one has the last word', () => {
      write({
        ...base,
        'base/kustomization.yaml': kustomization('namespace: inner\nresources: [web.yaml]\n'),
        ...overlay('prod', 'outer'),
      });
      expect(seen().objects).toEqual(['outer/web']);
    });

    it('where all that set one agree', () => {
      write({
        ...base,
        ...overlay('a', 'shop'),
        ...overlay('b', 'shop'),
        'c/kustomization.yaml': kustomization('resources: [../base]\n'),
      });
      expect(seen().objects).toEqual(['shop/web']);
      write(overlay('b', 'other'));
      expect(seen().objects).toEqual(['web']);
      const loaded = load([folder]);
      expect(loaded.manifests.map((value) => loaded.hasOpenNamespace(value))).toEqual([true]);
    });

    it('to all objects of namespaces, and to Namespaces as their name', () => {
      write({
        'kustomization.yaml': kustomization('namespace: shop\nresources: [all.yaml]\ncomponents: [part]\n'),
        'all.yaml': [
          OBJECT,
          'apiVersion: v1\nkind: Service\nmetadata: {name: a, namespace: other}\n',
          'apiVersion: v1\nkind: Namespace\nmetadata: {name: system}\n',
          'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {name: role}\n',
          'apiVersion: v1\nkind: List\nitems: [{apiVersion: v1, kind: Service, metadata: {name: b}}]\n',
        ].join('---\n'),
        'part/kustomization.yaml': 'kind: Component\nresources: [part.yaml]\n',
        'part/part.yaml': OBJECT.replace('web', 'part'),
        'alone.yaml': OBJECT.replace('web', 'alone'),
      });
      expect(seen().objects).toEqual(['shop/web', 'shop/a', 'shop', 'role', '', 'alone', 'shop/part']);
      const list = load([folder]).manifests.find((value) => (value as { kind: string }).kind === 'List');
      expect(list).toMatchObject({ items: [{ metadata: { name: 'b', namespace: 'shop' } }] });
    });

    it('in a circle of kustomizations', () => {
      write({
        'a/kustomization.yaml': kustomization('namespace: shop\nresources: [../b, web.yaml]\n'),
        'a/web.yaml': OBJECT,
        'b/kustomization.yaml': kustomization('resources: [../a]\n'),
        'c/kustomization.yaml': kustomization('resources: [../a]\n'),
      });
      expect(seen().objects).toEqual(['shop/web']);
    });
  });
});
