import { readSettings } from '../../lib/checks/read-settings';
import { changedObjects } from '../../lib/diff/changed-objects';
import { sidesOf } from '../../lib/diff/sides';
import { DiffEffect } from '../../lib/report/diff-data';
import type { PlacedMesh } from '../../lib/report/diff-report';
import { diffReport } from '../../lib/report/diff-report';
import { diffSections } from '../../lib/report/diff-sections';
import type { MeshObject } from '../../lib/mesh/reading/mesh-object';
import type { Mesh } from '../../lib/mesh/reading/mesh';
import { meshToAsk } from '../../lib/tracing/mesh-to-ask';
import { randomChange } from '../diff/random-change';

/* What holds for every line about random changes. Numbers are those in which it once did not, and some with many lines. */

const placed = ({ objects, context }: Mesh): PlacedMesh => ({
  asked: meshToAsk(
    objects.map(({ manifest }) => manifest),
    readSettings({ meshConfig: context.meshConfig }),
  ),
  locate: () => ({}),
});

const nameOf = ({ kind, namespace, name }: MeshObject): string =>
  [kind, [namespace, name].filter(Boolean).join('/')].join(' ');

test.each([0, 5, 12, 19, 40, 44, 62, 69, 93, 98, 109])(
  'change %d: each line stands there once, says what is not the same, and names an object that is changed',
  (number) => {
    const { before, after } = randomChange(number);
    const report = diffReport({ before: placed(before), after: placed(after) });
    const known = report.changes.filter(({ effect }) => effect !== DiffEffect.UNKNOWN);
    const changed = changedObjects(sidesOf(before, after)).flatMap((each) =>
      [each.before, each.after].flatMap((object) => (object === undefined ? [] : nameOf(object))),
    );
    const written = [before, after].flatMap(({ objects }) => objects.map(nameOf));
    const sections = diffSections({ ...report, changes: known, hosts: [] }, true);
    const rows = sections.flatMap((section) => section.rows);
    expect(rows.length).toBeGreaterThan(0);
    for (const section of sections) {
      expect(new Set(section.rows.map((row) => JSON.stringify(row))).size).toBe(section.rows.length);
    }
    for (const row of rows) {
      const sides = row.change.map((text) => text.split(' → '));
      expect([row, sides.length > 0, sides.filter(([old, own]) => old === own)]).toEqual([row, true, []]);
      const names = row.places.map((text) => text.split(' ').slice(1, 3).join(' '));
      expect([row, names.some((name) => changed.includes(name))]).toEqual([row, true]);
      expect([row, names.filter((name) => !written.includes(name))]).toEqual([row, []]);
    }
  },
);
