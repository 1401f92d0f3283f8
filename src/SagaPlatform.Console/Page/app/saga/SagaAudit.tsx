import { Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { get, withQuery } from '../api/http';
import type { AuditRow, Paged } from '../api/types';
import { Empty, Moment, Shown } from '../shell/parts';

export function SagaAudit({ saga }: { saga: string }) {
  const asked = useQuery({ queryKey: ['audit', { saga }], queryFn: ({ signal }) => get<Paged<AuditRow>>(withQuery('/api/audit', { saga, limit: 50 }), signal) });
  return (
    <Shown of={asked}>{({ items }) => items.length === 0 ? <Empty>Nothing.</Empty> : (
      <Table fz="sm">
        <Table.Tbody>
          {items.map(x => (
            <Table.Tr key={x.number}>
              <Table.Td>{x.number}</Table.Td><Table.Td><Moment at={x.at} /></Table.Td><Table.Td>{x.actor}</Table.Td>
              <Table.Td>{x.about !== undefined ? <Text size="sm" c="dimmed">outcome of {x.about}: {x.outcome}</Text> : <>{x.action}: {x.reason}</>}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    )}</Shown>
  );
}
