/** The whole of a text that some other tool fills in. */
const WHOLE = /^\s*(?:\$?\{\{.*\}\}|\$\{.+\}|\$\(.+\)|\$[A-Za-z_]\w*|__\w+__|<[\w .-]+>|%\w+%|@\w+@)\s*$/;

/** A part of a text that can be nothing else: `api.${DOMAIN}`, as envsubst and Flux fill it in, and `{{ name }}` of templates. */
const PART = /\$\{[A-Za-z_][^}]*\}|\{\{[^}]*\}\}/;

export function isPlaceholder(text: string): boolean {
  return WHOLE.test(text);
}

/** The first placeholder in a text. */
export function placeholderIn(text: string): string | undefined {
  return isPlaceholder(text) ? text.trim() : PART.exec(text)?.[0];
}
