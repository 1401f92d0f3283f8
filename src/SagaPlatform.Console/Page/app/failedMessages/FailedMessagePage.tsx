import { Alert, Badge, Button, Card, Group, Table, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useParams } from 'react-router-dom';
import { useMay } from '../access/Access';
import { ActDialog } from '../actions/ActDialog';
import { get } from '../api/http';
import type { FailedMessage } from '../api/types';
import { Moment, Page, SagaLink, Shown } from '../shell/parts';

export default function FailedMessagePage() {
  const id = useParams().id!;
  const asked = useQuery({ queryKey: ['failed', id], queryFn: ({ signal }) => get<FailedMessage>(`/api/failed-messages/${id}`, signal) });
  return <Shown of={asked}>{x => <OneMessage of={x} />}</Shown>;
}

function OneMessage({ of }: { of: FailedMessage }) {
  const may = useMay('Act', of.sagaType);
  const [act, setAct] = useState<{ verb: 'retry' | 'discard'; version: number }>();
  const waits = of.status === 'Waiting';
  return (
    <Page title={of.messageType} tab={`${of.messageType} failed`} actions={may && waits && <>
      <Button size="xs" variant="default" onClick={() => setAct({ verb: 'retry', version: of.version })}>Retry</Button>
      <Button size="xs" variant="light" color="red" onClick={() => setAct({ verb: 'discard', version: of.version })}>Discard</Button>
    </>}>
      <Group gap="lg">
        <Badge variant="light" tt="none" color={waits ? 'orange' : of.status === 'Retried' ? 'teal' : 'gray'}>{of.status}</Badge>
        <Text size="sm">on {of.queue}, <Moment at={of.failedAt} /></Text>
        {of.sagaId && <Text size="sm">of {of.sagaType ?? 'saga'} <SagaLink id={of.sagaId} /></Text>}
        {of.messageId && <Text size="sm" className="mono" title="Message id">{of.messageId}</Text>}
      </Group>
      {of.closedAt && <Alert color="gray" title={of.status}><Text size="sm">By {of.closedBy}, <Moment at={of.closedAt} />: {of.closeReason}</Text></Alert>}
      <Alert color="red" title={of.exception}><Text size="sm" className="wrap">{of.message}</Text></Alert>
      <Part title="Stack"><pre className="pre" tabIndex={0} aria-label="Stack">{of.stack}</pre></Part>
      <Part title="Body, masked"><pre className="pre" tabIndex={0} aria-label="Body">{JSON.stringify(of.body, null, 2)}</pre></Part>
      <Part title="Headers">
        <Table fz="xs"><Table.Tbody>{Object.entries(of.headers ?? {}).filter(([x]) => !x.includes('StackTrace')).map(([name, value]) => (
          <Table.Tr key={name}><Table.Td>{name}</Table.Td><Table.Td className="wrap mono">{value}</Table.Td></Table.Tr>))}</Table.Tbody></Table>
      </Part>
      {act && <ActDialog versionNow={of.version} onClose={() => setAct(undefined)} act={{
        title: `${act.verb === 'retry' ? 'Retry' : 'Discard'} ${of.messageType}`, path: `/api/failed-messages/${of.id}/${act.verb}`, version: act.version,
        verb: act.verb === 'retry' ? 'Retry it' : 'Discard it', danger: act.verb === 'discard',
        sentence: act.verb === 'retry' ? `It is sent to ${of.queue} again, once.` : 'It is dropped for good: nobody will receive it.',
      }} />}
    </Page>
  );
}

const Part = ({ title, children }: { title: string; children: React.ReactNode }) => (
  <Card withBorder padding="md" component="section" aria-label={title}><Title order={2} size="h4" mb="xs">{title}</Title>{children}</Card>
);
