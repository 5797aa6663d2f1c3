import { objectName } from './check-report';
import type { DiffReport, DiffUnreadable } from './diff-report';

/** How many files a line names. */
const FEW = 3;

/** What could not be read, and what that does to the answer. */
export function unreadableTexts({ unreadable }: DiffReport): readonly string[] {
  return (['before', 'after', 'both'] as const).flatMap((side) => {
    const all = unreadable.filter((each) => each.side === side).map(({ file, line }) => placeText(file, line));
    const names = [...new Set(all)];
    const more = names.length > FEW ? ` and ${names.length - FEW} more` : '';
    return names.length === 0 ? [] : [`${names.slice(0, FEW).join(', ')}${more} could not be read: ${EFFECTS[side]}`];
  });
}

function placeText(file: string, line: number | undefined): string {
  return line === undefined ? file : `${file}:${line}`;
}

const EFFECTS: Readonly<Record<DiffUnreadable['side'], string>> = {
  before: 'what stood there before the change looks new.',
  after: 'what stands there after the change looks gone.',
  both: 'what stands there is not known, before and after the change.',
};

/** Objects that the cluster does not take as they are, so that what is said of them may not hold. */
export function refusedTexts({ unknown }: DiffReport): readonly string[] {
  return unknown.map(({ text, objects = [] }) => {
    const names = objects.flatMap(({ object }) => (object === undefined ? [] : objectName({ object })));
    return `depends on ${names.join(', ')}, which is refused as it is: ${text}`;
  });
}
