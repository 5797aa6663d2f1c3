import { readFileSync } from 'node:fs';
import path from 'node:path';
import { isObject } from '../core/is-object';
import { CLUSTER_SCOPED } from '../mesh/reading/kubernetes-kinds';
import { placeholderIn } from '../schema/placeholder';
import type { Unreadable } from '../report/check-report';
import { alternativeFiles } from './alternative-files';
import { chartFolders, partOfChart } from './helm-charts';
import type { KustomizeFiles } from './kustomizations';
import { kustomizeFiles } from './kustomizations';
import { built } from './kustomize-changes';
import { isFilledIn } from './kustomize-fields';
import { valueAt } from './value-at';
import { Layout, SYNTHESIZED } from './layout';
import type { LeftOut } from './left-out';
import { isOther, isPatch, isTemplate } from './left-out';
import type { Place, RewrittenKey } from './locate';
import { Locator } from './locate';
import type { YamlAdvice } from './read-yaml';
import { FOR_MANIFESTS, readYaml } from './read-yaml';
import { readSources } from './sources';
import type { DocumentText } from './split-documents';
import { splitDocuments, splitJson } from './split-documents';

/** Where a value was read from. */
interface Origin {
  readonly file: string;
  readonly document: DocumentText;
  /** Which value of the document's text it is: nearly always the only one. */
  readonly index: number;
  /** Where in that value: `items[3]` for what stands in a list. */
  readonly path: string;
}

/** A path in an object that was read. */
interface Target {
  readonly value: unknown;
  readonly path: string;
}

/** What was read from files, and where it stands in them. */
export class Loaded {
  /** All documents that are not empty, as they were read. */
  public readonly values: unknown[] = [];
  public readonly unreadable: Unreadable[] = [];
  /** What is no manifest for a cluster, and is not checked. */
  public readonly leftOut: LeftOut[] = [];
  /** What the kustomizations among the files make of the others. */
  public kustomize?: KustomizeFiles;
  private readonly origins = new Map<unknown, Origin[]>();
  private readonly foundFiles = new Set<string>();
  private readonly open = new Set<unknown>();
  private readonly aside = new Set<number>();
  private last?: { readonly document: DocumentText; readonly locator: Locator };

  /** @param advice about what cannot be read */
  constructor(private readonly advice: YamlAdvice = FOR_MANIFESTS) {}

  /**
   * @param found whether the file was found in a folder: then it may be no manifest at all
   * @param namespaces what kustomize makes the namespace of its objects
   */
  public add(
    file: string,
    text: string,
    found: boolean = false,
    namespaces: ReadonlySet<string | undefined> = new Set(),
  ): void {
    const start = this.values.length;
    // Where files were joined, each may bring its byte order mark.
    const plain = text.includes('\ufeff') ? text.replace(/^\ufeff/gm, '') : text;
    for (const document of splitDocuments(plain)) {
      this.addDocument(file, document);
    }
    const read = this.values.slice(start);
    if (found) {
      this.foundFiles.add(file);
    }
    // A directive starts with $, unless it hides it.
    const mayBePatch = /[$\\]/.test(text);
    const reason =
      found && read.length > 0 && read.every(isOther)
        ? 'other'
        : mayBePatch && read.some(isPatch)
          ? 'patch'
          : undefined;
    if (reason !== undefined) {
      this.leftOut.push({ file, reason });
      read.forEach((value, i) => {
        if (reason === 'other' || isPatch(value)) {
          this.aside.add(start + i);
        }
      });
    }
    const given = [...namespaces].filter((each) => each !== undefined);
    for (const { metadata, field } of given.length === 0 ? [] : read.flatMap(namespaceField)) {
      if (given.length === 1) {
        [metadata[field]] = given;
      }
      if (namespaces.size > 1) {
        this.open.add(metadata);
      }
    }
  }

  /** The documents that could be manifests: {@link values} without what is left out. */
  public get manifests(): unknown[] {
    return this.values.filter((_, i) => !this.aside.has(i));
  }

  /** Whether kustomizations give an object different namespaces. */
  public hasOpenNamespace(value: unknown): boolean {
    return isObject(value) && this.open.has(value.metadata);
  }

  /** Whether kustomize puts another value at a path of an object. */
  public isFilledIn(value: unknown, field: string): boolean {
    const { appearances, filled } = this.kustomize ?? {};
    const file = appearances === undefined || appearances.size === 0 ? undefined : this.fileOf(value);
    return file !== undefined && appearances!.has(path.resolve(file)) && isFilledIn(value, field, filled!);
  }

  /**
   * The manifests as kustomize makes them of the files, and what each was made of. None where no kustomization changes any. Lists
   * (`kind: List`) stay as they are.
   */
  public get built(): Map<unknown, unknown> {
    const { appearances, changes = [] } = this.kustomize ?? {};
    const made = new Map<unknown, unknown>();
    let isChanged = false;
    for (const value of this.manifests) {
      const taken = appearances?.get(path.resolve(this.fileOf(value) ?? ''));
      const after = taken === undefined ? value : built(value, changes, taken);
      isChanged ||= after !== value;
      if (after !== undefined) {
        made.set(after, value);
      }
    }
    return isChanged ? made : new Map();
  }

  /**
   * What another tool fills in at a path of an object, or in its name: it is looked for in files of folders, which may be input of tools.
   * What is given as a file, or piped, is checked as it is.
   */
  public placeholderAt(value: unknown, path: string): string | undefined {
    if (!isObject(value) || !this.foundFiles.has(this.fileOf(value) ?? '')) {
      return undefined;
    }
    const { name, namespace } = isObject(value.metadata) ? value.metadata : {};
    return [valueAt(value, path), name, namespace]
      .map((text) => (typeof text === 'string' ? placeholderIn(text) : undefined))
      .find((found) => found !== undefined);
  }

  /** Which of the manifests are applied together. */
  public get layout(): Layout {
    const appearances = this.kustomize?.appearances ?? new Map<string, never>();
    const loose = this.manifests.flatMap((value) => {
      const file = this.fileOf(value);
      const isLoose =
        file !== undefined &&
        this.foundFiles.has(file) &&
        !file.endsWith(SYNTHESIZED) &&
        !appearances.has(path.resolve(file));
      return isLoose ? { file, value } : [];
    });
    return new Layout((value) => this.fileOf(value), appearances, alternativeFiles(loose));
  }

  /** The file that a value came from. */
  public fileOf(value: unknown): string | undefined {
    return this.origins.get(value)?.[0].file;
  }

  /** The place of a path in a value. The search is quick for one document after another. */
  public place(value: unknown, path: string): (Place & { readonly file: string }) | undefined {
    const origins = this.origins.get(value);
    if (origins === undefined) {
      return undefined;
    }
    // Texts and numbers are not told apart; they are asked for in the order in which they were read.
    const origin = typeof value === 'object' || origins.length === 1 ? origins[0] : origins.shift()!;
    if (this.last?.document !== origin.document) {
      this.last = { document: origin.document, locator: new Locator(origin.document) };
    }
    const whole = origin.path === '' ? path : path === '' ? origin.path : `${origin.path}.${path}`;
    return { file: origin.file, ...this.last.locator.find(whole, origin.index) };
  }

  /** The keys of a document that are not in the value as they are written. */
  public rewrittenKeys(value: unknown): readonly RewrittenKey[] {
    const [origin] = this.origins.get(value) ?? [];
    return origin === undefined ? [] : new Locator(origin.document).rewrittenKeys(origin.index);
  }

  /** The places of paths in objects, in their order. Each document is read once, whichever order its objects come in. */
  public placeAll(targets: readonly Target[]): ReturnType<Loaded['place']>[] {
    const byDocument = new Map<DocumentText | undefined, number[]>();
    targets.forEach(({ value }, i) => {
      const document = this.origins.get(value)?.[0].document;
      const known = byDocument.get(document);
      if (known === undefined) {
        byDocument.set(document, [i]);
      } else {
        known.push(i);
      }
    });
    const places = new Array<ReturnType<Loaded['place']>>(targets.length);
    for (const i of [...byDocument.values()].flat()) {
      places[i] = this.place(targets[i].value, targets[i].path);
    }
    return places;
  }

  private addDocument(file: string, document: DocumentText): void {
    const { values, problem } = readYaml(document, this.advice);
    const parts = problem === undefined ? [] : splitJson(document);
    if (parts.length > 0) {
      parts.forEach((part) => this.addDocument(file, part));
      return;
    }
    if (problem !== undefined) {
      this.unreadable.push({ file, ...problem });
    }
    values.forEach((value, index) => {
      if (value !== null && value !== undefined) {
        this.values.push(value);
        this.remember(value, { file, document, index, path: '' });
      }
    });
  }

  private remember(value: unknown, origin: Origin): void {
    const known = this.origins.get(value);
    if (known === undefined) {
      this.origins.set(value, [origin]);
    } else {
      known.push(origin);
    }
    const { kind, items } = value as { kind?: unknown; items?: unknown };
    if (typeof kind === 'string' && kind.endsWith('List') && Array.isArray(items)) {
      const before = origin.path === '' ? '' : `${origin.path}.`;
      items.forEach((item: unknown, i) => {
        if (item !== null && item !== undefined) {
          this.remember(item, { ...origin, path: `${before}items[${i}]` });
        }
      });
    }
  }
}

/** Reads files, folders and, for `-`, standard input. */
export function load(
  paths: readonly string[],
  stdin: () => Buffer = () => readFileSync(0),
  advice: YamlAdvice = FOR_MANIFESTS,
): Loaded {
  const loaded = new Loaded(advice);
  const sources = [...readSources(paths, stdin)];
  const found = sources.filter((source) => source.found === true);
  const charts = new Map(chartFolders(found.map(({ file }) => file)).map((chart) => [chart, false]));
  const templates: string[] = [];
  const kustomize = kustomizeFiles(found.flatMap((source) => ('text' in source ? source : [])));
  for (const source of sources) {
    const { file } = source;
    const absolute = path.resolve(file);
    const chart = source.found ? [...charts.keys()].find((each) => partOfChart(each, file) !== undefined) : undefined;
    if (chart !== undefined) {
      charts.set(chart, charts.get(chart)! || partOfChart(chart, file) === 'template');
    } else if (!('text' in source)) {
      loaded.unreadable.push({ file, line: source.line, column: source.column, message: source.message });
    } else if (source.found && kustomize.patches.has(absolute)) {
      loaded.leftOut.push({ file, reason: 'patch' });
    } else if (source.found && kustomize.inputs.has(absolute)) {
      loaded.leftOut.push({ file, reason: 'kustomize' });
    } else if (source.found && isTemplate(absolute, source.text)) {
      templates.push(file);
    } else if (!source.found || !kustomize.kustomizations.has(absolute)) {
      loaded.add(file, source.text, source.found, source.found ? kustomize.namespacesOf(absolute) : undefined);
    }
  }
  loaded.kustomize = kustomize;
  const templated = [...charts].filter(([, hasTemplates]) => hasTemplates).map(([chart]) => chart);
  const named = new Set(paths.map((each) => path.resolve(each)));
  for (const chart of templated) {
    // Whoever asks for a chart alone must not take silence for an answer.
    if (named.has(path.resolve(chart)) || loaded.manifests.length === 0) {
      const message = `This is a Helm chart, and its templates are not YAML yet. Check what they render: \`helm template ${chart} | cdk8s-istio check -\`.`;
      loaded.unreadable.push({ file: chart, message });
    } else {
      loaded.leftOut.push({ file: chart, reason: 'chart' });
    }
  }
  for (const file of templates) {
    if (loaded.manifests.length === 0) {
      const message = 'This is a template ({{ ... }}) and no YAML yet. Check what it becomes.';
      loaded.unreadable.push({ file, message });
    } else {
      loaded.leftOut.push({ file, reason: 'template' });
    }
  }
  return loaded;
}

interface NamespaceField {
  readonly metadata: Record<string, unknown>;
  readonly field: 'namespace' | 'name';
}

/** Where kustomize writes the namespace into an object, and into those in a list: also over one that is there, and as the name of a Namespace. */
function namespaceField(value: unknown): NamespaceField[] {
  if (!isObject(value)) {
    return [];
  }
  const { apiVersion, kind, metadata, items } = value;
  if (typeof kind === 'string' && kind.endsWith('List') && Array.isArray(items)) {
    return items.flatMap(namespaceField);
  }
  if (typeof apiVersion !== 'string' || typeof kind !== 'string' || !isObject(metadata)) {
    return [];
  }
  const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : 'core';
  if (`${group}/${kind}` === 'core/Namespace') {
    return [{ metadata, field: 'name' }];
  }
  return CLUSTER_SCOPED.has(`${group}/${kind}`) ? [] : [{ metadata, field: 'namespace' }];
}

/** The documents of a file or folder. Throws one error with all that cannot be read. */
export function loadManifests(file: string): unknown[] {
  const { manifests, unreadable } = load([file]);
  if (unreadable.length > 0) {
    const lines = unreadable.map(({ file, line, column, message }) =>
      [`  ${[file, line, column].filter((part) => part !== undefined).join(':')}`, message].join('  '),
    );
    throw new Error(['These files cannot be read:', ...lines].join('\n'));
  }
  return manifests;
}
