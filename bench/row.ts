/** One line of the results. */
export interface Row {
  readonly what: string;
  readonly value: string;
  readonly goal: string;
  readonly met?: boolean;
}
