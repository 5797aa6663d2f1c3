import { own, TypeTable } from './api-types';
import type { Language } from './caller-language';
import { callerLanguage } from './caller-language';
import type { Code } from './code';
import { parseCode, parseName } from './code';
import type { CodeWriter } from './code-writer';
import { namesOf } from './code-writer';
import { GoWriter } from './go-writer';
import { JavaWriter } from './java-writer';
import { PythonWriter } from './python-writer';

/*
 * Messages are written with the code of TypeScript in them: `Write ServiceRef.fromName('reviews', { namespace: 'bookinfo' })`. Somebody who
 * calls from another language reads the same sentence with the code of that language. What is code is found in the text, so no message can
 * forget to say it.
 */

const WRITERS: Record<Exclude<Language, 'TypeScript'>, new (types: TypeTable) => CodeWriter> = {
  Python: PythonWriter,
  Java: JavaWriter,
  Go: GoWriter,
};

/** Code that stands beside these names is not ours: functions of TypeScript that messages tell to call. */
const TYPESCRIPT: Record<string, Partial<Record<Language, string>>> = {
  'JSON.stringify': { Python: 'json.dumps', Java: 'new Gson().toJson', Go: 'json.Marshal' },
  check: { Python: 'IstioChecks.check', Java: 'IstioChecks.check', Go: 'cdk8sistio.IstioChecks_Check' },
};

/** What names of options come after, each after those before it. */
const LISTED =
  /(?:It has: |Did you mean |only one of |(?:[Ww]rite|[Oo]mit|beside|[Ll]eave(?: out)?) )(?:[\w$]+(?:, | or | and ))*$/;

/** What rules of policies ask for, which is written in texts: `source.serviceAccount`. */
const ATTRIBUTE = /^(source|remote|request|destination|connection)\./;

/** A message as the caller's language has it. */
export function inCallersLanguage(message: string, construct?: string, field?: string): string {
  const language = callerLanguage();
  return language === 'TypeScript' ? message : inLanguage(language, message, construct, field);
}

/** The path of a field as the caller's language has it. */
export function fieldInCallersLanguage(field: string): string {
  const language = callerLanguage();
  return language === 'TypeScript' ? field : fieldInLanguage(language, field);
}

/**
 * A message with its code in a language.
 *
 * @param construct the class that the message is about, such as `Gateway`
 * @param field the path of the field that it is about
 */
export function inLanguage(language: Language, message: string, construct?: string, field = ''): string {
  if (language === 'TypeScript') {
    return message;
  }
  const types = TypeTable.get();
  return new Translation(language, types, message, types.typesTo(construct, field)).run();
}

/** Of the names in a path those are spelt anew that are names of options, and not keys that somebody chose. */
export function fieldInLanguage(language: Language, field: string): string {
  if (language === 'TypeScript') {
    return field;
  }
  const types = TypeTable.get();
  const writer = new WRITERS[language](types);
  let before: string | undefined;
  return field.replace(/[^.,[\] ]+/g, (name) => {
    const isKey = before !== undefined && isOnlyMap(types.typeOfMember(before));
    before = isKey ? undefined : name;
    return !isKey && types.isName(name) ? writer.name(name) : name;
  });
}

function isOnlyMap(type: string | undefined): boolean {
  const all = TypeTable.alternatives(type);
  return all.length > 0 && all.every((each) => each.startsWith('{'));
}

/** One message that is read from its beginning. */
class Translation {
  private readonly writer: CodeWriter;
  private at = 0;
  private written = '';

  constructor(
    private readonly language: Exclude<Language, 'TypeScript'>,
    private readonly types: TypeTable,
    private readonly text: string,
    /** What the field takes that the message is about, and those that it is in. */
    private readonly expected: readonly string[],
  ) {
    this.writer = new WRITERS[language](types);
  }

  public run(): string {
    while (this.at < this.text.length) {
      if (this.isBegin() && this.translate()) {
        continue;
      }
      this.written += this.text[this.at++];
    }
    return this.written;
  }

  /** Whether a name or a literal can begin here: within a word, a host or a path none does. */
  private isBegin(): boolean {
    return this.at === 0 || !/[\w$./@"'\]-]/.test(this.text[this.at - 1]) || this.isAfter('...');
  }

  private translate(): boolean {
    const { text, at } = this;
    switch (text[at]) {
      case '"':
        return this.copy();
      case "'":
        return this.literal();
      case '[':
      case '{':
        return this.bracket();
      default:
        return /[A-Za-z_$]/.test(text[at]) && this.words();
    }
  }

  /** What is in double quotes is a value that somebody gave, or one to write. */
  private copy(): boolean {
    const end = parseCode(this.text, this.at)?.end;
    return this.put(this.text.slice(this.at, end ?? this.at), end);
  }

  private literal(): boolean {
    const found = parseCode(this.text, this.at);
    return (
      found?.code.kind === 'text' &&
      !/\w/.test(this.text[found.end] ?? '') &&
      this.put(this.writer.plainText(found.code.value), found.end)
    );
  }

  /** A list or an object, unless it is JSON, which is how values that were given are shown. */
  private bracket(): boolean {
    const found = parseCode(this.text, this.at);
    if (found === undefined) {
      return false;
    }
    const text = this.text.slice(this.at, found.end);
    const isGiven = isJson(text) && !this.isAfter('rite ');
    return this.put(isGiven ? text : this.write(found.code, this.typeOf(found.code, found.end)), found.end);
  }

  /** All that a construct or a method is given is part of the call in some languages, and no value of its own. */
  private write(code: Code, type: string | undefined): string {
    const struct = code.kind === 'object' ? this.types.structWith(namesOf(code.entries), type) : undefined;
    return code.kind === 'object' && struct !== undefined && struct === this.expected.at(-1)
      ? this.writer.props(code.entries, struct)
      : this.writer.write(code, type);
  }

  private words(): boolean {
    const found = parseName(this.text, this.at);
    if (found?.code.kind === 'call') {
      return this.call(found.code, found.end);
    }
    return this.path();
  }

  private call(code: Code & { kind: 'call' }, end: number): boolean {
    const name = code.path.join('.');
    const instead = own(TYPESCRIPT, name)?.[this.language];
    if (instead !== undefined) {
      const args = code.args.map((each) => this.writer.write(each, '[any]'));
      return this.put(`${instead}(${args.join(', ')})`, end);
    }
    const isOurs =
      code.isNew ||
      this.types.named(code.path) !== undefined ||
      this.types.method(code.path[code.path.length - 1]) !== undefined;
    return isOurs ? this.put(this.writer.write(code), end) : this.path();
  }

  /** Names: of an option with its value, of a member of a class, or of an option or a method in a sentence. */
  private path(): boolean {
    const words = /^[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*/.exec(this.text.slice(this.at))![0];
    const end = this.at + words.length;
    const path = words.split('.');
    // The heading of an error is the name alone.
    const instead = words === this.text ? own(TYPESCRIPT, words)?.[this.language] : undefined;
    if (instead !== undefined) {
      return this.put(instead, end);
    }
    if (path.length === 1 && this.option(words, end)) {
      return true;
    }
    if (this.types.named(path)?.length === path.length - 1) {
      return this.put(this.writer.write({ kind: 'name', path }), end);
    }
    if (['true', 'false', 'undefined'].includes(words) && !/[-/]/.test(this.text[end] ?? '')) {
      return this.put(this.writer.word(words), end);
    }
    // A word in small letters may be a word of the sentence; one with a capital inside is a name.
    const isName =
      /^[a-z].*[a-z\d][A-Z]/.test(words) && !ATTRIBUTE.test(words)
        ? path.every((each) => this.types.isName(each))
        : this.isListed(words);
    return this.put(
      isName && !/[-/]/.test(this.text[end] ?? '') ? path.map((each) => this.writer.name(each)).join('.') : words,
      end,
    );
  }

  /** Whether a word stands where options are named: `It has: from, to, when.` */
  private isListed(word: string): boolean {
    // A trace has a member `what`, which no message is about.
    return word !== 'what' && this.types.isMember(word) && LISTED.test(this.text.slice(0, this.at));
  }

  private option(name: string, end: number): boolean {
    if (!this.types.isMember(name) || this.text.slice(end, end + 2) !== ': ' || this.isWord()) {
      return false;
    }
    const value = parseCode(this.text, end + 2);
    // The name of a variable is one only where something is to be written: otherwise a sentence goes on.
    if (value === undefined || (value.code.kind === 'name' && !this.isValue(value.code.path))) {
      return false;
    }
    return this.put(this.writer.option(name, this.writer.write(value.code, this.types.typeOfMember(name))), value.end);
  }

  /** Whether what is here is a word of the sentence, and not the name of an option. */
  private isWord(): boolean {
    return /\b(a|an|the|its|their) $/.test(this.text.slice(0, this.at));
  }

  private isValue(path: readonly string[]): boolean {
    return path[0] === 'true' || path[0] === 'false' || this.types.named(path) !== undefined || this.isAfter('rite ');
  }

  /** What a literal is: what the field takes, unless that has no such members, but what the field is in has them. */
  private typeOf(code: Code, end: number): string | undefined {
    const [, member, construct] = /^ to (\w+) of \S+ \((\w+)\)/.exec(this.text.slice(end)) ?? [];
    if (member !== undefined) {
      return TypeTable.inside(this.types.typesTo(construct, member).at(0), '[');
    }
    const item = code.kind === 'list' ? code.items.at(0) : code;
    if (item?.kind !== 'object') {
      return this.expected.at(0);
    }
    const names = namesOf(item.entries);
    const inside = (type: string): string | undefined => (code.kind === 'list' ? TypeTable.inside(type, '[') : type);
    const isMap = (type: string | undefined): boolean => TypeTable.inside(type, '{') !== undefined;
    const isFit = (type: string | undefined): boolean =>
      type !== undefined && this.types.structWith(names, type) !== undefined;
    // Any names go into a map: where a struct is possible too, one that has the names is meant.
    return (
      this.expected.find((type) => isFit(inside(type)) || (isMap(inside(type)) && isOnlyMap(inside(type)))) ??
      this.expected.find((type) => isMap(inside(type)))
    );
  }

  private isAfter(text: string): boolean {
    return this.text.startsWith(text, this.at - text.length);
  }

  private put(text: string, end: number | undefined): boolean {
    if (end === undefined) {
      return false;
    }
    this.written += text;
    this.at = end;
    return true;
  }
}

/** Whether a text is what `JSON.stringify` makes. */
function isJson(text: string): boolean {
  try {
    return JSON.stringify(JSON.parse(text)) === text;
  } catch {
    return false;
  }
}
