import { Badge, Button, Card, Group, SegmentedControl, Stack, Text, Title } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useSearchParams } from 'react-router-dom';
import { useMay } from '../access/Access';
import { get, withQuery } from '../api/http';
import type { Paged, WorkItem } from '../api/types';
import { useNow } from '../live/Live';
import { Empty, Moment, Page, Pager, SagaLink, Shown } from '../shell/parts';
import { DecideDialog, type Verdict } from './DecideDialog';

const Colours: Record<WorkItem['status'], string> = { Open: 'blue', Approved: 'teal', Refused: 'red', Withdrawn: 'gray' };

export default function WorkItemsPage() {
  const [address, setAddress] = useSearchParams();
  const filter = { status: address.get('status') ?? '', for: address.get('for') ?? '', after: address.get('after') ?? '' };
  const set = (changes: Partial<typeof filter>) => setAddress(Object.fromEntries(Object.entries({ ...filter, after: '', ...changes }).filter(([, x]) => x)));
  const [open, setOpen] = useState<{ item: WorkItem; verdict: Verdict }>();
  const asked = useQuery({
    queryKey: ['work-items', filter],
    queryFn: ({ signal }) => get<Paged<WorkItem>>(withQuery('/api/work-items', filter), signal),
    placeholderData: keepPreviousData,
  });
  return (
    <Page title="Work items" tab="Work items">
      <Group>
        <SegmentedControl size="xs" aria-label="Status" value={filter.status || 'open'} onChange={x => set({ status: x === 'open' ? '' : x })}
          data={[{ value: 'open', label: 'Open' }, { value: 'Approved', label: 'Approved' }, { value: 'Refused', label: 'Refused' }, { value: 'any', label: 'All' }]} />
        {filter.for && <Button size="xs" variant="default" onClick={() => set({ for: '' })}>Only for {filter.for} ×</Button>}
      </Group>
      <Shown of={asked}>{page => page.items.length === 0 ? <Empty>{filter.status ? 'None.' : 'Nobody has anything to decide.'}</Empty> : <>
        <Stack gap="sm">{page.items.map(x => <Item key={x.id} of={x} decide={verdict => setOpen({ item: x, verdict })} only={group => set({ for: group })} />)}</Stack>
        <Pager first={filter.after === ''} next={page.next} onFirst={() => set({})} onNext={x => set({ after: x })} />
      </>}</Shown>
      {open && <DecideDialog item={open.item} verdict={open.verdict} onClose={() => setOpen(undefined)} />}
    </Page>
  );
}

function Item({ of, decide, only }: { of: WorkItem; decide: (verdict: Verdict) => void; only: (group: string) => void }) {
  const may = useMay('Decide');
  const late = useNow() > Date.parse(of.dueAt) && of.status === 'Open';
  return (
    <Card withBorder padding="sm" component="article" aria-label={of.title}>
      <Group justify="space-between" align="flex-start" wrap="nowrap">
        <Stack gap={4} miw={0}>
          <Group gap="xs"><Title order={2} size="h5">{of.title}</Title>
            {of.status !== 'Open' && <Badge variant="light" tt="none" color={Colours[of.status]}>{of.status}</Badge>}
            {late && <Badge variant="light" color="orange" tt="none">late</Badge>}</Group>
          <Text size="sm" className="wrap" style={{ whiteSpace: 'pre-wrap' }}>{of.details}</Text>
          <Text size="xs" c="dimmed">
            {of.kind}, for <Button size="compact-xs" variant="default" onClick={() => only(of.for)}>{of.for}</Button>{of.escalatedFrom && ` (escalated from ${of.escalatedFrom})`}, opened <Moment at={of.openedAt} />, due <Moment at={of.dueAt} />
            {of.reminders > 0 && `, reminded ${of.reminders} times`}. {of.decidersNeeded === 1 ? 'One person decides' : `${of.decidersNeeded} different people must approve`}.
            {of.mayNotDecide.length > 0 && ` Not: ${of.mayNotDecide.join(', ')}.`} Asked by {of.sagaType} <SagaLink id={of.sagaId} />
          </Text>
          {of.decisions.map(x => <Text key={x.by} size="sm">{x.verdict === 'Approve' ? 'Approved' : 'Refused'} by {x.by}, <Moment at={x.at} />{x.reason && `: ${x.reason}`}</Text>)}
        </Stack>
        {of.status === 'Open' && may && <Group gap={4} wrap="nowrap">
          <Button size="xs" onClick={() => decide('Approve')}>Approve</Button>
          <Button size="xs" variant="light" color="red" onClick={() => decide('Refuse')}>Refuse</Button>
        </Group>}
      </Group>
    </Card>
  );
}
