/** Why istiod leaves out a route with all its rules (conversion.go: ConfigError), and where that is written. */
export class LeftOut {
  constructor(
    public readonly path: string,
    /** Without a full stop. */
    public readonly why: string,
    /** What to write instead. */
    public readonly fix: string,
    /** Whether it is so because something is not among the manifests. */
    public readonly absence: boolean = false,
  ) {}
}
