import { Alert, Anchor, Card, Group, SimpleGrid, Stack, Table, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link, useParams } from 'react-router-dom';
import { get } from '../api/http';
import type { Graph, Saga } from '../api/types';
import { useFollowed } from '../live/Live';
import { MachineGraph } from '../machines/MachineGraph';
import { Empty, Moment, Page, SagaLink, Shown, StateBadge } from '../shell/parts';
import { duration } from '../words';
import { Ledger } from './Ledger';
import { SagaActions, TimeoutButtons, useTimeoutActs } from './SagaActions';
import { SagaAudit } from './SagaAudit';
import { Timeline } from './Timeline';

export const useSaga = (id: string) => useQuery({ queryKey: ['saga', id], queryFn: ({ signal }) => get<Saga>(`/api/sagas/${id}`, signal) });

export default function SagaPage() {
  const id = useParams().id!;
  useFollowed(id);
  const asked = useSaga(id);
  return <Shown of={asked}>{saga => <OneSaga saga={saga} />}</Shown>;
}

function OneSaga({ saga }: { saga: Saga }) {
  // Below the saga's own key: whatever makes the saga old makes its graph old too.
  const graph = useQuery({ queryKey: ['saga', saga.id, 'graph'], queryFn: ({ signal }) => get<Graph>(`/api/sagas/${saga.id}/graph`, signal) });
  return (
    <Page tab={`${saga.type} ${saga.businessKey}`} title={<span className="wrap">{saga.businessKey}</span>} actions={<SagaActions saga={saga} />}>
      <Group gap="lg">
        <StateBadge state={saga.state} />
        <Text size="sm"><Anchor component={Link} to={`/machines/${saga.type}`}>{saga.type}</Anchor></Text>
        <Text size="sm">Version <b data-testid="version">{saga.version}</b></Text>
        <Text size="sm">Started <Moment at={saga.startedAt} /></Text>
        {saga.endedAt
          ? <Text size="sm">Ended <Moment at={saga.endedAt} />, after {duration((Date.parse(saga.endedAt) - Date.parse(saga.startedAt)) / 1000)}</Text>
          : <Text size="sm">Changed <Moment at={saga.changedAt} /></Text>}
        {saga.id !== saga.businessKey && <Text size="sm" className="mono">{saga.id}</Text>}
      </Group>
      <Alert color={saga.held ? 'grape' : saga.question ? 'orange' : saga.endedAt ? 'gray' : 'blue'}
        title={saga.endedAt ? 'How it ended' : saga.held ? 'It is held' : saga.question ? 'A person is asked' : 'Why it is waiting'} role="status" data-testid="waiting-for">
        <Text size="sm">{saga.waitingFor}</Text>
        {saga.question && !saga.waitingFor.includes(saga.question) && <Text size="sm" fw={600}>{saga.question}</Text>}
        {saga.reason && !saga.waitingFor.includes(saga.reason) && <Text size="sm">It is given back because: {saga.reason}</Text>}
      </Alert>
      <Part title="Its way through the machine"><Shown of={graph}>{x => <MachineGraph graph={x} heightMax={560} />}</Shown></Part>
      <Part title="Ledger"><Ledger lines={saga.ledger} state={saga.state} /></Part>
      <SimpleGrid cols={{ base: 1, lg: 2 }}>
        <Part title="Pending timeouts"><Timeouts saga={saga} /></Part>
        <Part title="Failed messages"><Failed saga={saga} /></Part>
      </SimpleGrid>
      <Part title="Timeline"><Timeline saga={saga} /></Part>
      <SimpleGrid cols={{ base: 1, lg: 2 }}>
        <Part title="Related sagas"><Related saga={saga} /></Part>
        <Part title="What operators did"><SagaAudit saga={saga.id} /></Part>
      </SimpleGrid>
      <Part title="What it remembers">
        <Text size="xs" c="dimmed" mb={4}>Secrets and personal values are masked by the server.</Text>
        <pre className="pre" tabIndex={0} aria-label="The row as JSON">{JSON.stringify(saga.row, null, 2)}</pre>
      </Part>
    </Page>
  );
}

const Part = ({ title, children }: { title: string; children: ReactNode }) => (
  <Card withBorder padding="md" component="section" aria-label={title}>
    <Title order={2} size="h4" mb="xs">{title}</Title>
    {children}
  </Card>
);

function Timeouts({ saga }: { saga: Saga }) {
  const { dialog, act } = useTimeoutActs();
  return (
    <>
      {dialog}
      {saga.timeouts.length === 0 ? <Empty>Nothing will ring.</Empty> : (
        <Table fz="sm">
          <Table.Tbody>
            {saga.timeouts.map(x => (
              <Table.Tr key={x.token}>
                <Table.Td>{x.name}</Table.Td>
                <Table.Td><Moment at={x.due} /></Table.Td>
                <Table.Td><TimeoutButtons timeout={{ ...x, sagaType: saga.type, sagaId: saga.id }} version={saga.version} act={act} /></Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </>
  );
}

function Failed({ saga }: { saga: Saga }) {
  if (!saga.failedMessages?.length) return <Empty>No message of it failed.</Empty>;
  return (
    <Stack gap="xs">
      {saga.failedMessages.map(x => (
        <Text key={x.id} size="sm"><Anchor component={Link} to={`/failed-messages/${x.id}`}>{x.messageType}</Anchor> on {x.queue}, <Moment at={x.failedAt} />: {x.message}</Text>
      ))}
    </Stack>
  );
}

function Related({ saga }: { saga: Saga }) {
  if (!saga.related?.length) return <Empty>None are known.</Empty>;
  return (
    <Table fz="sm">
      <Table.Tbody>
        {saga.related.map(x => (
          <Table.Tr key={x.id}>
            <Table.Td className="wrap"><SagaLink id={x.id}>{x.businessKey}</SagaLink></Table.Td><Table.Td>{x.type}</Table.Td><Table.Td><StateBadge state={x.state} /></Table.Td><Table.Td>{x.how}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
