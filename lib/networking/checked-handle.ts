import type { Problems } from '../core/problems';

/** What `fromName` returns. It keeps what was given, and who uses it reports what is wrong with that. */
export interface CheckedHandle {
  /** @internal */
  _check?(problems: Problems): void;
}

export function checkHandle(handle: unknown, problems: Problems): void {
  (handle as CheckedHandle | null | undefined)?._check?.(problems);
}
