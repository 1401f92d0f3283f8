import { Button, Checkbox, Group, Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { get } from '../api/http';
import type { Machine } from '../api/types';
import { Ages, type Field, type Filter } from './filter';

export const useMachines = () => useQuery({ queryKey: ['machines'], queryFn: ({ signal }) => get<{ items: Machine[] }>('/api/machines', signal), staleTime: 10_000 });

/** The filter; every change stands in the address at once, so that a view can be kept as a bookmark and sent to others. */
export function SagaFilters({ filter, set, clear }: { filter: Filter; set: (field: Field, value: string | null) => void; clear: () => void }) {
  const machines = useMachines().data?.items ?? [];
  const states = [...new Set(machines.filter(x => !filter.type || x.name === filter.type).flatMap(x => x.states.map(s => s.name)))];
  const [key, setKey] = useState(filter.key ?? '');
  useEffect(() => setKey(filter.key ?? ''), [filter.key]);

  return (
    <Group align="flex-end" gap="sm" component="search" aria-label="Filter">
      <Select label="Type" size="xs" clearable searchable placeholder="all" data={machines.map(x => x.name)} value={filter.type ?? null} onChange={x => set('type', x)} w={200} />
      <Select label="State" size="xs" clearable searchable placeholder="any" data={states} value={filter.state ?? null} onChange={x => set('state', x)} w={180} />
      <form onSubmit={e => { e.preventDefault(); set('key', key.trim()); }}>
        <TextInput label="Business key" size="xs" placeholder="exact" value={key} onChange={e => setKey(e.currentTarget.value)} onBlur={() => set('key', key.trim())} w={200} />
      </form>
      <Select label="Older than" size="xs" clearable placeholder="any age" data={Ages} value={filter.olderThanSeconds ?? null} onChange={x => set('olderThanSeconds', x)} w={120} />
      <Select label="Younger than" size="xs" clearable placeholder="any age" data={Ages} value={filter.youngerThanSeconds ?? null} onChange={x => set('youngerThanSeconds', x)} w={120} />
      <Select label="Sort" size="xs" data={[{ value: 'newest', label: 'newest first' }, { value: 'oldest', label: 'oldest first' }]} allowDeselect={false}
        value={filter.sort ?? 'newest'} onChange={x => set('sort', x === 'newest' ? null : x)} w={120} />
      <Checkbox label="In trouble" size="xs" pb={6} checked={filter.inTrouble === 'true'} onChange={e => set('inTrouble', e.currentTarget.checked ? 'true' : null)} />
      <Checkbox label="A person is asked" size="xs" pb={6} checked={filter.needsAttention === 'true'} onChange={e => set('needsAttention', e.currentTarget.checked ? 'true' : null)} />
      <Button size="xs" variant="default" onClick={clear} disabled={Object.keys(filter).length === 0}>Clear</Button>
    </Group>
  );
}
