import { UNIX } from '../../../istio/unix-socket';

/** The path behind `unix://`; undefined where an address is no socket. */
export function unixPath(address: string): string | undefined {
  return address.startsWith(UNIX) ? address.slice(UNIX.length) : undefined;
}

/** What is wrong with the path of a unix domain socket, in a sentence without its subject. */
export function unixPathProblem(path: string): string | undefined {
  if (path === '') {
    return 'is empty.';
  }
  // A name in the kernel instead of a file.
  if (path.startsWith('@')) {
    return undefined;
  }
  return path.startsWith('/') && !path.endsWith('/') ? undefined : `is "${path}", and not an absolute path to a file.`;
}
