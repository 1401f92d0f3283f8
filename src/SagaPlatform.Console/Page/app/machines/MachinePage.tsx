import { Anchor, Badge, Card, Group, Stack, Table, Text, Title } from '@mantine/core';
import { useNavigate, useParams } from 'react-router-dom';
import type { Machine, Stage, Step } from '../api/types';
import { Page, Refused, Shown } from '../shell/parts';
import { Problem } from '../api/http';
import { useMachines } from '../sagas/SagaFilters';
import { duration } from '../words';
import { MachineGraph } from './MachineGraph';
import { useMachineGraph } from './MachinesPage';

export default function MachinePage() {
  const name = useParams().name!;
  const navigate = useNavigate();
  const machines = useMachines();
  const graph = useMachineGraph(name);
  return (
    <Page title={name} tab={name} actions={<Group gap="md">
      <Anchor size="sm" href={`/api/machines/${name}/diagram`}>Mermaid</Anchor>
      <Anchor size="sm" href={`/api/machines/${name}/table`}>Table of events</Anchor>
    </Group>}>
      <Card withBorder padding="md">
        <Shown of={graph}>{x => <Stack gap="xs">
          <MachineGraph graph={x} heightMax={1_000} onOpen={state => navigate(`/sagas?type=${name}&state=${state}`)} />
          {x.fingerprint && <Text size="xs" c="dimmed">Fingerprint {x.fingerprint}. A state opens the list of the sagas in it.</Text>}
        </Stack>}</Shown>
      </Card>
      <Shown of={machines}>{({ items }) => {
        const machine = items.find(x => x.name === name);
        return machine ? <Stages of={machine} /> : <Refused error={new Problem(404, { detail: `There is no saga type ${name}.` })} />;
      }}</Shown>
    </Page>
  );
}

const Stages = ({ of }: { of: Machine }) => (
  <Card withBorder padding="md">
    <Title order={2} size="h4" mb="xs">What it asks, in order</Title>
    <div className="scroll">
      <Table fz="sm" verticalSpacing={4}>
        <Table.Thead><Table.Tr>
          <Table.Th>Stage</Table.Th><Table.Th>Step</Table.Th><Table.Th>Asks</Table.Th><Table.Th>Within</Table.Th><Table.Th>Undone by</Table.Th><Table.Th>How</Table.Th>
        </Table.Tr></Table.Thead>
        <Table.Tbody>{of.stages.flatMap(stage => stage.steps.map((step, i) => <Row key={`${stage.name}/${step.name}`} stage={stage} step={step} first={i === 0} />))}</Table.Tbody>
      </Table>
    </div>
  </Card>
);

function Row({ stage, step, first }: { stage: Stage; step: Step; first: boolean }) {
  return (
    <Table.Tr>
      <Table.Td>{first && stage.name}</Table.Td>
      <Table.Td>{step.name}</Table.Td>
      <Table.Td>{step.command ? `${step.command} of ${step.queue}` : 'nobody: it waits'}</Table.Td>
      <Table.Td>{duration(step.limitSeconds)}{step.attempts > 1 && `, ${step.attempts} times`}</Table.Td>
      <Table.Td>{step.undo ? `${step.undo.command} of ${step.undo.queue}` : ''}</Table.Td>
      <Table.Td><Group gap={4}>
        {stage.pastPointOfNoReturn && <Badge size="sm" color="grape" variant="light" tt="none">past the point of no return</Badge>}
        {step.forEach && <Badge size="sm" variant="light" tt="none">for each item</Badge>}
        {step.bestEffort && <Badge size="sm" color="gray" variant="light" tt="none">best effort</Badge>}
        {step.conditional && <Badge size="sm" color="gray" variant="light" tt="none">may be skipped</Badge>}
      </Group></Table.Td>
    </Table.Tr>
  );
}
