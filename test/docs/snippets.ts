import { existsSync } from 'node:fs';
import path from 'node:path';
import { Yaml } from 'cdk8s';
import type { App } from 'cdk8s';
import ts from 'typescript';
import type { Block } from './markdown-blocks';
import { pageName } from './markdown-blocks';
import type { Source } from './snippet-program';

const CODE = ['ts', 'typescript', 'js', 'javascript'];
const MARKERS = ['snippet', 'continues', 'output', 'prints', 'throws', 'from'];
const PRELUDES = path.join(__dirname, 'preludes');

/** A code block that is compiled and run, with what the page says that comes out of it. */
export interface Snippet {
  readonly block: Block;
  readonly source: Source;
  /** The name of the prelude: a file of test/docs/preludes/. */
  readonly prelude?: string;
  /** The lines of `source` that stand before the block. */
  readonly linesBefore: number;
  /** Blocks that show YAML which it makes. */
  readonly outputs: Block[];
  /** Blocks that show what it prints. */
  readonly printed: Block[];
  /** The block that shows the message it throws. */
  readonly message?: Block;
}

/** A block that must stand in a file word for word. */
export interface Excerpt {
  readonly block: Block;
  readonly file: string;
}

export type Prelude = () => { app: App } & Record<string, unknown>;

/** Sorts the blocks of one page; throws on a marker that is misspelt or stands at the wrong place. */
export function readPage(
  blocks: Block[],
  loadPrelude: (name: string) => Prelude,
): { snippets: Snippet[]; excerpts: Excerpt[] } {
  const snippets: Snippet[] = [];
  const excerpts: Excerpt[] = [];
  blocks.forEach((block, i) => {
    const refuse = (why: string): never => {
      throw new Error(`${where(block)}: ${why}`);
    };
    for (const name of block.markers.keys()) {
      if (!MARKERS.includes(name)) {
        refuse(`<!-- ${name} --> is not a marker. Write one of: ${MARKERS.join(', ')}.`);
      }
    }
    const from = block.markers.get('from');
    if (from !== undefined) {
      excerpts.push({ block, file: path.resolve(path.dirname(block.file), from) });
    } else if (CODE.includes(block.language)) {
      snippets.push(readSnippet(block, blocks[i + 1], snippets.at(-1), loadPrelude));
    } else if (block.markers.has('output') || block.markers.has('prints')) {
      const maker = snippets.at(-1) ?? refuse('no code block stands above this output');
      (block.markers.has('output') ? maker.outputs : maker.printed).push(block);
    } else if (block.markers.size > 0) {
      refuse(`<!-- ${[...block.markers.keys()].join(', ')} --> belongs above a ts or js block`);
    }
  });
  return { snippets, excerpts };
}

function readSnippet(
  block: Block,
  next: Block | undefined,
  previous: Snippet | undefined,
  loadPrelude: (name: string) => Prelude,
): Snippet {
  const continued = block.markers.has('continues') ? previous : undefined;
  if (block.markers.has('continues') && continued === undefined) {
    throw new Error(`${where(block)}: no code block stands above this one, so it cannot continue it`);
  }
  const prelude = block.markers.get('snippet') ?? continued?.prelude;
  if (prelude !== undefined && !existsSync(path.join(PRELUDES, `${prelude}.ts`))) {
    throw new Error(`${where(block)}: there is no test/docs/preludes/${prelude}.ts`);
  }
  if (block.markers.has('throws') && next?.language !== 'text') {
    throw new Error(`${where(block)}: after a block that throws, a \`text\` block says what`);
  }
  const extension = block.language.startsWith('j') ? 'js' : 'ts';
  const head = continued?.source.text ?? heading(block, prelude, loadPrelude);
  const text = continued === undefined ? block.text : withoutImportsOf(head, block.text);
  return {
    block,
    prelude,
    source: { file: `${block.file}.${block.line}.${extension}`, text: `${head}\n${text}` },
    linesBefore: head.split('\n').length,
    outputs: [],
    printed: [],
    message: block.markers.has('throws') ? next : undefined,
  };
}

/** The first line of the program: everything that the prelude gives and the block does not declare itself. */
function heading(block: Block, prelude: string | undefined, loadPrelude: (name: string) => Prelude): string {
  const appOfBlock = declaredNames(block.text).has('app') ? 'export { app as app_ };' : 'export {};';
  if (prelude === undefined) {
    return appOfBlock;
  }
  const own = declaredNames(block.text);
  const given = Object.keys(loadPrelude(prelude)()).filter((name) => !own.has(name));
  const file = path.relative(path.dirname(block.file), path.join(PRELUDES, prelude)).split(path.sep).join('/');
  return [
    `import prelude_ from '${file.startsWith('.') ? file : `./${file}`}';`,
    'const given_ = prelude_();',
    block.language.startsWith('j') ? '' : 'declare const onPrelude_: (given: object) => void;',
    'onPrelude_(given_);',
    `const { ${given.join(', ')} } = given_;`,
    appOfBlock,
  ].join(' ');
}

function parse(text: string): ts.SourceFile {
  return ts.createSourceFile('snippet.ts', text, ts.ScriptTarget.ES2022, true);
}

/** The names that a text declares or imports at its top level. */
function declaredNames(text: string): Set<string> {
  const names = new Set<string>();
  for (const statement of parse(text).statements) {
    if (ts.isVariableStatement(statement)) {
      for (const declaration of statement.declarationList.declarations) {
        bindings(declaration.name).forEach((name) => names.add(name));
      }
    } else if ((ts.isClassDeclaration(statement) || ts.isFunctionDeclaration(statement)) && statement.name) {
      names.add(statement.name.text);
    } else if (ts.isImportDeclaration(statement)) {
      importedNames(statement).forEach((name) => names.add(name));
    }
  }
  return names;
}

function bindings(name: ts.BindingName): string[] {
  return ts.isIdentifier(name)
    ? [name.text]
    : name.elements.flatMap((element) => (ts.isOmittedExpression(element) ? [] : bindings(element.name)));
}

function importedNames(statement: ts.ImportDeclaration): string[] {
  const clause = statement.importClause;
  const named = clause?.namedBindings;
  return [
    ...(clause?.name ? [clause.name.text] : []),
    ...(named === undefined
      ? []
      : ts.isNamespaceImport(named)
        ? [named.name.text]
        : named.elements.map((element) => element.name.text)),
  ];
}

/** The text without imports of names that `head` has already, with every line where it was. */
function withoutImportsOf(head: string, text: string): string {
  const known = declaredNames(head);
  let result = text;
  for (const statement of [...parse(text).statements].reverse()) {
    if (!ts.isImportDeclaration(statement)) {
      continue;
    }
    const names = importedNames(statement);
    const missing = names.filter((name) => !known.has(name));
    if (missing.length === names.length) {
      continue;
    }
    const was = text.slice(statement.getStart(), statement.end);
    const lines = '\n'.repeat(was.split('\n').length - 1);
    const now =
      missing.length === 0 ? '' : `import { ${missing.join(', ')} } from ${statement.moduleSpecifier.getText()};`;
    result = result.slice(0, statement.getStart()) + now + lines + result.slice(statement.end);
  }
  return result;
}

/** Every object of an App as JSON, by kind and by what else identifies it in a cluster. */
export function objectsOf(app: App): Map<string, unknown> {
  const objects = new Map<string, unknown>();
  for (const object of app.charts.flatMap((chart) => chart.toJson() as ApiObjectJson[])) {
    const { kind, apiVersion, metadata } = object;
    objects.set([kind, apiVersion, metadata?.namespace, metadata?.name].join(' '), object);
  }
  return objects;
}

interface ApiObjectJson {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata?: { readonly name?: string; readonly namespace?: string };
}

/** The YAML of the objects that are new or changed: all of them, or those of the kinds that the marker names. */
export function changes(before: Map<string, unknown>, after: Map<string, unknown>, kinds: string): string {
  const wanted = kinds === '' ? undefined : kinds.split(',').map((kind) => kind.trim());
  const changed = [...after]
    .filter(([key]) => wanted === undefined || wanted.includes(key.split(' ')[0]))
    .filter(([key, object]) => JSON.stringify(before.get(key)) !== JSON.stringify(object))
    .map(([, object]) => object);
  return Yaml.stringify(...changed).trimEnd();
}

export function where(block: Block): string {
  return `${pageName(block.file)}:${block.line}`;
}
