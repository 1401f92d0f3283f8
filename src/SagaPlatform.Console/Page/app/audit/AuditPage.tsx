import { Alert, Button, Group, Table, Text, TextInput } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useSearchParams } from 'react-router-dom';
import { get, withQuery } from '../api/http';
import type { ActionAnswer, AuditRow, AuditVerdict, Paged } from '../api/types';
import { Empty, Moment, Page, Pager, Refused, SagaLink, Shown } from '../shell/parts';

export default function AuditPage() {
  const [address, setAddress] = useSearchParams();
  const filter = { actor: address.get('actor') ?? '', saga: address.get('saga') ?? '', cursor: address.get('cursor') ?? '' };
  const set = (changes: Partial<typeof filter>) => setAddress(Object.fromEntries(Object.entries({ ...filter, cursor: '', ...changes }).filter(([, x]) => x)));
  const [actor, setActor] = useState(filter.actor);
  const [saga, setSaga] = useState(filter.saga);
  const asked = useQuery({
    queryKey: ['audit', filter],
    queryFn: ({ signal }) => get<Paged<AuditRow>>(withQuery('/api/audit', filter), signal),
    placeholderData: keepPreviousData,
  });
  return (
    <Page title="Audit" tab="Audit">
      <Chain />
      <form onSubmit={e => { e.preventDefault(); set({ actor: actor.trim(), saga: saga.trim() }); }}>
        <Group align="flex-end" gap="sm">
          <TextInput size="xs" label="Who" placeholder="anybody" value={actor} onChange={e => setActor(e.currentTarget.value)} />
          <TextInput size="xs" label="Saga" placeholder="id" w={290} value={saga} onChange={e => setSaga(e.currentTarget.value)} />
          <Button size="xs" variant="default" type="submit">Filter</Button>
        </Group>
      </form>
      <Shown of={asked}>{page => page.items.length === 0 ? <Empty>Nobody has done anything yet.</Empty> : <>
        <div className="scroll">
          <Table className="rows" fz="sm" verticalSpacing={5} aria-label="Audit">
            <Table.Thead><Table.Tr>
              <Table.Th>Row</Table.Th><Table.Th>When</Table.Th><Table.Th>Who</Table.Th><Table.Th>What</Table.Th><Table.Th>To what</Table.Th><Table.Th>Reason, or what came of it</Table.Th><Table.Th>Seal</Table.Th>
            </Table.Tr></Table.Thead>
            <Table.Tbody>{page.items.map(x => <Row key={x.number} of={x} />)}</Table.Tbody>
          </Table>
        </div>
        <Pager first={filter.cursor === ''} next={page.next} onFirst={() => set({})} onNext={x => set({ cursor: x })} />
      </>}</Shown>
    </Page>
  );
}

function Row({ of }: { of: AuditRow }) {
  return (
    <Table.Tr>
      <Table.Td>{of.number}</Table.Td>
      <Table.Td><Moment at={of.at} /></Table.Td>
      <Table.Td>{of.actor} <Text span size="xs" c="dimmed">{of.role}</Text></Table.Td>
      <Table.Td>{of.about === undefined ? of.action : <Text span size="sm" c="dimmed">outcome of {of.about}</Text>}</Table.Td>
      <Table.Td className="wide">{of.sagaId ? <>{of.target.replace(of.sagaId, '').trim()} <SagaLink id={of.sagaId} /></> : of.target}</Table.Td>
      <Table.Td className="long">{of.about === undefined ? <>{of.reason}{of.detail && <Text size="xs" c="dimmed">{detailOf(of.detail)}</Text>}</> : of.outcome}</Table.Td>
      <Table.Td className="mono" title={of.hash}>{of.hash.slice(0, 10)}</Table.Td>
    </Table.Tr>
  );
}

/** What was foreseen, as a sentence where it is an action's; as it was written otherwise. */
function detailOf(text: string): string {
  try {
    const { sentence, stateBefore, stateAfter } = JSON.parse(text) as Partial<ActionAnswer>;
    if (!sentence) return text;
    return stateBefore && stateAfter && stateBefore !== stateAfter ? `${sentence} ${stateBefore} → ${stateAfter}.` : sentence;
  } catch {
    return text;
  }
}

/** Whether the chain holds: each row is sealed with the hash of the one before it. All rows are read, so it is asked for, not kept up. */
function Chain() {
  const verdict = useQuery({ queryKey: ['audit-chain'], queryFn: ({ signal }) => get<AuditVerdict>('/api/audit/verify', signal), staleTime: Infinity, refetchOnWindowFocus: false });
  const again = <Button size="xs" variant="default" loading={verdict.isFetching} onClick={() => void verdict.refetch()}>Verify now</Button>;
  if (verdict.error) return <Refused error={verdict.error} />;
  if (!verdict.data) return null;
  const { holds, rows, firstBad, sentence, anchor } = verdict.data;
  return (
    <Alert color={holds ? 'teal' : 'red'} title={holds ? `The chain holds: ${rows} rows` : `The chain is broken at row ${firstBad}`} role="status" data-testid="chain">
      <Text size="sm">{sentence}</Text>
      {anchor && <Text size="xs" className="wrap">Anchor, to be kept elsewhere: <span className="mono">{anchor}</span></Text>}
      <Group mt={6}>{again}<Text size="xs" c="dimmed">Looked at <Moment at={new Date(verdict.dataUpdatedAt).toISOString()} /></Text></Group>
    </Alert>
  );
}
