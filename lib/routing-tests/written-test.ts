/*
 * Test files as they are written, once it is known that they have their format.
 */

/** Lists are multiplied out. */
export type OneOrMore<T> = T | readonly T[];

export interface WrittenFile {
  readonly manifests?: OneOrMore<string>;
  readonly tests: readonly WrittenTest[];
}

export interface WrittenTest {
  readonly name: string;
  readonly from?: OneOrMore<string>;
  readonly requests: OneOrMore<WrittenRequests>;
  readonly expect: WrittenExpectation;
}

export interface WrittenRequests {
  readonly url: OneOrMore<string>;
  readonly method?: OneOrMore<string>;
  readonly headers?: Readonly<Record<string, OneOrMore<string>>>;
  readonly httpVersion?: OneOrMore<string>;
  readonly clientAddress?: OneOrMore<string>;
  readonly connectTo?: OneOrMore<string>;
  readonly at?: OneOrMore<string>;
  readonly sni?: OneOrMore<string | null>;
  readonly alpn?: readonly string[];
  readonly certificateUris?: readonly string[];
  readonly claims?: Readonly<Record<string, unknown>>;
}

export interface WrittenExpectation {
  readonly workload?: string;
  readonly service?: string;
  readonly subset?: string;
  /** Percent. */
  readonly share?: number;
  readonly split?: Readonly<Record<string, number>>;
  readonly redirect?: string;
  readonly status?: number;
  readonly body?: string;
  readonly denied?: boolean;
  readonly failure?: string | true;
  readonly host?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string | null>>;
  readonly tls?: string;
  readonly sni?: string;
  readonly timeout?: string;
  readonly retries?: number;
  readonly mirrors?: OneOrMore<string | null>;
}

export function listed<T>(given: OneOrMore<T>): readonly T[] {
  return Array.isArray(given) ? (given as readonly T[]) : [given as T];
}
