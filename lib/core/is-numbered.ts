/** Whether two values differ in a number only: v2 and v3 are two things, not one misspelt. */
export function isNumbered(a: string, b: string): boolean {
  const plain = (text: string): string => text.replace(/\d+/g, '#');
  return a !== b && plain(a) === plain(b);
}
