import { CODES } from '../../../lib/checks/catalogue';
import { ISTIO_CHECKS } from '../../../lib/checks/istio';
import { WEBHOOK_CHECKS } from '../../../lib/checks/webhook';
import { ANALYZERS, NO_WEBHOOK, NOT_MIRRORED, VALIDATED_KINDS } from './analyzers';

const codesOf = (analyzers: readonly string[] = []): string[] => analyzers.flatMap((name) => ANALYZERS[name] ?? []);

test('checks mirror analyzers that Istio has', () => {
  const mirrored = ISTIO_CHECKS.flatMap(({ mirrors = [] }) => mirrors);
  expect(mirrored.filter((name) => !(name in ANALYZERS))).toEqual([]);
});

test.each(ISTIO_CHECKS.map((check) => [check.name, check] as const))(
  '%s reports codes of the analyzers that it mirrors',
  (_, { mirrors, codes }) => {
    expect(codesOf(mirrors)).toEqual(expect.arrayContaining(Object.keys(codes)));
  },
);

test.each(Object.entries(ANALYZERS))('every code of %s is reported, or is not for a reason', (name, codes) => {
  const reported = ISTIO_CHECKS.filter(({ mirrors = [] }) => mirrors.includes(name)).flatMap((check) =>
    Object.keys(check.codes),
  );
  expect(codes.filter((code) => !reported.includes(code))).toEqual(codes.filter((code) => code in NOT_MIRRORED));
});

test('what is not mirrored is no code of ours', () => {
  expect(Object.keys(NOT_MIRRORED).filter((code) => CODES.has(code))).toEqual([]);
});

test('every kind that Istio validates has a check of the webhook, if the webhook sees it', () => {
  expect(WEBHOOK_CHECKS.map(({ kind }) => kind.split('/')[1]).sort()).toEqual(
    VALIDATED_KINDS.filter((kind) => !(kind in NO_WEBHOOK)),
  );
});
