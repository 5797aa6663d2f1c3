/** The end of a message that stands for more of its kind: how many others it is true of; empty where there are none. */
export function appliesToOthers(count: number, kind: string): string {
  return count === 0 ? '' : ` The same applies to ${count === 1 ? `another ${kind}` : `${count} other ${kind}s`}.`;
}
