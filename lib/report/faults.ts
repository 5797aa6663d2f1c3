import type { Finding, FindingObject } from '../checks/finding';
import { groupByData, isSameData } from '../mesh/reading/data-map';
import { once } from '../mesh/reading/once';
import type { Folded } from './fold-twins';
import { foldTwins, saidOfOthers } from './fold-twins';

/** The findings of an object, those that tell of one fault taken together. */
export interface ObjectFaults {
  readonly first: Finding;
  readonly folded: readonly Folded[];
}

interface Faults {
  readonly byObject: readonly ObjectFaults[];
  readonly sameAs: ReadonlyMap<Finding, Finding>;
}

/** A report says them, and counts them before and after. */
const faultsOf = once((findings: readonly Finding[]): Faults => {
  const groups = groupByData(findings, ({ object, construct, file }) => [object, construct, file]).values();
  const folded = groups.map((group) => foldTwins(group));
  const said = saidOfOthers(folded);
  const speaking = new Map<Folded, Folded[]>();
  said.forEach((speaker, each) => speaking.set(speaker, [...(speaking.get(speaker) ?? []), each]));
  const sameAs = new Map<Finding, Finding>();
  for (const each of folded.flat()) {
    const { finding } = said.get(each) ?? each;
    [each.finding, ...each.others].filter((other) => other !== finding).forEach((other) => sameAs.set(other, finding));
  }
  const byObject = folded
    .map((group, i) => ({
      first: groups[i][0],
      folded: group.filter((each) => !said.has(each)).map((each) => withOthers(each, speaking.get(each) ?? [])),
    }))
    .filter((object) => object.folded.length > 0);
  return { byObject, sameAs };
});

/** With what is said of other objects too: its codes, and the places that it is not related to anyway. */
function withOthers(folded: Folded, others: readonly Folded[]): Folded {
  const { finding, codes, elsewhere } = folded;
  const { related = [] } = finding;
  const away = others.filter((each) => !related.some(({ object }) => isSameData(object, each.finding.object)));
  return {
    ...folded,
    codes: [...new Set([...codes, ...others.flatMap((each) => each.codes)])],
    elsewhere: [...elsewhere, ...away.map((each) => each.finding)],
  };
}

/** The faults of each object, without those that are told of another one. */
export function faultsByObject(findings: readonly Finding[]): readonly ObjectFaults[] {
  return faultsOf(findings).byObject;
}

/** Where a fault is told of. */
export interface SameFault {
  readonly code: string;
  readonly object: FindingObject;
  readonly path: string;
}

/** The finding that tells of the fault, where another one says the same or what follows from it. */
export function sameFaultAs(finding: Finding, all: readonly Finding[]): SameFault | undefined {
  const other = faultsOf(all).sameAs.get(finding);
  return other && { code: other.code, object: other.object, path: other.path };
}
