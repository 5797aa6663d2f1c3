/** What the package of one language is made in. */
export interface PackageBuild {
  /** The repository. */
  readonly root: string;
  /** The folder of the language: what is in it afterwards is published. */
  readonly to: string;
  /** For everything else; removed afterwards. */
  readonly scratch: string;
  readonly version: string;
  /** Whether the libraries that the package is used with are made from npm's packages, where a registry lacks them. */
  readonly peersFromNpm: boolean;
}
