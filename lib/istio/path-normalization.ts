/** What a proxy makes of a path before it looks at it, as `meshConfig.pathNormalization` says. */
export type PathNormalization = 'BASE' | 'NONE' | 'MERGE_SLASHES' | 'DECODE_AND_MERGE_SLASHES';

/**
 * The path of a request as routes and policies see it, with its query as it was (pilot/pkg/networking/core/listener_builder.go:
 * buildHTTPConnectionManager; Envoy's source/common/http/path_utility.cc: PathUtil). A fragment is cut off, since the bootstrap of Istio's proxies
 * sets http_reject_path_with_fragment to false (pkg/bootstrap/config.go; Envoy's source/common/http/conn_manager_utility.cc:
 * maybeNormalizePath).
 */
export function normalizedPath(given: string, how: PathNormalization): string {
  const [path] = given.split('#', 1);
  const end = path.indexOf('?');
  const [text, query] = end < 0 ? [path, ''] : [path.slice(0, end), path.slice(end)];
  if (how === 'NONE' || !text.startsWith('/') || !MAY_CHANGE.test(text)) {
    return path;
  }
  const decoded = how === 'DECODE_AND_MERGE_SLASHES' ? text.replace(/%2f/gi, '/').replace(/%5c/gi, '\\') : text;
  const resolved = withoutDots(canonical(decoded));
  return (how === 'BASE' ? resolved : merged(resolved)) + query;
}

/** Of slashes alone Envoy keeps two: the first and the last one (source/common/http/path_utility.cc: mergeSlashes). */
function merged(path: string): string {
  return /^\/{2,}$/.test(path) ? '//' : path.replace(/\/{2,}/g, '/');
}

/** Most paths have nothing of what is changed. */
const MAY_CHANGE = /\/\/|\\|%|\/\.|[^\x21-\x7e]|["<>`{}]/;

/** Letters that mean the same in both forms are written plainly, and those that no path may have are escaped. */
function canonical(path: string): string {
  return path
    .replace(/\\/g, '/')
    .replace(/%([0-9a-f]{2})/gi, (escaped, code: string) => {
      const letter = String.fromCharCode(parseInt(code, 16));
      return /[A-Za-z0-9._~-]/.test(letter) ? letter : escaped;
    })
    .replace(/[^\x21-\x7e]|["<>`{}]/gu, (letter) =>
      [...Buffer.from(letter)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join(''),
    );
}

function withoutDots(path: string): string {
  if (!/\/\.{1,2}(\/|$)/.test(path)) {
    return path;
  }
  const result: string[] = [];
  const segments = path.slice(1).split('/');
  segments.forEach((segment, i) => {
    const last = i === segments.length - 1;
    if (segment === '..') {
      result.pop();
    }
    if (segment !== '.' && segment !== '..') {
      result.push(segment);
    } else if (last) {
      result.push('');
    }
  });
  return `/${result.join('/')}`;
}
