import { isObject } from '../../core/is-object';

type Labels = Readonly<Record<string, string>>;

/** Whether labels are what a LabelSelector of Kubernetes asks for; none asks for nothing. */
export function labelSelectorMatches(selector: unknown, labels: Labels): boolean {
  if (!isObject(selector)) {
    return true;
  }
  const { matchLabels, matchExpressions } = selector;
  return (
    (!isObject(matchLabels) || Object.entries(matchLabels).every(([key, value]) => labels[key] === value)) &&
    (!Array.isArray(matchExpressions) || matchExpressions.filter(isObject).every((each) => holds(each, labels)))
  );
}

function holds({ key, operator, values }: Record<string, unknown>, labels: Labels): boolean {
  const value = Object.hasOwn(labels, String(key)) ? labels[String(key)] : undefined;
  const listed = Array.isArray(values) && values.includes(value);
  switch (operator) {
    case 'In':
      return value !== undefined && listed;
    case 'NotIn':
      return value === undefined || !listed;
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    default:
      return false;
  }
}
