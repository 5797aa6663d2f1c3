/**
 * What of a mesh is drawn: what is named, with all that leads to it and all that it leads to, and who may call it. Of several names of one list
 * each counts; of several lists, all must hold. A name that nothing in the mesh has is rejected.
 */
export interface GraphFilter {
  /**
   * Namespaces.
   *
   * @default - all
   */
  readonly namespaces?: string[];

  /**
   * Hosts of gateways, of services and outside the mesh, or the names of services.
   *
   * @default - all
   */
  readonly hosts?: string[];

  /**
   * Workloads and gateways: "namespace/name", or a name alone.
   *
   * @default - all
   */
  readonly workloads?: string[];
}
