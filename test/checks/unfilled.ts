import type { Check } from '../../lib/checks/check';
import type { WebhookCheck } from '../../lib/checks/webhook/webhook-check';
import { FILL_IN } from '../../tools/new-check';

/** What a check does not say of itself yet, one a line. */
export function unfilled({ name, mirrors = [], codes }: Check | WebhookCheck): string[] {
  const isMissing = (text: string): boolean => text.trim() === '' || text.includes(FILL_IN);
  return [
    ...[mirrors]
      .flat()
      .filter(isMissing)
      .map((text) => `${name}: mirrors ${text}`),
    ...(Object.keys(codes).length === 0 ? [`${name}: no code`] : []),
    ...Object.entries(codes).flatMap(([code, info]) => [
      ...(['name', 'summary', 'explanation', 'remedy'] as const)
        .filter((field) => isMissing(info[field]))
        .map((field) => `${name}: ${field} of ${code}`),
      ...(info.references.length === 0 || info.references.some(isMissing) ? [`${name}: references of ${code}`] : []),
    ]),
  ];
}
