import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runInNewContext } from 'node:vm';
import ts from 'typescript';
import type { Check } from '../../lib/checks/check';
import { Mesh } from '../../lib/mesh/reading/mesh';
import { outdatedIndexes, REPOSITORY } from '../../tools/check-index';
import type { NewCheck } from '../../tools/new-check';
import { FILL_IN, makeCheck, readArguments } from '../../tools/new-check';
import { unfilled } from '../checks/unfilled';

let root: string;

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'new-check-'));
  for (const folder of ['lib/checks', 'test/checks/fixtures']) {
    cpSync(path.join(REPOSITORY, folder), path.join(root, folder), { recursive: true });
  }
});

afterEach(() => rmSync(root, { recursive: true }));

const NEW: NewCheck[] = [
  { dialect: 'istio', name: 'lost-words', code: 'IST9901', codeName: 'LostWords' },
  { dialect: 'kiali', name: 'lost-words', code: 'KIA9901', codeName: 'LostWords' },
  { dialect: 'runtime', name: 'lost-words', code: 'CDI9901', codeName: 'LostWords' },
];

const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');

/** What the compiler says of files of the copy, as if they stood in the repository. */
function diagnostics(files: readonly string[]): string[] {
  const config = ts.getParsedCommandLineOfConfigFile(
    path.join(REPOSITORY, 'tsconfig.json'),
    {},
    {
      ...ts.sys,
      onUnRecoverableConfigFileDiagnostic: ({ messageText }) => {
        throw new Error(ts.flattenDiagnosticMessageText(messageText, '\n'));
      },
    },
  )!;
  const host = ts.createCompilerHost(config.options);
  const made = new Map(files.map((file) => [path.join(REPOSITORY, file), read(file)]));
  const fileExists = host.fileExists.bind(host);
  const readFile = host.readFile.bind(host);
  const getSourceFile = host.getSourceFile.bind(host);
  host.fileExists = (file) => made.has(file) || fileExists(file);
  host.readFile = (file) => made.get(file) ?? readFile(file);
  host.getSourceFile = (file, options) =>
    made.has(file) ? ts.createSourceFile(file, made.get(file)!, options) : getSourceFile(file, options);
  const program = ts.createProgram([...made.keys()], { ...config.options, noEmit: true }, host);
  return [...made.keys()].flatMap((file) => {
    const source = program.getSourceFile(file)!;
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(
      ({ messageText }) => `${file}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`,
    );
  });
}

/** Runs the file of a check, which imports nothing but types. */
function load(file: string): Check {
  const exports: Record<string, Check> = {};
  const options = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 };
  runInNewContext(ts.transpileModule(read(file), { compilerOptions: options }).outputText, { exports });
  return exports.lostWords;
}

test('what is made compiles, and the lists have it', () => {
  const files = NEW.flatMap((check) => makeCheck(root, check));
  const lists = NEW.map(({ dialect }) => `lib/checks/${dialect}/index.ts`);
  expect(files).toHaveLength(4 + 4 + 5);
  expect(outdatedIndexes(root)).toEqual([]);
  lists.forEach((list) => expect(read(list)).toContain("import { lostWords } from './lost-words';"));
  expect(diagnostics([...files, ...lists].filter((file) => file.endsWith('.ts')))).toEqual([]);
}, 60_000);

test.each(NEW)('a check of $dialect is rejected until it is filled in', (check) => {
  const [file, ...others] = makeCheck(root, check);
  const made = load(file);
  expect(unfilled(made)).toEqual([
    expect.stringMatching(/^lost-words: mirrors FILL IN/),
    ...['summary', 'explanation', 'remedy', 'references'].map((field) => `lost-words: ${field} of ${check.code}`),
  ]);
  expect(Object.keys(made.codes)).toEqual([check.code]);
  expect(() => made.run(new Mesh([], [], {}), () => undefined)).not.toThrow();
  expect([file, ...others].filter((each) => !read(each).includes(FILL_IN))).toEqual([]);
});

test('a scenario of a real mesh is made for what shows at run time', () => {
  const scenario = 'test/real/scenarios/check-lost-words.ts';
  expect(NEW.map((check) => makeCheck(root, check).includes(scenario))).toEqual([false, false, true]);
});

test('a name or a code that exists is rejected, and nothing is written', () => {
  const check: NewCheck = { dialect: 'runtime', name: 'fault-with-retries', code: 'CDI0101', codeName: 'X' };
  expect(() => makeCheck(root, check)).toThrow(
    'lib/checks/runtime/fault-with-retries.ts exists.\n' +
      'test/checks/fixtures/CDI0101/wrong.yaml exists.\n' +
      'test/checks/fixtures/CDI0101/right.yaml exists.\n' +
      'lib/checks/runtime/destination-rule-lookup.ts has the code CDI0101 already.',
  );
  expect(existsSync(path.join(root, 'test/checks/runtime'))).toBe(false);
});

test('all that is wrong with the arguments is said together', () => {
  expect(() => readArguments(['istio', 'LostWords', 'CDI0101', 'lost words'])).toThrow(
    '"LostWords" is not a name of a check. Write lowercase words with hyphens, such as fault-with-retries.\n' +
      '"CDI0101" is not a code of istio. Write IST and four digits.\n' +
      '"lost words" is not a name of a code. Write words with capitals, such as FaultWithRetries.',
  );
  expect(() => readArguments([])).toThrow('"" is not a dialect. Write istio, kiali, runtime.');
  expect(readArguments(['runtime', 'lost-words', 'CDI9901']).codeName).toBe('LostWords');
});
