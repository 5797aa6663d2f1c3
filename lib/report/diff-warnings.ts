import { objectName } from './check-report';
import type { DiffReport } from './diff-report';

/** What could not be read, and what that does to the answer. */
export function unreadableTexts({ unreadable }: DiffReport): readonly string[] {
  const all = (['before', 'after', 'both'] as const).map((side) => ({
    side,
    files: [...new Set(unreadable.filter((each) => each.side === side).map(({ file }) => file))],
  }));
  return all
    .filter(({ files }) => files.length > 0)
    .map(({ side, files }) => `Not all could be read ${SIDES[side]}: ${files.join(', ')}`);
}

const SIDES: Readonly<Record<DiffReport['unreadable'][number]['side'], string>> = {
  before: 'of what was before the change, and what is missing there looks new',
  after: 'of what is after the change, and what is missing there looks gone',
  both: 'of what is known besides, on both sides',
};

/** Objects that the cluster does not take as they are, so that what is said of them may not hold. */
export function refusedTexts({ unknown }: DiffReport): readonly string[] {
  return unknown.map(({ text, objects = [] }) => {
    const names = objects.flatMap(({ object }) => (object === undefined ? [] : objectName({ object })));
    return `depends on ${names.join(', ')}, which is refused as it is: ${text}`;
  });
}
