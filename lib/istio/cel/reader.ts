import type { Token, TokenType } from './tokens';
import { CelError } from './tokens';

const KEYWORDS = new Set(['in', 'true', 'false', 'null']);

/** Goes through tokens from the first to the last. */
export class TokenReader {
  protected position = 0;

  constructor(protected readonly list: readonly Token[]) {}

  /** What stands up to a closing bracket, with commas between. */
  protected items<T>(close: string, item: () => T, trailingComma: boolean): T[] {
    const items: T[] = [];
    while (!this.take(close)) {
      if (trailingComma && this.isSign(',') && this.list[this.position + 1].text === close) {
        this.position++;
        continue;
      }
      if (items.length > 0) {
        this.expect(',');
      }
      items.push(item());
    }
    return items;
  }

  protected get next(): Token {
    return this.list[this.position];
  }

  protected isSign(sign: string): boolean {
    return this.next.type === 'sign' && this.next.text === sign;
  }

  protected isNumber({ type }: Token): boolean {
    return type === 'int' || type === 'double';
  }

  protected isName({ type, text }: Token): boolean {
    return type === 'word' && !KEYWORDS.has(text);
  }

  protected take(...signs: string[]): boolean {
    if (this.next.type !== 'sign' || !signs.includes(this.next.text)) {
      return false;
    }
    this.position++;
    return true;
  }

  protected takeType(type: TokenType): boolean {
    if (this.next.type !== type) {
      return false;
    }
    this.position++;
    return true;
  }

  protected expect(sign: string): void {
    if (!this.take(sign)) {
      this.unexpected(`"${sign}"`);
    }
  }

  protected word(wanted: string = 'a name'): string {
    const { text } = this.next;
    if (!this.isName(this.next)) {
      this.unexpected(wanted);
    }
    this.position++;
    return text;
  }

  protected unexpected(wanted: string): never {
    const { type, text, at } = this.next;
    const found = type === 'end' ? 'it ends' : `there is "${text}"`;
    throw new CelError(`${found} where ${wanted} is wanted`, at);
  }
}
