/** The fields of the list that stand in the address; the API has the same. */
export const Fields = ['type', 'state', 'key', 'needsAttention', 'inTrouble', 'olderThanSeconds', 'youngerThanSeconds', 'sort'] as const;
export type Field = (typeof Fields)[number];
export type Filter = Partial<Record<Field, string>>;

export function filterOf(address: URLSearchParams): Filter {
  return Object.fromEntries(Fields.map(x => [x, address.get(x) ?? '']).filter(([, value]) => value !== '')) as Filter;
}

/** The same as the body of a bulk action, which has no order. */
export function asBody(filter: Filter): Record<string, unknown> {
  const { sort: _, ...rest } = filter;
  return Object.fromEntries(Object.entries(rest).map(([name, value]) =>
    [name, name.endsWith('Seconds') ? Number(value) : value === 'true' ? true : value]));
}

export const Ages = [
  { value: '60', label: '1 minute' }, { value: '600', label: '10 minutes' }, { value: '3600', label: '1 hour' },
  { value: '86400', label: '1 day' }, { value: '604800', label: '7 days' }, { value: '2592000', label: '30 days' },
];
