import { Badge, Table } from '@mantine/core';
import type { LedgerLine, LineStatus } from '../api/types';
import { Empty, Moment } from '../shell/parts';
import { duration } from '../words';

const Colours: Record<LineStatus, string> = { Asked: 'blue', Done: 'teal', Refused: 'red', Unknown: 'orange', Undoing: 'grape', Undone: 'gray', Skipped: 'gray' };

/** What is done stays done when the saga is completed; what is still owed while it is given back is a debt. */
const owedWords = (state: string) => state === 'Completed' ? '' : ['Unwinding', 'NeedsAttention', 'Cancelled'].includes(state) ? 'owed' : 'would be given back';

/** What was asked of whom, what came of it, and what would have to be given back. */
export function Ledger({ lines, state }: { lines: LedgerLine[]; state: string }) {
  if (lines.length === 0) return <Empty>Nothing has been asked yet.</Empty>;
  return (
    <div className="scroll">
      <Table fz="sm" className="rows" verticalSpacing={4} aria-label="Ledger">
        <Table.Thead><Table.Tr>
          <Table.Th>Step</Table.Th><Table.Th>Item</Table.Th><Table.Th>Status</Table.Th><Table.Th>Owed</Table.Th><Table.Th>Asked</Table.Th><Table.Th>Settled after</Table.Th><Table.Th>Attempts</Table.Th><Table.Th>Due</Table.Th><Table.Th>Question</Table.Th>
        </Table.Tr></Table.Thead>
        <Table.Tbody>
          {lines.map(x => (
            <Table.Tr key={`${x.step}/${x.item ?? ''}`}>
              <Table.Td>{x.step}</Table.Td>
              <Table.Td>{x.item}{x.replacedBy && `, replaced by ${x.replacedBy}`}</Table.Td>
              <Table.Td><Badge color={Colours[x.status]} variant="light" tt="none">{x.status}</Badge></Table.Td>
              <Table.Td>{x.owed && owedWords(state)}</Table.Td>
              <Table.Td><Moment at={x.askedAt} /></Table.Td>
              <Table.Td>{x.settledAt && duration((Date.parse(x.settledAt) - Date.parse(x.askedAt)) / 1000)}</Table.Td>
              <Table.Td>{x.attempts}</Table.Td>
              <Table.Td>{x.due && <Moment at={x.due} />}</Table.Td>
              <Table.Td className={x.question ? 'long' : undefined}>{x.question}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}
