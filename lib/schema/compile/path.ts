export function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}
