import type { WebhookVerdict } from '../webhook-check';

interface TrafficMatch {
  readonly ports?: readonly { readonly number?: number }[];
}

export function checkTrafficMatch(match: readonly TrafficMatch[] = [], verdict: WebhookVerdict): void {
  match.forEach(({ ports = [] }, i) =>
    ports.forEach(({ number = 0 }, j) => {
      if (number < 1 || number > 65535) {
        verdict.error(
          `spec.match[${i}].ports[${j}].number`,
          `${number} is not a port.`,
          'Write a number from 1 to 65535.',
        );
      }
    }),
  );
}
