import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { TypeTable } from '../../../lib/core/language/api-types';
import type { Language } from '../../../lib/core/language/caller-language';
import { fieldInLanguage, inLanguage } from '../../../lib/core/language/in-language';

/*
 * No message shows TypeScript to somebody who writes Python, Java or Go: neither one that a test of this repository expects word by word,
 * nor a text in the code that is not in a test.
 */

const ROOT = path.resolve(__dirname, '..', '..', '..');
const LANGUAGES = ['Python', 'Java', 'Go'] as const;

/** The folders whose messages name constructs and options. */
const ROOT_TESTS = ['bad-input.test.ts', 'javascript-input.test.ts'].map((file) => path.join('test', file));

const AUTHORING = ['core', 'kubernetes', 'networking', 'security', 'telemetry', 'extensions', 'patterns', 'bridge'];

/** What begins an error: the construct, and how many problems it has. */
const HEADING = /^\S+ \(([\w.]+)\): \d+ problems?\n/;

/** A line of an error: a field, and what is said of it. */
const LINE = /^([\w.[\]/-]+(?:, [\w.]+)*): ([^]*\.)$/;

/** A problem of an error: the construct, where a test names it, the field, and what is said of it. */
interface Said {
  readonly construct?: string;
  readonly field: string;
  readonly message: string;
}

const problems = AUTHORING.concat('')
  .flatMap((folder) => (folder === '' ? ROOT_TESTS : sourcesIn(path.join('test', folder))))
  .flatMap((file) => textsOf(file, '80').flatMap(problemsIn));

test('the tests expect many messages', () => {
  expect(problems.length).toBeGreaterThan(800);
});

describe.each(LANGUAGES)('in %s', (language) => {
  test('no problem that a test expects has TypeScript in it', () => {
    const told = problems.map(({ construct, field, message }) => {
      const text = inLanguage(language, message, construct, field);
      return field === '' ? text : `${fieldInLanguage(language, field)}: ${text}`;
    });
    expect(told.filter((text) => hasTypeScript(language, text))).toEqual([]);
  });

  test('no text of the code that names an option or a call keeps TypeScript', () => {
    const files = AUTHORING.flatMap((folder) => sourcesIn(path.join('lib', folder)));
    const kept = files.flatMap((file) => {
      // A value may be a number or a name.
      const [numbers, names] = ['80', 'name'].map((value) =>
        textsOf(file, value).map((text) => inLanguage(language, text)),
      );
      return numbers.filter((text, i) =>
        [text, names[i]].every((each) => each.includes(' ') && hasTypeScript(language, each)),
      );
    });
    expect(kept.filter((text) => !IN_PARTS.test(text))).toEqual([]);
  });
});

test('every error is told in the language of the caller', () => {
  const errors = AUTHORING.flatMap((folder) => sourcesIn(path.join('lib', folder))).flatMap((file) =>
    (readFileSync(path.join(ROOT, file), 'utf8').match(/new Error\([^]*?\);/g) ?? [])
      .filter((error) => !/inCallersLanguage\(|describeProblems\(/.test(error))
      .map(() => path.basename(file)),
  );
  expect(errors).toEqual(PLAIN_ERRORS);
});

test('what is found at synth is told in the language of the caller too', () => {
  const files = AUTHORING.flatMap((folder) => sourcesIn(path.join('lib', folder)));
  const asked = files.filter((file) => /\baddValidation\b/.test(readFileSync(path.join(ROOT, file), 'utf8')));
  // Findings are about the YAML of manifests, which is the same in all languages.
  expect(asked).toEqual(['lib/core/at-synth.ts', 'lib/bridge/istio-checks.ts']);
});

/** Errors that name no code: mistakes of this library itself, and what cdk8s says of a construct that it can't write. */
const PLAIN_ERRORS = ['structure.ts', 'structure.ts', 'typed-api-object.ts'];

/** A text that gets an option more from another one: whole, it is among the problems. */
const IN_PARTS = /GatewayServer.[Hh]ttp\(\{ /;

/** Whether a text of another language has TypeScript in it. */
function hasTypeScript(language: Language, text: string): boolean {
  const types = TypeTable.get();
  const plain = text.replace(/"(?:[^"\\]|\\.)*"/g, '""');
  const names =
    language === 'Java'
      ? []
      : (plain.match(/(?<![\w$./@-]|: )[a-z][\w$]*(?:\.[a-zA-Z][\w$]*)*(?![\w/-])/g) ?? []).filter(
          (name) =>
            /[a-z\d][A-Z]/.test(name) &&
            !name.startsWith('source.') &&
            name.split('.').every((part) => types.isName(part)),
        );
  return (
    names.length > 0 ||
    // Texts in single quotes, and object literals.
    /(?<![\w.)\]])'[^' ][^']*'(?!\w)/.test(plain) ||
    /(?<![\w\]}])\{ *[\w.]+[:,]? .*\}/.test(plain) ||
    /\bundefined\b/.test(plain) ||
    (language !== 'Java' && /\bnew [A-Z]\w*\(|\b[A-Z]\w*\.[a-z]+[A-Z]\w*\(/.test(plain)) ||
    (language === 'Python' && /(?<![\w-])(true|false)(?![\w-])/.test(plain))
  );
}

/** The problems that a text of a test tells: those of a whole error, or the line of one. */
function problemsIn(text: string): Said[] {
  const construct = HEADING.exec(text)?.[1];
  const lines = construct === undefined ? [text] : text.split('\n').slice(1);
  return lines.flatMap((line) => {
    const [, field, message] = LINE.exec(line.trim()) ?? [undefined, '', line.trim()];
    return construct === undefined && field === '' ? [] : { construct, field, message };
  });
}

function sourcesIn(folder: string): string[] {
  return readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.startsWith(path.join('core', 'language')))
    .map((file) => path.join(folder, file))
    .sort();
}

/** The texts of a file, each value in a template as one that is given. */
function textsOf(file: string, value: string): string[] {
  const texts: string[] = [];
  const source = ts.createSourceFile(file, readFileSync(path.join(ROOT, file), 'utf8'), ts.ScriptTarget.Latest);
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) {
      texts.push(node.text);
    } else if (ts.isTemplateExpression(node)) {
      texts.push(node.head.text + node.templateSpans.map(({ literal }) => value + literal.text).join(''));
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return texts;
}
