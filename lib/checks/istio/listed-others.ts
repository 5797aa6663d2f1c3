const SHOWN = 8;

/** All of a long list but one, so that it stays readable and takes no longer for a long list than for a short one. */
export function listedOthers(names: readonly string[], own: string): string {
  const shown = names.slice(0, SHOWN + 1).filter((name) => name !== own);
  const rest = names.length - 1 - SHOWN;
  return rest <= 0 ? shown.join(', ') : `${shown.slice(0, SHOWN).join(', ')} and ${rest} more`;
}
