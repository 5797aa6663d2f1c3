import { LANGUAGES } from './languages';
import { failureOf, make, programOf } from './programs';
import { runTypeScript } from './typescript';

/*
 * What people read when they get something wrong: the text of this library, whole and once, whatever the runtime of the language puts around it.
 */

const typescript = make((env) => runTypeScript(programOf('wrong-input', { extension: '.ts' }), env));
const expected = messagesOf(typescript.stdout);

test('each mistake is refused in TypeScript', () => {
  expect(failureOf(typescript)).toBe('');
  expect(expected.size).toBeGreaterThan(5);
  expect([...expected.values()]).not.toContain('nothing was said');
});

describe.each(LANGUAGES.map((language) => [language.name, language] as const))('in %s', (_, language) => {
  const file = programOf('wrong-input', language);
  const made = make((env) => language.run(file, env));
  const messages = messagesOf(made.stdout);

  test('it ends well', () => {
    expect(failureOf(made)).toBe('');
    expect([...messages.keys()]).toEqual([...expected.keys()]);
  });

  test.each([...expected])('%s', (mistake, text) => {
    const lines = messages.get(mistake)?.split('\n') ?? [];
    // The rest is spelled as the language spells it.
    expect([withoutGoNames(lines[0]), lines.length]).toEqual([text.split('\n')[0], text.split('\n').length]);
  });

  test('the messages', () => {
    expect([...messages].map(([mistake, text]) => `${mistake}\n${text}\n`).join('\n')).toMatchSnapshot();
  });

  test('compilers and linters have nothing to say', () => {
    expect(language.lint(file)).toBe('');
  });
});

/** `cdk8sistio.IstioChecks_On` as `IstioChecks.on`. */
function withoutGoNames(line: string): string {
  return line.replace(
    /\bcdk8sistio\.(\w+)_(\w)/g,
    (_, type: string, first: string) => `${type}.${first.toLowerCase()}`,
  );
}

/** What a program printed of each mistake. */
function messagesOf(stdout: string): Map<string, string> {
  const parts = stdout.split(/^== /m).slice(1);
  return new Map(
    parts.map((part) => {
      const [mistake, ...lines] = part.trimEnd().split('\n');
      return [mistake, withoutRuntime(lines)];
    }),
  );
}

/**
 * A message without what the runtime of a language adds to it: "Error: " before it when a method threw it, and in Java the stack of Node,
 * which begins with the message once more.
 */
function withoutRuntime(lines: readonly string[]): string {
  const text = lines.join('\n').replace(/^Error: /, '');
  const [said, rest] = text.split(/\n(?:@jsii\/kernel\.RuntimeError: )?Error: ([^]*)/);
  return rest?.replace(/(\n {4}at .*)+$/, '') === said ? said : text;
}
