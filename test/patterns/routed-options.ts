import type { Mesh } from 'cdk8s-istio';
import { OPTION_NAMES } from '../../imports/option-names';

/** An option that decides what becomes of a request. */
interface Routed<Setting, Options> {
  /** The option, with what it needs beside it. */
  readonly given: (setting: Setting) => Partial<Options>;
  /**
   * The same without the option.
   *
   * @default - nothing beyond what the pattern needs
   */
  readonly without?: (setting: Setting) => Partial<Options>;
  /** Expects of the mesh what is so with the option, and not without it. */
  readonly expect: (mesh: Mesh) => void;
}

/** An option that changes nothing for any request. */
interface Unrouted<Setting, Options> {
  readonly given: (setting: Setting) => Partial<Options>;
  /** Why it changes nothing. */
  readonly because: string;
}

/** What is asked about one option: once, or for each kind of value that it takes. */
type Asked<Setting, Options> =
  | Routed<Setting, Options>
  | Unrouted<Setting, Options>
  | { readonly kinds: Readonly<Record<string, Routed<Setting, Options>>> };

/** What is asked about the options of a struct. */
export interface RoutedOptions<Setting, Options extends object> {
  readonly struct: keyof typeof OPTION_NAMES;
  /** A mesh with the pattern in it. */
  readonly mesh: (options: (setting: Setting) => Partial<Options>) => Mesh;
  /** What is asked for options of which it is said that they change nothing. */
  readonly urls: readonly string[];
  /** Who asks. */
  readonly from?: string;
  readonly options: { readonly [Name in keyof Required<Options>]: Asked<Setting, Options> };
}

/**
 * Tests of the routes of a pattern, for each of its options: for those that decide anything, by an expectation that does not hold
 * without the option; of the others, that they do not.
 */
export function testOptions<Setting, Options extends object>({
  struct,
  mesh,
  urls,
  from,
  options,
}: RoutedOptions<Setting, Options>): void {
  const nothing = (): Partial<Options> => ({});
  describe(struct, () => {
    test('each option is asked, or has a reason why it changes no request', () => {
      expect(Object.keys(options).sort()).toEqual([...OPTION_NAMES[struct]].sort());
    });

    for (const [name, asked] of Object.entries<Asked<Setting, Options>>(options)) {
      if ('because' in asked) {
        test(`${name} changes no request: ${asked.because}`, () => {
          expect(outcomes(mesh(asked.given), urls, from)).toEqual(outcomes(mesh(nothing), urls, from));
        });
        continue;
      }
      const kinds = 'kinds' in asked ? asked.kinds : { '': asked };
      for (const [kind, { given, without = nothing, expect: expectation }] of Object.entries(kinds)) {
        test(`${name}${kind === '' ? '' : `, ${kind}`}`, () => {
          expectation(mesh(given));
          expect(holds(expectation, mesh(without))).toBe(false);
        });
      }
    }
  });
}

function outcomes(mesh: Mesh, urls: readonly string[], from: string | undefined): unknown {
  const traces = urls.map((url) => (from === undefined ? mesh : mesh.from(from)).get(url));
  // The details of a refusal hold the name of the policy.
  return traces.map((trace) => trace.outcomes.map((outcome) => ({ ...outcome, details: undefined })));
}

function holds(expectation: (mesh: Mesh) => void, mesh: Mesh): boolean {
  try {
    expectation(mesh);
    return true;
  } catch (error) {
    // Without the option a mesh may lack what is expected. Any other error is a mistake of the test.
    if (
      error instanceof Error &&
      ('matcherResult' in error || error.message.includes('there is no workload, Service'))
    ) {
      return false;
    }
    throw error;
  }
}
