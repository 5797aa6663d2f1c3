import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import ts from 'typescript';
import { ROOT } from './markdown-blocks';

/** A program text that exists only in memory, as if it stood in a file of the repository. */
export interface Source {
  /** An absolute path that no file has; imports are resolved from its folder. */
  readonly file: string;
  readonly text: string;
}

/** One TypeScript program of many texts, so that the library is type-checked once for all of them. */
export class SnippetProgram {
  private readonly program: ts.Program;

  constructor(sources: Source[]) {
    const texts = new Map(sources.map((source) => [source.file, source.text]));
    const config = ts.readConfigFile(path.join(ROOT, 'tsconfig.json'), (file) => readFileSync(file, 'utf8'));
    const { options } = ts.parseJsonConfigFileContent({ ...config.config, include: [] }, ts.sys, ROOT);
    Object.assign(options, {
      noEmit: false,
      allowJs: true,
      checkJs: false,
      noUnusedLocals: false,
      noUnusedParameters: false,
      outDir: path.join(ROOT, 'dist', 'snippets'),
    });
    const disk = ts.createCompilerHost(options);
    const host: ts.CompilerHost = {
      ...disk,
      fileExists: (file) => texts.has(file) || disk.fileExists(file),
      readFile: (file) => texts.get(file) ?? disk.readFile(file),
      getSourceFile: (file, languageVersion, ...rest) => {
        const text = texts.get(file);
        return text === undefined
          ? disk.getSourceFile(file, languageVersion, ...rest)
          : ts.createSourceFile(file, text, languageVersion);
      },
    };
    this.program = ts.createProgram([...texts.keys()], options, host);
  }

  /** What the compiler says of a text: line (counted from 0) and message. */
  public problems(file: string): { line: number; message: string }[] {
    const source = this.program.getSourceFile(file);
    return [
      ...this.program.getSyntacticDiagnostics(source),
      ...(file.endsWith('.js') ? [] : this.program.getSemanticDiagnostics(source)),
    ].map((diagnostic) => ({
      line: source?.getLineAndCharacterOfPosition(diagnostic.start ?? 0).line ?? 0,
      message: ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n'),
    }));
  }

  /**
   * Runs a text as a CommonJS module with the modules of this test, and returns what it exports.
   *
   * @param onPrelude is called with what the prelude made, before the text goes on
   * @param print is called with what the text prints
   */
  public run(
    file: string,
    onPrelude: (prelude: Record<string, unknown>) => void = () => undefined,
    print: (text: string) => void = () => undefined,
  ): Record<string, unknown> {
    let javascript = '';
    this.program.emit(this.program.getSourceFile(file), (_, text) => (javascript = text));
    const exports: Record<string, unknown> = {};
    const immediately = (_name: string, body: () => void): void => {
      body();
    };
    const globals = {
      exports,
      onPrelude_: onPrelude,
      require: createRequire(file),
      // A test in a guide runs as a part of this one.
      test: immediately,
      it: immediately,
      describe: immediately,
      // The snapshot belongs to the reader's project.
      expect: Object.assign((value: unknown) => ({ ...expect(value), toMatchSnapshot: () => undefined }), expect),
      console: { ...console, log: (...values: unknown[]) => print(values.map(String).join(' ')) },
    };
    // eslint-disable-next-line @typescript-eslint/no-implied-eval
    const module = new Function(...Object.keys(globals), javascript) as (...values: unknown[]) => void;
    module(...Object.values(globals));
    return exports;
  }
}
