import type { Duration } from 'cdk8s';
import { expectBoolean, expectDuration, expectObject } from '../../core/expect';
import type { Problems } from '../../core/problems';
import { show } from '../../core/problems';
import { HttpMatch } from '../../networking/http-match';

/** How long and where clients keep the cookie. */
export interface StickyCookieOptions {
  /**
   * How long a client stays with its version, in whole seconds: the attribute Max-Age.
   *
   * @default - until the browser is closed
   */
  readonly maxAge?: Duration;

  /**
   * The paths for which clients send the cookie: the attribute Path.
   *
   * @default "/"
   */
  readonly path?: string;

  /**
   * Whether clients send the cookie over HTTPS only: the attribute Secure.
   *
   * @default false
   */
  readonly secure?: boolean;
}

/**
 * A cookie that keeps a client on the first version that it reached, while requests are split.
 *
 * Its value is the name of the version. Requests without it, or with the name of a version that is gone, are split. With a split
 * of 0 or 100 it has no effect, so that a rollback and the end of a release reach everyone. The cookie is in `headers` of the weighted
 * destinations, and read by a `match` on the header Cookie.
 *
 * Rejected where it is used: what is not the name of a cookie, a `maxAge` that is not in whole seconds, and one name for two releases to
 * which the same VirtualService leads.
 *
 * @example
 * StickyCookie.named('reviews-version', { maxAge: Duration.hours(1) });
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#Headers
 */
export class StickyCookie {
  /**
   * A cookie by its name. It is always HttpOnly.
   *
   * @param name name of the cookie: letters, digits, "-" and "_"; no two releases of one host may share it
   * @param options how long and where clients keep it
   */
  public static named(name: string, options: StickyCookieOptions = {}): StickyCookie {
    return new StickyCookie(name, options);
  }

  private constructor(
    /** @internal */
    public readonly _name: string,
    private readonly options: StickyCookieOptions,
  ) {}

  /** @internal */
  public _check(problems: Problems): void {
    if (typeof this._name !== 'string' || !/^[-!#$%&'*+.^_`|~0-9A-Za-z]+$/.test(this._name)) {
      problems.add(
        'name',
        `${show(this._name)} is not the name of a cookie (letters, digits, "-" and "_"). Write StickyCookie.named('version').`,
      );
    }
    const options =
      expectObject(this.options, 'StickyCookieOptions', problems, '', '{ maxAge: Duration.hours(1) }') ?? {};
    expectBoolean(options.secure, problems, 'secure');
    const { maxAge, path } = options;
    if (expectDuration(maxAge, problems, 'maxAge')?.endsWith('ms')) {
      problems.add('maxAge', 'is not in whole seconds. Write Duration.seconds(...).');
    }
    if (path !== undefined && (typeof path !== 'string' || !/^\/[^;,\s]*$/.test(path))) {
      problems.add('path', `${show(path)} is not a path. Write one that begins with "/".`);
    }
  }

  /** @internal Requests of clients that are kept with a version. */
  public _match(version: string): HttpMatch {
    return HttpMatch.cookie(this._name, version);
  }

  /** @internal The value of Set-Cookie. */
  public _setCookie(version: string): string {
    const { maxAge, path = '/', secure } = this.options;
    const age = maxAge === undefined ? '' : `; Max-Age=${maxAge.toSeconds()}`;
    return `${this._name}=${version}${age}; Path=${path}; HttpOnly${secure ? '; Secure' : ''}`;
  }
}
