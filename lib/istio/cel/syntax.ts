import { TokenReader } from './reader';
import { CelError, checkInteger, tokens } from './tokens';

/** What later steps want to know of an expression. */
interface Expression {
  readonly form: 'name' | 'field' | 'other';
  readonly name?: string;
  /** How many operators and member accesses stand in each other. */
  readonly depth: number;
}

const RESERVED = new Set(
  'as break const continue else false for function if import in let loop package namespace null return true var void while'.split(
    ' ',
  ),
);
const RELATIONS = new Set(['<', '<=', '>=', '>', '==', '!=', 'in']);
/** Functions that take the name of a variable first, with the numbers of arguments that they then have. */
const LOOPS: ReadonlyMap<string, readonly number[]> = new Map([
  ['all', [2]],
  ['exists', [2]],
  ['exists_one', [2]],
  ['filter', [2]],
  ['map', [2, 3]],
]);
const MAX_LENGTH = 100_000;
const MAX_DEPTH = 250;

/** What is wrong with how an expression of the Common Expression Language is written, as a sentence. */
export function celProblem(text: string): string | undefined {
  if ([...text].length > MAX_LENGTH) {
    return `The expression is longer than ${MAX_LENGTH} characters.`;
  }
  try {
    new Parser(tokens(text)).whole();
    return undefined;
  } catch (error) {
    if (!(error instanceof CelError)) {
      throw error;
    }
    const before = text.slice(0, error.at).split('\n');
    const place = `line ${before.length}, column ${before[before.length - 1].length + 1}`;
    return `The expression cannot be read at ${place}: ${error.message}.`;
  }
}

/** Follows the grammar of CEL rule by rule, as its limits are counted by rule. */
class Parser extends TokenReader {
  private readonly open = new Map<string, number>();

  public whole(): void {
    const { depth } = this.expression();
    if (this.next.type !== 'end') {
      this.unexpected('an operator');
    }
    if (depth > MAX_DEPTH) {
      this.tooDeep();
    }
  }

  private expression(): Expression {
    return this.rule('expression', () => {
      const condition = this.either();
      if (!this.take('?')) {
        return condition;
      }
      const yes = this.either();
      this.expect(':');
      return other(1, condition, yes, this.expression());
    });
  }

  private either(): Expression {
    return this.chain('||', () => this.both());
  }

  private both(): Expression {
    return this.chain('&&', () => this.relation(1));
  }

  private chain(operator: string, part: () => Expression): Expression {
    const parts = [part()];
    while (this.take(operator)) {
      parts.push(part());
    }
    return parts.length === 1 ? parts[0] : other(0, ...parts);
  }

  private relation(precedence: number): Expression {
    return this.rule('relation', () => {
      let left = this.sum(1);
      while (precedence <= 1 && RELATIONS.has(this.next.text)) {
        this.position++;
        left = other(1, left, this.relation(2));
      }
      return left;
    });
  }

  private sum(precedence: number): Expression {
    return this.rule('sum', () => {
      let left = this.unary();
      for (;;) {
        if (this.take('*', '/', '%')) {
          left = other(1, left, this.sum(3));
        } else if (precedence <= 1 && this.take('+', '-')) {
          left = other(1, left, this.sum(2));
        } else {
          return left;
        }
      }
    });
  }

  private unary(): Expression {
    const signedNumber = this.isSign('-') && this.isNumber(this.list[this.position + 1]);
    const sign = this.isSign('!') ? '!' : '-';
    let count = 0;
    while (!signedNumber && this.take(sign)) {
      count++;
    }
    const value = this.member();
    // Two of them cancel each other out already when the expression is read.
    return count % 2 === 0 ? value : other(0, value);
  }

  private member(): Expression {
    return this.rule('member', () => {
      let value = this.primary();
      for (;;) {
        if (this.take('.')) {
          value = this.access(value);
        } else if (this.take('[')) {
          const index = this.expression();
          this.expect(']');
          value = other(1, value, index);
        } else {
          return value;
        }
      }
    });
  }

  private access(value: Expression): Expression {
    const { at, text } = this.next;
    if (this.takeType('quoted')) {
      return { form: 'field', depth: value.depth + 1 };
    }
    this.word();
    if (!this.take('(')) {
      return { form: 'field', depth: value.depth + 1 };
    }
    const args = this.items(')', () => this.expression(), false);
    if (LOOPS.get(text)?.includes(args.length)) {
      const [variable] = args;
      if (variable.form !== 'name' || variable.name === '__result__') {
        throw new CelError(`${text}() wants the name of a variable first`, at);
      }
    }
    return other(1, value, ...args);
  }

  private primary(): Expression {
    return this.rule('primary', () => {
      const { type, text, at } = this.next;
      if (this.take('(')) {
        const value = this.expression();
        this.expect(')');
        return value;
      }
      if (this.take('[')) {
        return other(0, ...this.items(']', () => this.expression(), true));
      }
      if (this.take('{')) {
        return other(0, ...this.items('}', () => this.entry(() => this.expression()), true));
      }
      if (type === 'word' && ['true', 'false', 'null'].includes(text)) {
        this.position++;
        return other(0);
      }
      const negative = this.take('-');
      if (this.isNumber(this.next)) {
        if (this.next.type === 'int') {
          checkInteger(this.next, negative);
        }
        this.position++;
        return other(0);
      }
      if (negative) {
        this.unexpected('a value');
      }
      if (this.takeType('uint') || this.takeType('string') || this.takeType('bytes')) {
        return other(0);
      }
      return this.named(at);
    });
  }

  /** A variable, a function or a message. */
  private named(at: number): Expression {
    const dotted = this.take('.');
    const start = this.position;
    const name = this.word('a value');
    // `a.b.c{}` is one message, and `a.b.c` two accesses of a variable.
    let end = start + 1;
    while (this.list[end].text === '.' && this.isName(this.list[end + 1])) {
      end += 2;
    }
    if (this.list[end].type === 'sign' && this.list[end].text === '{') {
      this.position = end + 1;
      return other(0, ...this.items('}', () => this.entry(() => this.fieldName()), true));
    }
    if (RESERVED.has(name)) {
      throw new CelError(`"${name}" is a reserved word`, at);
    }
    if (!this.take('(')) {
      return { form: 'name', name: dotted ? `.${name}` : name, depth: 0 };
    }
    const args = this.items(')', () => this.expression(), false);
    if (name !== 'has' || dotted || args.length !== 1) {
      return other(0, ...args);
    }
    if (args[0].form !== 'field') {
      throw new CelError('has() wants a field, such as has(request.headers)', at);
    }
    return args[0];
  }

  private entry(key: () => Expression): Expression {
    const before = key();
    this.expect(':');
    return other(0, before, this.expression());
  }

  private fieldName(): Expression {
    if (!this.takeType('quoted')) {
      this.word();
    }
    return other(0);
  }

  private rule(name: string, parse: () => Expression): Expression {
    const depth = (this.open.get(name) ?? 0) + 1;
    if (depth > MAX_DEPTH) {
      this.tooDeep();
    }
    this.open.set(name, depth);
    const result = parse();
    this.open.set(name, depth - 1);
    return result;
  }

  private tooDeep(): never {
    throw new CelError(`it is nested more than ${MAX_DEPTH} times`, this.next.at);
  }
}

function other(own: number, ...parts: readonly Expression[]): Expression {
  return { form: 'other', depth: own + Math.max(0, ...parts.map(({ depth }) => depth)) };
}
