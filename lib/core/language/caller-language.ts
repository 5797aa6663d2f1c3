/** A language that this library can be used in, as far as messages tell it from TypeScript. */
export type Language = 'TypeScript' | 'Python' | 'Java' | 'Go';

/** What the runtimes of jsii begin `JSII_AGENT` with. Go's is the name of its release; no other variable tells who calls. */
const AGENTS: [RegExp, Language][] = [
  [/^Python\//, 'Python'],
  [/^Java\//, 'Java'],
  [/^(go\d|devel )/, 'Go'],
];

/** The language of the program that uses this library. */
export function callerLanguage(): Language {
  const agent = process.env.JSII_AGENT;
  return AGENTS.find(([begin]) => agent !== undefined && begin.test(agent))?.[1] ?? 'TypeScript';
}
