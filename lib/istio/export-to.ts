/** Everyone: `exportTo: ["*"]`. */
export const EVERYBODY = '*';
/** The namespace of the object: `exportTo: ["."]`. */
export const OWN_NAMESPACE = '.';
/** Nobody, not even its own namespace: `exportTo: ["~"]`. */
export const NOBODY = '~';

/**
 * Which namespaces see an object (pilot/pkg/model/push_context.go: initServiceRegistry, initVirtualServices): `*` counts before all else,
 * and `~` before names.
 */
export class Visibility {
  /** @param namespace that of the object, which `.` stands for */
  public static of(exportTo: readonly string[], namespace: string): Visibility {
    if (exportTo.includes(EVERYBODY)) {
      return new Visibility(true, namespace, new Set());
    }
    const names = exportTo.includes(NOBODY) ? [] : exportTo.map((to) => (to === OWN_NAMESPACE ? namespace : to));
    return new Visibility(false, namespace, new Set(names));
  }

  private constructor(
    /** Whether all namespaces see it; {@link namespaces} is empty then. */
    public readonly everybody: boolean,
    private readonly home: string,
    /** Those that see it, where not all do; its own among them as any other. */
    public readonly namespaces: ReadonlySet<string>,
  ) {}

  /** Whether its own namespace sees it because it is named, and not because everyone does. */
  public get own(): boolean {
    return this.namespaces.has(this.home);
  }

  /** Whether only its own namespace sees it. */
  public get private(): boolean {
    return this.own && this.namespaces.size === 1;
  }

  public includes(namespace: string): boolean {
    return this.everybody || this.namespaces.has(namespace);
  }
}
