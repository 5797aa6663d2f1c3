import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as ts from 'typescript';

/**
 * The names of the tests that a test file registers, as far as its text shows: a title, or a part of one, that comes from a table or a
 * loop is any string that the file, or a file beside it that it imports, has as a literal or as a key, or a number.
 */
export class RegisteredTests {
  private readonly names: RegExp[];

  public constructor(file: string, text: string) {
    const source = parsed(file, text);
    const strings = new Set([source, ...importedBeside(source)].flatMap((one) => [...literalsOf(one)]));
    const anything = `(?:${[...strings].sort(longestFirst).map(escape).join('|')}|-?\\d+(?:\\.\\d+)?)`;
    this.names = titlesOf(source).map(
      (titles) => new RegExp(`^${titles.map((parts) => parts.map(escape).join(anything)).join(' ')}$`),
    );
  }

  /** Whether a test can have this name: the titles of its describe blocks and its own, as jest joins them. */
  public has(name: string): boolean {
    return this.names.some((pattern) => pattern.test(name));
  }
}

/** The pieces of a title between what a table or a loop fills in: `'%s: %s'` is `['', ': ', '']`. */
type Title = string[];

/** Of each test, the titles of its describe blocks and its own. */
function titlesOf(source: ts.SourceFile): Title[][] {
  const found: Title[][] = [];
  const visit = (node: ts.Node, above: Title[]): void => {
    const block = ts.isCallExpression(node) ? registration(node) : undefined;
    if (block === 'left out') {
      return;
    }
    if (block === undefined) {
      ts.forEachChild(node, (child) => visit(child, above));
      return;
    }
    const [title, body] = (node as ts.CallExpression).arguments;
    const titles = [...above, partsOf(title, block.isTable)];
    if (block.isTest) {
      found.push(titles);
    } else {
      ts.forEachChild(body, (child) => visit(child, titles));
    }
  };
  visit(source, []);
  return found;
}

/** Whether a call is `test(...)`, `describe(...)`, or one of these for each row of a table. What is skipped or planned is left out. */
function registration({
  expression,
}: ts.CallExpression): { isTest: boolean; isTable: boolean } | 'left out' | undefined {
  const table = ts.isCallExpression(expression) || ts.isTaggedTemplateExpression(expression);
  const callee = ts.isCallExpression(expression)
    ? expression.expression
    : ts.isTaggedTemplateExpression(expression)
      ? expression.tag
      : expression;
  const word = callee.getText();
  if (/^(x(test|it|describe)|(test|it|describe)\.(skip|todo|failing))\b/.test(word)) {
    return 'left out';
  }
  const match = /^(test|it|describe)(\.each)?$/.exec(word);
  return match === null || (match[2] !== undefined) !== table
    ? undefined
    : { isTest: match[1] !== 'describe', isTable: table };
}

const FILLED_IN = /%[sdifjopc#$]|\$#|\$[A-Za-z_][\w.]*/;

function partsOf(title: ts.Expression, isTable: boolean): Title {
  // "%%" is a percent sign.
  const split = (text: string): Title =>
    isTable
      ? text
          .replaceAll('%%', '\0')
          .split(FILLED_IN)
          .map((part) => part.replaceAll('\0', '%'))
      : [text];
  if (ts.isStringLiteralLike(title)) {
    return split(title.text);
  }
  if (ts.isTemplateExpression(title)) {
    return [title.head, ...title.templateSpans.map(({ literal }) => literal)].flatMap(({ text }) => split(text));
  }
  return ['', ''];
}

function parsed(file: string, text: string): ts.SourceFile {
  return ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
}

/** The files of the same folder that a test file imports: tables that several tests share. */
function importedBeside(source: ts.SourceFile): ts.SourceFile[] {
  return source.statements.flatMap((statement) => {
    if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) {
      return [];
    }
    const { text } = statement.moduleSpecifier;
    const file = path.resolve(path.dirname(source.fileName), `${text}.ts`);
    return /^\.\/[^/]+$/.test(text) && existsSync(file) ? [parsed(file, readFileSync(file, 'utf8'))] : [];
  });
}

function literalsOf(source: ts.SourceFile): Set<string> {
  const found = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node)) {
      found.add(node.text);
    } else if (ts.isPropertyAssignment(node) && ts.isIdentifier(node.name)) {
      found.add(node.name.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function longestFirst(one: string, other: string): number {
  return other.length - one.length;
}

function escape(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
