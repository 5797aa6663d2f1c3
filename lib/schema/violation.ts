/** One reason why the API server rejects an object. */
export interface Violation {
  readonly code: string;
  readonly path: string;
  readonly message: string;
  readonly fix: string;
  /** Whether a cluster with other CustomResourceDefinitions would take the object. */
  readonly absence?: boolean;
  /** Whether there is too much of something: of a text, entries or fields. */
  readonly excess?: boolean;
  /** The fields of an object that is where none should be. */
  readonly fields?: readonly string[];
}

/** What is known of a violation besides its words. */
export type Circumstances = Pick<Violation, 'absence' | 'excess' | 'fields'>;

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
