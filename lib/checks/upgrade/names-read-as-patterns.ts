import type { Source } from '../../../imports/security';
import type { Change } from './change';
import { NOTES_1_30 } from './change';

/** Istio 1.29 writes these into a regular expression without escaping them (pilot/pkg/security/authz/matcher). */
const SPECIAL = /[.+?()[\]{}|^$\\]/;

/** The fields that became part of a regular expression, and which of their values did. */
const FIELDS: readonly [field: keyof Source, isPattern: (value: string) => boolean][] = [
  ['principals', (value) => value.startsWith('*') && value !== '*'],
  ['notPrincipals', (value) => value.startsWith('*') && value !== '*'],
  ['namespaces', (value) => value !== '*'],
  ['notNamespaces', (value) => value !== '*'],
  ['serviceAccounts', () => true],
  ['notServiceAccounts', () => true],
];

export const namesReadAsPatterns: Change = {
  name: 'names-read-as-patterns',
  since: '1.30',
  references: [
    NOTES_1_30,
    'https://github.com/istio/istio/issues/59992',
    'https://nvd.nist.gov/vuln/detail/CVE-2026-39350',
  ],
  find(mesh, _, report) {
    for (const object of mesh.all('security.istio.io/AuthorizationPolicy')) {
      (object.spec.rules ?? []).forEach(({ from = [] }, rule) =>
        from.forEach(({ source = {} }, i) => {
          for (const [field, isPattern] of FIELDS) {
            ((source[field] ?? []) as readonly string[]).forEach((value, j) => {
              const special = SPECIAL.exec(value)?.[0];
              if (special !== undefined && isPattern(value)) {
                report({
                  object,
                  path: `spec.rules[${rule}].from[${i}].source.${field}[${j}]`,
                  message: `Istio 1.29 reads "${value}" as part of a regular expression, in which "${special}" does not stand for itself. From 1.30 on it does, and other names do not match any more.`,
                  fix: 'Look whether exactly this name is meant. If others got in by it, name each of them.',
                });
              }
            });
          }
        }),
      );
    }
  },
};
