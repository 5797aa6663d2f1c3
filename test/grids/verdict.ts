/** Who refuses which objects, so that what we say can be compared with what Istio says. All lists are sorted and have no doubles. */
export interface Verdict {
  /** Objects that the API server refuses: `networking.istio.io/VirtualService shop/web`. */
  readonly apiServer: string[];
  /** Objects that the webhook refuses. */
  readonly webhookErrors: string[];
  /** Objects that the webhook warns of. */
  readonly webhookWarnings: string[];
  /** What the analyzers say: `IST0101 VirtualService shop/web`. */
  readonly analysis: string[];
}

export const sorted = (texts: Iterable<string>): string[] => [...new Set(texts)].sort();
