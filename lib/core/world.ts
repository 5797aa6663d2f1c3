/** Whether the manifests and the externals are all that there is. */
export enum World {
  /**
   * Someone else may have made what the manifests refer to, so what is missing is a warning. It is an error only where its name is probably a
   * misspelling of one that is there, or is there in another namespace.
   */
  OPEN = 'open',
  /** All that the manifests refer to is among them or the externals: what is missing is an error. */
  CLOSED = 'closed',
}
