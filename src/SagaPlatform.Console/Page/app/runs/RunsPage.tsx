import { Anchor, Badge, Table } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router-dom';
import { get } from '../api/http';
import type { Run } from '../api/types';
import { Empty, Moment, Page, Shown } from '../shell/parts';
import { count } from '../words';

export const RunColours: Record<Run['state'], string> = { Running: 'blue', Paused: 'orange', Stopped: 'red', Done: 'teal' };

export default function RunsPage() {
  const asked = useQuery({ queryKey: ['runs'], queryFn: ({ signal }) => get<{ items: Run[] }>('/api/runs', signal), refetchInterval: 2_000 });
  return (
    <Page title="Runs" tab="Runs">
      <Shown of={asked}>{({ items }) => items.length === 0 ? <Empty>Nothing was done to many at once. Select some sagas or failed messages, and act on them.</Empty> : (
        <div className="scroll">
          <Table className="rows" fz="sm" aria-label="Runs">
            <Table.Thead><Table.Tr><Table.Th>What</Table.Th><Table.Th>Started</Table.Th><Table.Th>State</Table.Th><Table.Th>Progress</Table.Th><Table.Th>Who</Table.Th><Table.Th>Reason</Table.Th></Table.Tr></Table.Thead>
            <Table.Tbody>
              {items.map(x => (
                <Table.Tr key={x.id}>
                  <Table.Td><Anchor component={Link} to={`/runs/${x.id}`} size="sm">{x.verb} {count(x.total)}</Anchor></Table.Td>
                  <Table.Td><Moment at={x.startedAt} /></Table.Td>
                  <Table.Td><Badge variant="light" tt="none" color={RunColours[x.state]}>{x.state}</Badge></Table.Td>
                  <Table.Td>{count(x.tried)} of {count(x.total)}{x.failed > 0 && `, ${count(x.failed)} not done`}</Table.Td>
                  <Table.Td>{x.actor}</Table.Td><Table.Td className="long">{x.reason}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </div>
      )}</Shown>
    </Page>
  );
}
