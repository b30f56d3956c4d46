import type { ILabelSelector } from '@kubernetes-models/apimachinery/apis/meta/v1/LabelSelector';

type Labels = Readonly<Record<string, string>>;
type Expression = NonNullable<ILabelSelector['matchExpressions']>[number];

const OPERATORS: Readonly<
  Record<string, (value: string | undefined, values: string[]) => boolean>
> = {
  In: (value, values) => value !== undefined && values.includes(value),
  NotIn: (value, values) => value === undefined || !values.includes(value),
  Exists: (value) => value !== undefined,
  DoesNotExist: (value) => value === undefined,
};

/** @see https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/ */
export function selects(selector: ILabelSelector, labels: Labels): boolean {
  const { matchLabels = {}, matchExpressions = [] } = selector;
  return (
    Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
    matchExpressions.every((expression) => holds(expression, labels))
  );
}

function holds({ key, operator, values = [] }: Expression, labels: Labels): boolean {
  return OPERATORS[operator]?.(labels[key], values) ?? false;
}
