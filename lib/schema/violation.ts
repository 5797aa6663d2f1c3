/** One reason why the API server refuses an object. */
export interface Violation {
  readonly code: string;
  readonly path: string;
  readonly message: string;
  readonly fix: string;
}

export const CODE = {
  type: 'API0001',
  unknownField: 'API0002',
  missing: 'API0003',
  unknownValue: 'API0004',
  range: 'API0005',
  length: 'API0006',
  count: 'API0007',
  format: 'API0008',
  duplicate: 'API0009',
  exclusive: 'API0010',
  rule: 'API0011',
  version: 'API0012',
  kind: 'API0013',
  metadata: 'API0014',
  null: 'API0015',
} as const;

/** When the API server looks for what: where one stage finds something, the later ones are not reached. */
const STAGES: readonly (readonly string[])[] = [
  [CODE.version, CODE.kind],
  [
    CODE.type,
    CODE.missing,
    CODE.unknownValue,
    CODE.range,
    CODE.length,
    CODE.count,
    CODE.format,
    CODE.exclusive,
    CODE.null,
  ],
  [CODE.duplicate],
  [CODE.unknownField],
  [CODE.rule],
];

/** Of all that is wrong with an object, what Istio's own validator of CRDs says at once. */
export function firstStage(violations: readonly Violation[]): readonly Violation[] {
  return (
    STAGES.map((codes) => violations.filter(({ code }) => codes.includes(code))).find(({ length }) => length > 0) ?? []
  );
}
