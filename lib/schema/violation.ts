/** One reason why the API server refuses an object. */
export interface Violation {
  readonly code: string;
  readonly path: string;
  readonly message: string;
  readonly fix: string;
  /** Whether a cluster with other CustomResourceDefinitions would take the object. */
  readonly absence?: boolean;
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
