import { Badge, Checkbox, Group, Select, Table } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'react-router-dom';
import { get, withQuery } from '../api/http';
import type { Paged, Timeout } from '../api/types';
import { TimeoutButtons, useTimeoutActs } from '../saga/SagaActions';
import { useMachines } from '../sagas/SagaFilters';
import { Empty, Moment, Page, Pager, SagaLink, Shown } from '../shell/parts';
import { duration } from '../words';

const RefreshMs = 5_000;

export default function TimeoutsPage() {
  const [address, setAddress] = useSearchParams();
  const filter = { type: address.get('type') ?? '', overdue: address.get('overdue') ?? '', cursor: address.get('cursor') ?? '' };
  const { dialog, act } = useTimeoutActs();
  const machines = useMachines().data?.items ?? [];
  const set = (changes: Record<string, string | null>) => setAddress(Object.fromEntries(Object.entries({ ...filter, cursor: '', ...changes }).filter(([, x]) => x)) as Record<string, string>);
  const asked = useQuery({
    queryKey: ['timeouts', filter],
    queryFn: ({ signal }) => get<Paged<Timeout>>(withQuery('/api/timeouts', filter), signal),
    placeholderData: keepPreviousData,
    refetchInterval: RefreshMs, // one becomes overdue by the clock alone
  });
  return (
    <Page title="Timeouts" tab="Timeouts">
      <Group component="search" aria-label="Filter" align="flex-end">
        <Select label="Type" size="xs" clearable placeholder="all" data={machines.map(x => x.name)} value={filter.type || null} onChange={x => set({ type: x })} />
        <Checkbox label="Overdue" size="xs" pb={6} checked={filter.overdue === 'true'} onChange={e => set({ overdue: e.currentTarget.checked ? 'true' : null })} />
      </Group>
      {dialog}
      <Shown of={asked}>{page => page.items.length === 0 ? <Empty>{filter.overdue ? 'No timeout is overdue.' : 'No timeout is pending: no saga waits for anything.'}</Empty> : <>
        <div className="scroll">
          <Table className="rows" fz="sm" verticalSpacing={5} aria-label="Timeouts">
            <Table.Thead><Table.Tr><Table.Th>Due</Table.Th><Table.Th>Timeout</Table.Th><Table.Th>Type</Table.Th><Table.Th>Saga</Table.Th><Table.Th>Act</Table.Th></Table.Tr></Table.Thead>
            <Table.Tbody>
              {page.items.map(x => (
                <Table.Tr key={x.token}>
                  <Table.Td><Moment at={x.due} />{x.overdueSeconds !== undefined && x.overdueSeconds > 1 && <> <Badge color="orange" variant="light" tt="none">overdue by {duration(x.overdueSeconds)}</Badge></>}</Table.Td>
                  <Table.Td>{x.name}</Table.Td><Table.Td>{x.sagaType}</Table.Td><Table.Td><SagaLink id={x.sagaId} /></Table.Td>
                  <Table.Td><TimeoutButtons timeout={x} act={act} /></Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </div>
        <Pager first={filter.cursor === ''} next={page.next} onFirst={() => set({})} onNext={x => set({ cursor: x })} />
      </>}</Shown>
    </Page>
  );
}
