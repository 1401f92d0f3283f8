import { Alert, Anchor, Card, Group, List, SimpleGrid, Stack, Table, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'react-router-dom';
import { get } from '../api/http';
import type { HealthStatus, Overview, TypeCounts } from '../api/types';
import { useLive } from '../live/Live';
import { Page, Shown } from '../shell/parts';
import { count, duration } from '../words';
import { RatesChart } from './RatesChart';

const Colours: Record<HealthStatus, string> = { Healthy: 'teal', Degraded: 'orange', Unhealthy: 'red' };
const SamplesEveryMs = 2_000;

export default function OverviewPage() {
  const live = useLive().overview;
  const asked = useQuery({ queryKey: ['overview'], queryFn: ({ signal }) => get<Overview>('/api/overview', signal), refetchInterval: SamplesEveryMs });
  return (
    <Page title="Overview" tab="Overview">
      <Shown of={asked}>{first => {
        const now = live && live.at > first.at ? live : first;
        return (
          <Stack gap="md">
            <Health of={now} />
            <Trouble of={now} />
            <Card withBorder padding="md"><Stack gap="xs">
              <Title order={2} size="h4">Starts and ends</Title>
              <RatesChart rates={now.rates} samples={first.rates.samples ?? []} />
            </Stack></Card>
            <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="md">
              {now.types.map(x => <SagaType key={x.type} of={x} />)}
            </SimpleGrid>
          </Stack>
        );
      }}</Shown>
    </Page>
  );
}

function Health({ of: { health } }: { of: Overview }) {
  return (
    <Alert color={Colours[health.status]} title={health.status} role="status">
      <Text size="sm">{health.sentence}</Text>
      {health.status !== 'Healthy' && (
        <List size="sm" mt={4}>{health.checks.filter(x => x.status !== 'Healthy').map(x => <List.Item key={x.name}><b>{x.name}</b>: {x.reason}</List.Item>)}</List>
      )}
      {health.status === 'Healthy' && health.checks.length > 0 && (
        <details><summary><Text span size="sm">{health.checks.length} checks</Text></summary>
          <List size="sm">{health.checks.map(x => <List.Item key={x.name}><b>{x.name}</b>: {x.reason}</List.Item>)}</List>
        </details>
      )}
    </Alert>
  );
}

function Trouble({ of: { trouble, outbox, errorQueues } }: { of: Overview }) {
  return (
    <SimpleGrid cols={{ base: 2, sm: 3, lg: 6 }} spacing="sm">
      <Number label="A person is asked" value={trouble.needAttention} to="/sagas?needsAttention=true" />
      <Number label="Timeouts overdue" value={trouble.overdueTimeouts} to="/timeouts?overdue=true" />
      <Number label="Failed messages" value={trouble.failedMessages} to="/failed-messages" note={errorQueues.map(x => `${x.queue} ${count(x.count)}`).join(', ')} />
      <Number label="Open work items" value={trouble.openWorkItems} to="/work-items" calm />
      <Number label="Outbox" value={outbox.pending} calm note={[
        outbox.oldestSeconds === undefined ? 'nothing waits' : `oldest ${duration(outbox.oldestSeconds)}`, outbox.parked > 0 ? `${count(outbox.parked)} parked` : ''].filter(Boolean).join(', ')} />
      <Number label="In unknown states" value={trouble.unknownStates} to="/machines" />
    </SimpleGrid>
  );
}

function Number({ label, value, to, note, calm }: { label: string; value: number; to?: string; note?: string; calm?: boolean }) {
  const body: ReactNode = (
    <Card withBorder padding="sm" h="100%">
      <Text size="sm" c="dimmed">{label}</Text>
      <Text fz={26} fw={600} c={value > 0 && !calm ? 'var(--mantine-color-orange-light-color)' : undefined}>{count(value)}</Text>
      <Text size="xs" c="dimmed">{note || ' '}</Text>
    </Card>
  );
  return to ? <Anchor component={Link} to={to} underline="never" c="inherit" aria-label={`${label}: ${value}`}>{body}</Anchor> : body;
}

function SagaType({ of }: { of: TypeCounts }) {
  const shown = of.states.filter(x => x.count > 0);
  return (
    <Card withBorder padding="md">
      <Group justify="space-between" align="baseline">
        <Title order={2} size="h4"><Anchor component={Link} to={`/machines/${of.type}`} inherit>{of.type}</Anchor></Title>
        <Text size="sm" c="dimmed"><Anchor component={Link} to={`/sagas?type=${of.type}`}>{count(of.total)} sagas</Anchor>, {count(of.live)} live</Text>
      </Group>
      {shown.length === 0 ? <Text size="sm" c="dimmed">None yet.</Text> : (
        <Table fz="sm" verticalSpacing={2} aria-label={`States of ${of.type}`}>
          <Table.Tbody>
            {shown.map(x => (
              <Table.Tr key={x.state}>
                <Table.Td><Anchor component={Link} to={`/sagas?type=${of.type}&state=${x.state}`} size="sm">{x.state}</Anchor>{!x.known && ' (the machine has no such state)'}</Table.Td>
                <Table.Td w="45%"><Bar of={x.count} in={of.total} /></Table.Td>
                <Table.Td ta="right" w={80}>{count(x.count)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </Card>
  );
}

// The number beside it says the same.
const Bar = ({ of, in: total }: { of: number; in: number }) => (
  <div aria-hidden style={{ height: 8, borderRadius: 4, width: `${Math.max(1, (100 * of) / Math.max(1, total))}%`, background: 'var(--mantine-color-blue-filled)' }} />
);
