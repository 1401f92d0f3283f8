import { Anchor, Card, Group, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from 'react-router-dom';
import { get } from '../api/http';
import type { Graph } from '../api/types';
import { Page, Shown } from '../shell/parts';
import { useMachines } from '../sagas/SagaFilters';
import { MachineGraph } from './MachineGraph';

export default function MachinesPage() {
  const machines = useMachines();
  return (
    <Page title="Machines" tab="Machines">
      <Shown of={machines}>{({ items }) => <Stack>{items.map(x => <Drawn key={x.name} name={x.name} machine={x.machine} />)}</Stack>}</Shown>
    </Page>
  );
}

function Drawn({ name, machine }: { name: string; machine: string }) {
  const navigate = useNavigate();
  const graph = useMachineGraph(name);
  return (
    <Card withBorder padding="md">
      <Group justify="space-between" mb="xs">
        <Title order={2} size="h4"><Anchor component={Link} to={`/machines/${name}`} inherit>{name}</Anchor></Title>
        <Text size="sm" c="dimmed" className="mono">{machine}</Text>
      </Group>
      <Shown of={graph}>{x => <MachineGraph graph={x} heightMax={480} onOpen={state => navigate(`/sagas?type=${name}&state=${state}`)} />}</Shown>
    </Card>
  );
}

export const useMachineGraph = (name: string) => useQuery({
  queryKey: ['machine', name],
  queryFn: ({ signal }) => get<Graph>(`/api/machines/${encodeURIComponent(name)}`, signal),
});
