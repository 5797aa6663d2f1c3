/** A VirtualService of this app, or `VirtualService.fromName(...)` for one that is declared elsewhere. */
export interface IVirtualService {
  /** `metadata.name`. */
  readonly name: string;
  /** Where it lives. */
  readonly namespace?: string | undefined;
}
