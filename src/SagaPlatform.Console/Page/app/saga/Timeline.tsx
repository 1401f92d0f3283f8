import { Badge, Button, Group, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { get, withQuery } from '../api/http';
import type { HistoryEntry, Paged, Saga } from '../api/types';
import { Empty, Shown } from '../shell/parts';
import { duration, local } from '../words';

const EntriesPerPage = 200;
const Colours: Record<HistoryEntry['kind'], string> = { Consumed: 'teal', Ignored: 'gray', Refused: 'red', Stale: 'gray', NotFound: 'orange', Faulted: 'red' };

/** Message in, transition, messages out: one entry per message, oldest first. */
export function Timeline({ saga }: { saga: Saga }) {
  const asked = useInfiniteQuery({
    queryKey: ['saga', saga.id, 'history'],
    queryFn: ({ pageParam, signal }) => get<Paged<HistoryEntry>>(withQuery(`/api/sagas/${saga.id}/history`, { limit: EntriesPerPage, cursor: pageParam }), signal),
    initialPageParam: '',
    getNextPageParam: last => last.next,
  });
  return (
    <Shown of={asked}>{({ pages }) => {
      const entries = pages.flatMap(x => x.items);
      if (entries.length === 0) return <Empty>Its history has been cleared away.</Empty>;
      return <>
        <ol className="timeline" aria-label="Timeline">{entries.map((x, i) => <Entry key={i} of={x} />)}</ol>
        {asked.hasNextPage && <Button mt="xs" size="xs" variant="default" loading={asked.isFetchingNextPage} onClick={() => void asked.fetchNextPage()}>Show more</Button>}
      </>;
    }}</Shown>
  );
}

function Entry({ of }: { of: HistoryEntry }) {
  const moved = of.to && of.from !== of.to;
  const byOperator = of.event.startsWith('Operator:');
  return (
    <li>
      <div>
        <Text size="sm">{local(of.at)}</Text>
        {of.afterSeconds !== undefined && <Text size="xs" c="dimmed">{duration(of.afterSeconds)} later</Text>}
      </div>
      <div>
        <Group gap={6}><Text size="sm" fw={600} className="wrap">{of.event}</Text>
          {of.kind !== 'Consumed' && <Badge size="sm" color={Colours[of.kind]} variant="light" tt="none">{of.kind}</Badge>}
          {byOperator && <Badge size="sm" color="grape" variant="light" tt="none">an operator</Badge>}</Group>
        {of.reason && <Text size="xs" className="wrap">{of.reason}</Text>}
        {of.messageId && <Text size="xs" c="dimmed" className="mono wrap" title="Message id">{of.messageId}</Text>}
      </div>
      <Text size="sm" component="div">
        {moved ? <><span>{of.from ?? 'Initial'}</span> → <b>{of.to}</b></> : of.to ? <>stays in {of.to}</> : ''}
        {of.version > 0 && <Text size="xs" c="dimmed">version {of.version}</Text>}
      </Text>
      <div>
        {of.sent.map(x => (
          <Text size="sm" key={x.messageId} className="wrap">→ <b>{x.type}</b> to {x.to.startsWith('urn:') ? 'whoever listens' : x.to}
            {x.item && ` (${x.item})`}{x.attempt !== undefined && <Text span size="xs" c="dimmed">, sent {x.attempt === 1 ? 'for the first time' : `as number ${x.attempt}`} for {x.step}</Text>}</Text>
        ))}
        {of.timeouts.map(x => <Text size="xs" c="dimmed" key={`${x.change}${x.token}`}>timeout {x.change}{x.due && `, due ${local(x.due)}`}</Text>)}
      </div>
    </li>
  );
}
