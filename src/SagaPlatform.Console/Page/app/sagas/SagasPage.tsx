import { Button, Checkbox, Group, Menu, Table, Text } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useSearchParams } from 'react-router-dom';
import { useMay } from '../access/Access';
import { RunDialog } from '../actions/RunDialog';
import { get, withQuery } from '../api/http';
import type { Paged, SagaItem } from '../api/types';
import { Empty, Moment, Page, Pager, SagaLink, Shown, StateBadge } from '../shell/parts';
import { count, plural } from '../words';
import { asBody, type Field, type Filter, filterOf } from './filter';
import { SagaFilters } from './SagaFilters';

const Verbs = ['cancel', 'retry', 'hold', 'release'] as const;
type Verb = (typeof Verbs)[number];

export default function SagasPage() {
  const [address, setAddress] = useSearchParams();
  const filter = filterOf(address);
  const cursor = address.get('cursor') ?? '';
  const asked = useQuery({
    queryKey: ['sagas', filter, cursor],
    queryFn: ({ signal }) => get<Paged<SagaItem>>(withQuery('/api/sagas', { ...filter, cursor }), signal),
    placeholderData: keepPreviousData,
  });
  const found = useQuery({
    queryKey: ['count', filter],
    queryFn: ({ signal }) => get<{ count: number; more: boolean }>(withQuery('/api/sagas/count', { ...filter }), signal),
    placeholderData: keepPreviousData,
  });
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const words = JSON.stringify(filter);
  useEffect(() => setSelected(new Set()), [words]);

  const set = (field: Field, value: string | null) => setAddress(before => {
    const next = new URLSearchParams(before);
    next.delete('cursor');
    if (value) next.set(field, value);
    else next.delete(field);
    if (field === 'type') next.delete('state');
    return next;
  });
  const goTo = (to: string | null) => setAddress(before => {
    const next = new URLSearchParams(before);
    if (to) next.set('cursor', to);
    else next.delete('cursor');
    return next;
  });

  const total = found.data && `${count(found.data.count)}${found.data.more ? ' or more' : ''} found`;
  return (
    <Page title="Sagas" tab="Sagas" actions={<Export filter={filter} />}>
      <SagaFilters filter={filter} set={set} clear={() => setAddress({})} />
      <Group justify="space-between">
        <Text size="sm" role="status">{total ?? ' '}{selected.size > 0 && `, ${count(selected.size)} selected`}</Text>
        <Bulk filter={filter} selected={selected} found={found.data?.count ?? 0} />
      </Group>
      <Shown of={asked}>{page => page.items.length === 0
        ? <Empty>No saga is found. {Object.keys(filter).length > 0 ? 'Clear the filter to see all.' : 'Place an order, or drive some of every kind with make demo.'}</Empty>
        : <>
          <Rows items={page.items} selected={selected} select={setSelected} />
          <Pager first={cursor === ''} next={page.next} onFirst={() => goTo(null)} onNext={goTo} />
        </>}</Shown>
    </Page>
  );
}

function Rows({ items, selected, select }: { items: SagaItem[]; selected: ReadonlySet<string>; select: (x: ReadonlySet<string>) => void }) {
  const may = useMay('Act');
  const all = items.every(x => selected.has(x.id));
  const change = (ids: string[], on: boolean) => {
    const next = new Set(selected);
    for (const id of ids) if (on) next.add(id); else next.delete(id);
    select(next);
  };
  return (
    <div className="scroll">
      <Table className="rows" fz="sm" verticalSpacing={5} aria-label="Sagas">
        <Table.Thead>
          <Table.Tr>
            {may && <Table.Th w={36}><Checkbox size="xs" aria-label="Select all of this page" checked={all} indeterminate={!all && items.some(x => selected.has(x.id))}
              onChange={e => change(items.map(x => x.id), e.currentTarget.checked)} /></Table.Th>}
            <Table.Th>Business key</Table.Th><Table.Th>Type</Table.Th><Table.Th>State</Table.Th><Table.Th>Started</Table.Th><Table.Th>Changed</Table.Th><Table.Th>Ended</Table.Th>
            <Table.Th>Asked of a person</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {items.map(x => (
            <Table.Tr key={x.id} bg={selected.has(x.id) ? 'var(--mantine-color-blue-light)' : undefined}>
              {may && <Table.Td><Checkbox size="xs" aria-label={`Select ${x.businessKey}`} checked={selected.has(x.id)} onChange={e => change([x.id], e.currentTarget.checked)} /></Table.Td>}
              <Table.Td><SagaLink id={x.id}>{x.businessKey}</SagaLink></Table.Td>
              <Table.Td>{x.type}</Table.Td>
              <Table.Td><StateBadge state={x.state} /></Table.Td>
              <Table.Td><Moment at={x.startedAt} /></Table.Td>
              <Table.Td><Moment at={x.changedAt} /></Table.Td>
              <Table.Td>{x.endedAt ? <Moment at={x.endedAt} /> : ''}</Table.Td>
              <Table.Td className={x.question ? 'long' : undefined}>{x.question}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}

function Export({ filter }: { filter: Filter }) {
  return (
    <Menu>
      <Menu.Target><Button size="xs" variant="default">Export</Button></Menu.Target>
      <Menu.Dropdown>
        {['csv', 'json'].map(format => (
          <Menu.Item key={format} component="a" href={withQuery('/api/sagas/export', { ...filter, format })} download>As {format.toUpperCase()}, what the filter finds</Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function Bulk({ filter, selected, found }: { filter: Filter; selected: ReadonlySet<string>; found: number }) {
  const [verb, setVerb] = useState<Verb>();
  const ids = [...selected];
  const filtered = Object.keys(filter).some(x => x !== 'sort');
  if (!useMay('Act')) return null;
  // Without a filter it would be about everything there is: that wants a choice.
  const enabled = ids.length > 0 || (filtered && found > 0);
  const what = ids.length > 0 ? plural(ids.length, 'selected saga') : 'all that the filter finds';
  return (
    <Group gap="xs">
      {Verbs.map(x => <Button key={x} size="xs" variant="default" disabled={!enabled} onClick={() => setVerb(x)}>{x[0]!.toUpperCase() + x.slice(1)}</Button>)}
      {verb && <RunDialog title={`${verb[0]!.toUpperCase() + verb.slice(1)} ${what}`} verb={`${verb[0]!.toUpperCase() + verb.slice(1)} them`} danger={verb === 'cancel'} thing="saga"
        path="/api/sagas/bulk" body={{ verb, ...(ids.length > 0 ? { ids } : { filter: asBody(filter) }) }} onClose={() => setVerb(undefined)} />}
    </Group>
  );
}
