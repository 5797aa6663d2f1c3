import { show } from '../core/problems';

/** How Istio marks an address that is a socket in the file system. */
export const UNIX = 'unix://';

/** What is wrong with the path of a unix domain socket, if anything. */
export function unixSocketProblem(path: unknown): string | undefined {
  if (typeof path !== 'string' || path === '') {
    return `${show(path)} is not the path of a socket. Write '/run/app.sock', or '@name' for an abstract one.`;
  }
  if (path.startsWith(UNIX)) {
    return `${show(path)} has a scheme, and a path is needed. Write ${show(path.slice(UNIX.length))}.`;
  }
  if (path.startsWith('@') && path.length > 1) {
    return undefined;
  }
  if (!path.startsWith('/') || path.endsWith('/')) {
    return `${show(path)} is not the absolute path of a file. Write one such as '/run/app.sock', or '@name' for an abstract socket.`;
  }
  return undefined;
}
