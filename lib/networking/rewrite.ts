import type { HttpRewrite } from '../../imports/networking';
import { compact, expectObject, expectString } from '../core/expect';
import type { Problems } from '../core/problems';
import { show } from '../core/problems';
import { regexProblem } from '../istio/regex';

/** What else is rewritten together with the path. */
export interface RewriteOptions {
  /**
   * The host that the application sees. Istio field `authority`.
   *
   * @default - the host that the client sent
   */
  readonly authority?: string;
}

/**
 * How a request is changed before it is sent on.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRewrite
 */
export class Rewrite {
  /**
   * Puts `uri` in the place of what the route's match named: of the prefix if it matches a prefix, else of the whole path.
   *
   * @param uri begins with "/"
   */
  public static uri(uri: string, options: RewriteOptions = {}): Rewrite {
    return new Rewrite({ uri: uri ?? '' }, options);
  }

  /**
   * Replaces what an RE2 expression finds in the path.
   *
   * @param match the expression; its groups are \1 to \9 in `rewrite`
   * @param rewrite the replacement
   */
  public static regex(match: string, rewrite: string, options: RewriteOptions = {}): Rewrite {
    return new Rewrite({ uriRegexRewrite: { match: match ?? '', rewrite: rewrite ?? '' } }, options);
  }

  /** Changes the host that the application sees, and leaves the path. */
  public static authority(authority: string): Rewrite {
    return new Rewrite({}, { authority: authority ?? '' });
  }

  private constructor(
    private readonly path: HttpRewrite,
    private readonly options: RewriteOptions,
  ) {}

  /** @internal */
  public _toJson(problems: Problems): HttpRewrite {
    const { uri, uriRegexRewrite } = this.path;
    const { authority } =
      expectObject(this.options, 'RewriteOptions', problems, '', "{ authority: 'api.example.com' }") ?? {};
    if (uri !== undefined && (typeof uri !== 'string' || !uri.startsWith('/'))) {
      problems.add('uri', `${show(uri)} is not a path. Write one that begins with "/".`);
    }
    const example = "Rewrite.regex('^/v1/(.*)', '/\\\\1')";
    const expression = expectString(uriRegexRewrite?.match, problems, 'uriRegexRewrite.match', example);
    const problem = expression === undefined ? undefined : regexProblem(expression);
    if (problem !== undefined) {
      problems.add('uriRegexRewrite.match', problem);
    }
    expectString(uriRegexRewrite?.rewrite, problems, 'uriRegexRewrite.rewrite', example);
    expectString(authority, problems, 'authority', "'shop.example.com'");
    return compact({ uri, uriRegexRewrite, authority });
  }
}
