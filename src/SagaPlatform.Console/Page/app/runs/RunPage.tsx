import { Anchor, Badge, Button, Card, Group, Modal, Progress, Stack, Table, Text, Textarea, Title } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useParams } from 'react-router-dom';
import { useMay } from '../access/Access';
import { ReasonCharactersMax } from '../actions/ActDialog';
import { get, post, type Problem } from '../api/http';
import type { Run } from '../api/types';
import { Empty, Moment, Page, Refused, Shown } from '../shell/parts';
import { capital, plural } from '../words';
import { RunColours } from './RunsPage';

const RefreshMs = 1_000;

export default function RunPage() {
  const id = useParams().id!;
  const asked = useQuery({
    queryKey: ['runs', id],
    queryFn: ({ signal }) => get<Run>(`/api/runs/${id}`, signal),
    refetchInterval: x => x.state.data?.endedAt ? false : RefreshMs,
  });
  return <Shown of={asked}>{run => <OneRun of={run} />}</Shown>;
}

function OneRun({ of }: { of: Run }) {
  const may = useMay('Act');
  const percent = of.total === 0 ? 100 : (100 * of.tried) / of.total;
  const things = of.verb.includes('message') ? 'failed-messages' : 'sagas';
  return (
    <Page title={`${capital(of.verb.replace('-message', ''))} ${plural(of.total, things === 'sagas' ? 'saga' : 'message')}`} tab="Run" actions={may && !of.endedAt && <>
      {of.state === 'Running' && <Steer run={of} word="pause" words="Pause" />}
      {of.state === 'Paused' && <Steer run={of} word="resume" words="Go on" />}
      <Steer run={of} word="stop" words="Stop" />
    </>}>
      <Group><Badge variant="light" tt="none" color={RunColours[of.state]}>{of.state}</Badge><Text size="sm">By {of.actor}, <Moment at={of.startedAt} />: {of.reason}{of.ramped && ' (began with few)'}</Text></Group>
      <Stack gap={4}>
        <Progress value={percent} color={of.failed > 0 ? 'orange' : undefined} aria-label={`${Math.round(percent)} % done`} />
        <Text size="sm" role="status">{of.sentence}</Text>
      </Stack>
      <Card withBorder padding="md">
        <Title order={2} size="h4" mb="xs">What came of each</Title>
        {!of.items?.length ? <Empty>None has had its turn yet.</Empty> : (
          <div className="scroll"><Table className="rows" fz="sm" verticalSpacing={4} aria-label="Results"><Table.Tbody>
            {of.items.map(x => (
              <Table.Tr key={x.id}>
                <Table.Td><Anchor component={Link} to={`/${things}/${x.id}`} size="sm" className="mono">{x.id}</Anchor></Table.Td>
                <Table.Td><Badge variant="light" tt="none" color={x.ok ? 'teal' : 'red'}>{x.ok ? 'done' : 'not done'}</Badge></Table.Td>
                <Table.Td className="long">{x.sentence}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody></Table></div>
        )}
      </Card>
    </Page>
  );
}

function Steer({ run, word, words }: { run: Run; word: string; words: string }) {
  const queries = useQueryClient();
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const [problem, setProblem] = useState<Problem>();
  async function steer() {
    try {
      await post<Run>(`/api/runs/${run.id}/${word}`, { reason: reason.trim() });
      setOpen(false);
      await queries.invalidateQueries({ queryKey: ['runs'] });
    } catch (e) {
      setProblem(e as Problem);
    }
  }
  return (
    <>
      <Button size="xs" variant="default" onClick={() => setOpen(true)}>{words}</Button>
      <Modal opened={open} onClose={() => setOpen(false)} title={`${words}: ${run.verb}`}>
        <form onSubmit={e => { e.preventDefault(); void steer(); }}><Stack>
          <Textarea label="Reason" required maxLength={ReasonCharactersMax} value={reason} onChange={e => setReason(e.currentTarget.value)} data-autofocus />
          {problem && <Refused error={problem} />}
          <Group justify="flex-end"><Button type="submit" disabled={reason.trim() === ''}>{words}</Button></Group>
        </Stack></form>
      </Modal>
    </>
  );
}
