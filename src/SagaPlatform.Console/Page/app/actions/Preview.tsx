import { Alert, List, Stack, Text } from '@mantine/core';
import type { ActionAnswer } from '../api/types';
import { local } from '../words';

/** What an action did, or would do. */
export function Outcome({ of }: { of: ActionAnswer }) {
  const nothing = of.sends.length + of.publishes.length + of.timeouts.length === 0;
  return (
    <Alert color={of.done ? 'teal' : 'blue'} title={of.done ? 'Done' : 'What would happen'} role="status" data-testid={of.done ? 'outcome' : 'preview'}>
      <Stack gap={6}>
        <Text size="sm">{of.sentence}</Text>
        {of.stateBefore && <Text size="sm">State: <b>{of.stateBefore}</b>{of.stateAfter ? <> → <b>{of.stateAfter}</b></> : ', and what the event makes of it'}</Text>}
        <List size="sm" spacing={2}>
          {of.sends.map((x, i) => <List.Item key={`s${i}`}>Sends <b>{x.type}</b> to {x.to}{x.step && x.step !== x.type ? ` for ${x.step}` : ''}{x.item ? ` (${x.item})` : ''}</List.Item>)}
          {of.publishes.map((x, i) => <List.Item key={`p${i}`}>Publishes <b>{x}</b></List.Item>)}
          {of.timeouts.map((x, i) => <List.Item key={`t${i}`}>Timeout {x.name} is {x.change}{x.due ? `, due ${local(x.due)}` : ''}</List.Item>)}
        </List>
        {nothing && <Text size="sm" c="dimmed">No message is sent, no timeout changes.</Text>}
        {of.audit !== undefined && <Text size="sm" c="dimmed">Audit row {of.audit}.</Text>}
      </Stack>
    </Alert>
  );
}
