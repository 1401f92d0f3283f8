import { Anchor, Badge, Button, Card, Checkbox, Group, Stack, Switch, Table, Text, Title } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router-dom';
import { useMay } from '../access/Access';
import { RunDialog } from '../actions/RunDialog';
import { get, withQuery } from '../api/http';
import type { FailedGroup, FailedMessageItem, Paged } from '../api/types';
import { Empty, Moment, Page, Pager, SagaLink, Shown } from '../shell/parts';
import { count, plural } from '../words';

interface Many { verb: 'retry' | 'discard'; body: Record<string, unknown>; what: string }

export default function FailedMessagesPage() {
  const [address, setAddress] = useSearchParams();
  const group = address.get('group') ?? '';
  const cursor = address.get('cursor') ?? '';
  const [many, setMany] = useState<Many>();
  const groups = useQuery({ queryKey: ['groups'], queryFn: ({ signal }) => get<{ items: FailedGroup[] }>('/api/failed-messages/groups', signal) });
  const messages = useQuery({
    queryKey: ['failed', group, cursor],
    queryFn: ({ signal }) => get<Paged<FailedMessageItem>>(withQuery('/api/failed-messages', { group, cursor, limit: 50 }), signal),
    placeholderData: keepPreviousData,
  });
  return (
    <Page title="Failed messages" tab="Failed messages">
      <Card withBorder padding="md">
        <Title order={2} size="h4" mb="xs">By cause</Title>
        <Shown of={groups}>{({ items }) => items.length === 0 ? <Empty>No message waits in an error queue.</Empty> : (
          <Stack gap="sm">{items.map(x => <Cause key={x.group} of={x} chosen={x.group === group} choose={on => setAddress(on ? { group: x.group } : {})} act={setMany} />)}</Stack>
        )}</Shown>
      </Card>
      <Shown of={messages}>{page => page.items.length === 0 ? <>{group && <Empty>None of this cause waits any more. <Anchor component={Link} to="/failed-messages">Show all</Anchor></Empty>}</> : <>
        <Messages key={group} items={page.items} act={setMany} />
        <Pager first={cursor === ''} next={page.next} onFirst={() => setAddress(group ? { group } : {})} onNext={x => setAddress({ ...(group && { group }), cursor: x })} />
      </>}</Shown>
      {many && <ManyDialog of={many} onClose={() => setMany(undefined)} />}
    </Page>
  );
}

function Cause({ of, chosen, choose, act }: { of: FailedGroup; chosen: boolean; choose: (on: boolean) => void; act: (x: Many) => void }) {
  const may = useMay('Act');
  const what = plural(of.count, of.messageType);
  return (
    <Card withBorder padding="sm" bg={chosen ? 'var(--mantine-color-blue-light)' : undefined}>
      <Group justify="space-between" align="flex-start" wrap="nowrap">
        <Stack gap={2} miw={0}>
          <Text size="sm"><b>{count(of.count)}</b> × <b>{of.messageType}</b> on {of.queue}: <span className="mono">{of.exception}</span></Text>
          <Text size="sm" className="wrap">{of.message}</Text>
          <Text size="xs" className="mono wrap" c="dimmed">{of.frame}</Text>
          <Text size="xs" c="dimmed">first <Moment at={of.first} />, last <Moment at={of.last} /></Text>
        </Stack>
        <Group gap={4} wrap="nowrap">
          <Button size="xs" variant="default" aria-pressed={chosen} onClick={() => choose(!chosen)}>{chosen ? 'Show all' : 'Only these'}</Button>
          {may && <>
            <Button size="xs" variant="default" onClick={() => act({ verb: 'retry', body: { group: of.group }, what })}>Retry all</Button>
            <Button size="xs" variant="default" onClick={() => act({ verb: 'discard', body: { group: of.group }, what })}>Discard all</Button>
          </>}
        </Group>
      </Group>
    </Card>
  );
}

function Messages({ items, act }: { items: FailedMessageItem[]; act: (x: Many) => void }) {
  const may = useMay('Act');
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  // What was retried meanwhile is no longer in the list.
  const ids = items.map(x => x.id).filter(x => chosen.has(x));
  const change = (some: string[], on: boolean) => setChosen(before => new Set(on ? [...before, ...some] : [...before].filter(x => !some.includes(x))));
  const what = plural(ids.length, 'selected message');
  return (
    <Stack gap="xs">
      {may && <Group gap="xs">
        <Text size="sm" role="status">{ids.length > 0 ? `${ids.length} selected` : 'Select some to retry or discard them together.'}</Text>
        <Button size="xs" variant="default" disabled={ids.length === 0} onClick={() => act({ verb: 'retry', body: { ids }, what })}>Retry selected</Button>
        <Button size="xs" variant="default" disabled={ids.length === 0} onClick={() => act({ verb: 'discard', body: { ids }, what })}>Discard selected</Button>
      </Group>}
      <div className="scroll">
        <Table className="rows" fz="sm" verticalSpacing={5} aria-label="Failed messages">
          <Table.Thead><Table.Tr>
            {may && <Table.Th w={36}><Checkbox size="xs" aria-label="Select all of this page" checked={ids.length === items.length} onChange={e => change(items.map(x => x.id), e.currentTarget.checked)} /></Table.Th>}
            <Table.Th>Message</Table.Th><Table.Th>Queue</Table.Th><Table.Th>Failed</Table.Th><Table.Th>Saga</Table.Th><Table.Th>Exception</Table.Th>
          </Table.Tr></Table.Thead>
          <Table.Tbody>
            {items.map(x => (
              <Table.Tr key={x.id}>
                {may && <Table.Td><Checkbox size="xs" aria-label={`Select ${x.messageType} ${x.id}`} checked={chosen.has(x.id)} onChange={e => change([x.id], e.currentTarget.checked)} /></Table.Td>}
                <Table.Td><Anchor component={Link} to={`/failed-messages/${x.id}`} size="sm">{x.messageType}</Anchor></Table.Td>
                <Table.Td>{x.queue}</Table.Td><Table.Td><Moment at={x.failedAt} /></Table.Td>
                <Table.Td>{x.sagaId && <SagaLink id={x.sagaId} />} {x.sagaType && <Badge size="sm" variant="light" color="gray" tt="none">{x.sagaType}</Badge>}</Table.Td>
                <Table.Td className="long"><span className="mono">{x.exception}</span> {x.message}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
    </Stack>
  );
}

function ManyDialog({ of, onClose }: { of: Many; onClose: () => void }) {
  const [ramp, setRamp] = useState(true);
  const retries = of.verb === 'retry';
  return (
    <RunDialog title={`${retries ? 'Retry' : 'Discard'} ${of.what}`} verb={retries ? 'Retry them' : 'Discard them'} danger={!retries} thing="message"
      path={`/api/failed-messages/${of.verb}`} body={retries ? { ...of.body, ramp } : of.body} onClose={onClose}>
      {retries
        ? <Switch label="Begin with few: 1, 10, 100, ... and stop when more than a fifth fail again" checked={ramp} onChange={e => setRamp(e.currentTarget.checked)} />
        : <Text size="sm">They are dropped for good: nobody will receive them. Their rows stay and say who dropped them, and why.</Text>}
    </RunDialog>
  );
}
