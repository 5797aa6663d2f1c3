import type { Codes } from '../check';
import { NOTES_1_30, NOTES_1_31, UPGRADE_NOTES_1_30, UPGRADE_NOTES_1_31 } from './change';

/** Reported only where the settings name the release of an upgrade. */
export const UPGRADE_CODES: Codes = {
  CDI0501: {
    name: 'TakesEffectAfterUpgrade',
    severity: 'warning',
    source: 'cdk8s-istio',
    summary: 'What the release in the cluster does not know takes effect with the upgrade.',
    explanation:
      'The CustomResourceDefinitions of a release decide which fields and kinds there are. The API server drops a field that it does not know, unless it is asked to be strict, and nobody notices: what the field says does not hold. After the upgrade, as soon as the object is applied again, it does.',
    remedy: 'Look whether what the field says is still meant. If it is not, remove it before the upgrade.',
    references: ['https://kubernetes.io/docs/reference/using-api/api-concepts/#field-validation'],
  },
  CDI0502: {
    name: 'ChangesWithUpgrade',
    severity: 'warning',
    source: 'cdk8s-istio',
    summary: 'The release of the upgrade does something else with the same manifest.',
    explanation:
      'A new release of Istio changes defaults, and mistakes that it puts right are changes for whoever depends on them. Each of these is in the notes of a release, and is reported only where a manifest depends on it.',
    remedy:
      'Write what you want instead of leaving it to the default, or look whether the new behavior is right for you.',
    references: [UPGRADE_NOTES_1_30, NOTES_1_30, UPGRADE_NOTES_1_31, NOTES_1_31],
  },
};
