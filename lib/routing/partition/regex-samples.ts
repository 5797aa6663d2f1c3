/** How many texts are made up for an expression, and for each part of one. */
const MOST = 12;

const known = new Map<string, readonly string[]>();

/** Texts that an expression of RE2 probably takes; whoever needs one that surely fits tries them. */
export function regexSamples(expression: string): readonly string[] {
  let samples = known.get(expression);
  if (samples === undefined) {
    samples = [...new Set(new Reader(expression).alternatives())];
    known.set(expression, samples);
  }
  return samples;
}

class Reader {
  private at = 0;

  constructor(private readonly text: string) {}

  public alternatives(): string[] {
    const found = [this.sequence()];
    while (this.text[this.at] === '|') {
      this.at++;
      found.push(this.sequence());
    }
    return interleaved(found);
  }

  private sequence(): string[] {
    let found = [''];
    while (this.at < this.text.length && !'|)'.includes(this.text[this.at])) {
      found = joined(found, this.repeated(this.atom()));
    }
    return found;
  }

  private atom(): string[] {
    const sign = this.text[this.at++];
    switch (sign) {
      case '(':
        return this.group();
      case '[':
        return this.charactersOfClass();
      case '.':
        return ['a', '0'];
      case '^':
      case '$':
        return [''];
      case '\\':
        return ESCAPES[this.text[this.at++]] ?? [this.text[this.at - 1] ?? ''];
      default:
        return [sign];
    }
  }

  private group(): string[] {
    // Names and flags; look-around is none of RE2.
    const [start = ''] = /^\?(?:P?<\w+>|[a-zA-Z-]*:)/.exec(this.text.slice(this.at)) ?? [];
    const [flags] = /^\?[a-zA-Z-]+\)/.exec(this.text.slice(this.at)) ?? [];
    if (flags !== undefined) {
      this.at += flags.length;
      return [''];
    }
    this.at += start.length;
    const found = this.alternatives();
    this.at++;
    return found;
  }

  private charactersOfClass(): string[] {
    const [whole = ''] = /^\^?\]?(?:\\.|\[:[^\]]*:\]|[^\]\\])*\]/s.exec(this.text.slice(this.at)) ?? [];
    this.at += whole.length;
    try {
      const wanted = new RegExp(`^[${whole.replace(/\[:(\w+):\]/g, (_, name: string) => POSIX[name] ?? '')}$`);
      return [...CHARACTERS].filter((each) => wanted.test(each)).slice(0, 2);
    } catch {
      return ['a'];
    }
  }

  private repeated(found: string[]): string[] {
    const [whole, sign, least, comma, most] = /^(?:([*+?])|\{(\d+)(,?)(\d*)\})\??/.exec(this.text.slice(this.at)) ?? [];
    if (whole === undefined) {
      return found;
    }
    this.at += whole.length;
    switch (sign) {
      case '?':
      case '*':
        return [...found, ''];
      case '+':
        return [...found, ...joined(found, found)].slice(0, MOST);
      default: {
        const times = Number(least);
        const more = comma === '' ? [] : [most === '' ? times + 1 : Number(most)];
        return [times, ...more].flatMap((count) => found.map((each) => each.repeat(Math.min(count, 100))));
      }
    }
  }
}

const ESCAPES: Readonly<Record<string, string[]>> = {
  d: ['0', '7'],
  D: ['a'],
  w: ['a', '0'],
  W: ['-'],
  s: [' '],
  S: ['a', '0'],
  b: [''],
  B: [''],
  A: [''],
  z: [''],
};

const POSIX: Readonly<Record<string, string>> = {
  alpha: 'a-zA-Z',
  digit: '0-9',
  alnum: 'a-zA-Z0-9',
  lower: 'a-z',
  upper: 'A-Z',
  word: '\\w',
};

/** Those that expressions usually mean come first. */
const CHARACTERS = `a0A-_./${Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i)).join('')}`;

function joined(starts: readonly string[], ends: readonly string[]): string[] {
  return interleaved(starts.map((start) => ends.map((end) => start + end)));
}

/** The first of each list, then the second of each, and so on. */
function interleaved(lists: readonly (readonly string[])[]): string[] {
  const found: string[] = [];
  for (let i = 0; found.length < MOST && lists.some((list) => i < list.length); i++) {
    found.push(...lists.flatMap((list) => list.slice(i, i + 1)));
  }
  return found.slice(0, MOST);
}
