/** A version without suffixes: releases have none. */
export interface Version {
  readonly major: number;
  readonly minor: number;
  readonly patch: number;
}

/** The version of a text such as `1.2.3`, or nothing. */
export function versionOf(text: string): Version | undefined {
  const match = /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$/.exec(text);
  return match === null ? undefined : { major: Number(match[1]), minor: Number(match[2]), patch: Number(match[3]) };
}

/**
 * What is wrong with a release of a version after another one, if these changes break the code of users: a breaking change needs
 * a new major version, before 1.0 a new minor one.
 */
export function problemsOfNext(last: string, next: string, breaking: readonly string[]): string[] {
  const from = versionOf(last);
  const to = versionOf(next);
  if (from === undefined || to === undefined) {
    return [last, next].filter((text) => versionOf(text) === undefined).map(notAVersion);
  }
  const step = stepOf(from, to);
  if (step === undefined) {
    return [`${next} does not come after ${last}, the last release. Write a higher version.`];
  }
  const required = from.major === 0 ? 'minor' : 'major';
  if (breaking.length === 0 || step === 'major' || step === required) {
    return [];
  }
  const needed = required === 'minor' ? `0.${from.minor + 1}.0` : `${from.major + 1}.0.0`;
  return [
    `${next} is a ${step} release after ${last}, and it breaks code that uses ${last}. Write ${needed}, or take these changes back:`,
    ...breaking.map((change) => `  ${change}`),
  ];
}

export function notAVersion(text: string): string {
  return `"${text}" is not a version. Write three numbers, such as 0.2.0.`;
}

/** The first of the three numbers that is higher, or nothing if it is not a later version. */
function stepOf(from: Version, to: Version): keyof Version | undefined {
  const first = (['major', 'minor', 'patch'] as const).find((part) => from[part] !== to[part]);
  return first !== undefined && to[first] > from[first] ? first : undefined;
}
