/** Levels of nesting: deeper than anything that Kubernetes takes, and not too deep for those who walk through it. */
export const MAX_DEPTH = 500;
