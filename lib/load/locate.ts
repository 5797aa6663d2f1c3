import { loadAll } from '../vendor/yaml';
import { READ_OPTIONS } from './read-yaml';
import type { DocumentText } from './split-documents';

/** A place in a file. */
export interface Place {
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
  /** The line as it is in the file. */
  readonly source: string;
}

/** A key that YAML reads as something else than it says: `n` is false, and would be the member `false`. */
export interface RewrittenKey extends Place {
  readonly written: string;
  readonly read: unknown;
}

/** A part of a document, as the reader came by it. */
interface Node {
  readonly start: number;
  end: number;
  kind: string | null;
  value: unknown;
  readonly parts: Node[];
}

/** Finds places in one document. It reads the document a second time, so it is made for those with findings only. */
export class Locator {
  private readonly roots: Node[] = [];
  private readonly lineStarts: number[] = [0];

  constructor(private readonly document: DocumentText) {
    const { text } = document;
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
      this.lineStarts.push(at + 1);
    }
    const { roots } = this;
    const open: Node[] = [];
    try {
      loadAll(text, () => undefined, {
        ...READ_OPTIONS,
        listener: (event, state) => {
          if (event === 'open') {
            open.push({ start: state.position, end: 0, kind: null, value: undefined, parts: [] });
          } else {
            const node = open.pop()!;
            node.end = state.position;
            node.kind = state.kind;
            node.value = state.result as unknown;
            // Braces are read as a key first, so they come twice, one in the other.
            const inner = node.parts.length === 1 && isSame(node.parts[0].value, node.value) ? node.parts[0] : node;
            (open.at(-1)?.parts ?? roots).push(inner);
          }
        },
      });
    } catch {
      // The text is JSON that is no YAML: its first line will do.
    }
  }

  /** Where a path is, or what is nearest above it: `spec.http[0].route[1].destination.subset`. */
  public find(path: string, index: number = 0): Place {
    let node = this.roots.at(index);
    let start = node?.start ?? 0;
    let rest = path;
    while (node !== undefined && rest !== '') {
      const step = node.kind === 'sequence' ? this.item(node, rest) : this.member(node, rest);
      if (step === undefined) {
        break;
      }
      ({ start, node, rest } = step);
    }
    return this.place(start);
  }

  /** The keys of one value of the document, in their order. */
  public rewrittenKeys(index: number = 0): readonly RewrittenKey[] {
    const root = this.roots.at(index);
    return root === undefined ? [] : this.rewrittenKeysIn(root);
  }

  private rewrittenKeysIn(node: Node): readonly RewrittenKey[] {
    return node.parts.flatMap((part): readonly RewrittenKey[] => {
      if (part.kind !== 'scalar') {
        return this.rewrittenKeysIn(part);
      }
      const written = this.document.text
        .slice(part.start, part.end)
        .trim()
        .replace(/^&\S+\s+/, '');
      const isRewritten =
        node.kind === 'mapping' && typeof part.value !== 'string' && String(part.value) !== written && this.isKey(part);
      return isRewritten ? [{ ...this.place(part.start), written, read: part.value }] : [];
    });
  }

  private item({ parts, value }: Node, path: string): Step | undefined {
    const match = /^\[(\d+)\]\.?/.exec(path);
    if (match === null) {
      return undefined;
    }
    const values = value as unknown[];
    const wanted = values[Number(match[1])];
    const node =
      parts.length === values.length ? parts[Number(match[1])] : parts.find((part) => isSame(part.value, wanted));
    return node && { node, start: node.start, rest: path.slice(match[0].length) };
  }

  private member({ parts, value, kind }: Node, path: string): Step | undefined {
    if (kind !== 'mapping') {
      return undefined;
    }
    const object = value as Record<string, unknown>;
    const found = keyAt(path, object);
    if (found === undefined) {
      return undefined;
    }
    const { key, rest } = found;
    // Of a key that stands twice the last one counts.
    const name = parts
      .filter((part) => part.kind === 'scalar' && String(part.value) === key && this.isKey(part))
      .at(-1);
    return name && { start: name.start, rest, node: parts.find((part) => isSame(part.value, object[key])) };
  }

  private isKey({ end }: Node): boolean {
    COLON.lastIndex = end;
    return COLON.test(this.document.text);
  }

  private place(offset: number): Place {
    const { text, line } = this.document;
    SPACE.lastIndex = offset;
    SPACE.test(text);
    const start = SPACE.lastIndex < text.length ? SPACE.lastIndex : offset;
    let low = 0;
    for (let high = this.lineStarts.length; high - low > 1;) {
      const middle = (low + high) >> 1;
      [low, high] = this.lineStarts[middle] <= start ? [middle, high] : [low, middle];
    }
    const end = this.lineStarts[low + 1] ?? text.length;
    return {
      line: line + low + 1,
      column: start - this.lineStarts[low] + 1,
      source: text.slice(this.lineStarts[low], end).trimEnd(),
    };
  }
}

interface Step {
  readonly node: Node | undefined;
  readonly start: number;
  readonly rest: string;
}

const COLON = /\s*:/y;
const SPACE = /(?:[ \t\r\n]|#[^\n]*|---[ \t\r\n])*/y;

/** Objects and lists are the same where they are one thing; what a text says again elsewhere is not looked for. */
function isSame(a: unknown, b: unknown): boolean {
  return typeof a === 'object' && a !== null && a === b;
}

/** The first step of a path into an object. Names may hold dots, so the longest that is there counts. */
function keyAt(path: string, object: Record<string, unknown>): { key: string; rest: string } | undefined {
  const quoted = /^\[("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')\]\.?/.exec(path);
  if (quoted !== null) {
    return { key: quoted[1].slice(1, -1), rest: path.slice(quoted[0].length) };
  }
  for (let end = path.length; end > 0; end--) {
    if (end === path.length || path[end] === '.' || path[end] === '[') {
      const key = path.slice(0, end);
      if (Object.hasOwn(object, key)) {
        return { key, rest: path.slice(path[end] === '.' ? end + 1 : end) };
      }
    }
  }
  return undefined;
}
