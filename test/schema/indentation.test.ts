import fc from 'fast-check';
import type { Manifest } from '../../lib/mesh/reading/mesh-object';
import { MeshObject } from '../../lib/mesh/reading/mesh-object';
import { violationsOf } from '../../lib/schema/check-schema';
import type { Violation } from '../../lib/schema/violation';
import { CODE } from '../../lib/schema/violation';
import type { MovedField } from './moved-fields';
import { movedFields, withoutField } from './moved-fields';
import { VALID_MANIFESTS } from './valid-manifests';

const violations = (manifest: object): Violation[] => violationsOf(new MeshObject(manifest as Manifest), '1.31');

/** A manifest with a part of the fields of one of {@link VALID_MANIFESTS}, and valid as it is. */
const validManifest = fc
  .tuple(fc.constantFrom(...VALID_MANIFESTS), fc.array(fc.nat(), { maxLength: 8 }))
  .map(([manifest, numbers]) =>
    numbers.reduce((whole, number) => {
      const less = withoutField(whole, number);
      return violations(less).length === 0 ? less : whole;
    }, manifest),
  );

/** Whether a text names the object that lost the field. */
function names(fix: string, { name, owner, manifest }: MovedField): boolean {
  const key = owner.replace(/\[\d+\]$/, '').replace(/^.*\./, '');
  const whole = owner === '' ? String(manifest.kind) : owner;
  // What is told of a part of the field names the field itself.
  const places = [whole, `${whole}.${name}`];
  return (
    places.some((place) => ['.', ',', ';'].some((end) => `${fix} `.includes(` belongs to ${place}${end} `))) ||
    fix === `Move it into an entry of ${key}: ${name} belongs there.` ||
    // Of an object that is left empty.
    new RegExp(`^Indent .*\\b${name}\\b.* below ${key}\\.$`).test(fix) ||
    // Where several parts have the field, all are named.
    new RegExp(`^Move it below .*\\b${key}\\b.*, which have ${name}\\.$`).test(fix)
  );
}

test.each(VALID_MANIFESTS.map((manifest) => [(manifest as Manifest).kind, manifest]))(
  'a whole %s is valid',
  (_, manifest) => {
    expect(violations(manifest)).toEqual([]);
  },
);

test('of a field one level too far in or out, or in the entry beside its own, the object that it belongs to is told', () => {
  fc.assert(
    fc.property(validManifest, fc.nat(), (manifest, number) => {
      const moves = movedFields(manifest);
      fc.pre(moves.length > 0);
      const moved = moves[number % moves.length];
      const found = violations(moved.manifest);
      // Of what only a rule of the CustomResourceDefinition forbids, the structure says nothing.
      if (found.some(({ code }) => code !== CODE.rule && code !== CODE.null)) {
        const { how, name, owner, place } = moved;
        const fixes = found.filter(({ fix }) => !names(fix, moved)).map(({ path, fix }) => `${path}: ${fix}`);
        expect(fixes.length < found.length ? [] : [`${how} ${name}: ${owner} to ${place}`, ...fixes]).toEqual([]);
      }
    }),
    { numRuns: 500 },
  );
});
