import { Modal, Table } from '@mantine/core';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { useNavigate } from 'react-router-dom';

export interface Place { path: string; label: string; key: string }

/** The second key of two, as in `g s`, must come within this time. */
const SecondKeyMs = 1_500;

/** The keys of the page. None of them is heard while something is typed, nor with a modifier: those are the browser's. */
export function Keys({ places, search }: { places: Place[]; search: RefObject<HTMLInputElement | null> }) {
  const navigate = useNavigate();
  const [help, setHelp] = useState(false);
  const wentAt = useRef(0);

  useEffect(() => {
    function heard(e: KeyboardEvent) {
      const at = e.target as HTMLElement;
      if (e.ctrlKey || e.metaKey || e.altKey || at.closest('input, textarea, select, [contenteditable], [role=dialog]')) return;
      const second = Date.now() - wentAt.current < SecondKeyMs;
      const place = second && places.find(x => x.key === e.key);
      wentAt.current = e.key === 'g' ? Date.now() : 0;
      if (place) navigate(place.path);
      else if (e.key === '/') search.current?.focus();
      else if (e.key === '?') setHelp(true);
      else if (e.key === 'j' || e.key === 'k') step(e.key === 'j' ? 1 : -1);
      else return;
      e.preventDefault();
    }
    document.addEventListener('keydown', heard);
    return () => document.removeEventListener('keydown', heard);
  }, [navigate, places, search]);

  return (
    <Modal opened={help} onClose={() => setHelp(false)} title="Keys">
      <Table>
        <Table.Tbody>
          <Row keys={['/']} does="Find a saga by its id or business key" />
          {places.map(x => <Row key={x.path} keys={['g', x.key]} does={x.label} />)}
          <Row keys={['j']} does="The next row of a list" />
          <Row keys={['k']} does="The row before" />
          <Row keys={['Enter']} does="Open the row" />
          <Row keys={['?']} does="These keys" />
        </Table.Tbody>
      </Table>
    </Modal>
  );
}

const Row = ({ keys, does }: { keys: string[]; does: string }) => (
  <Table.Tr><Table.Td w={90}>{keys.map((x, i) => <span key={x}>{i > 0 && ' '}<kbd>{x}</kbd></span>)}</Table.Td><Table.Td>{does}</Table.Td></Table.Tr>
);

/** Moves the focus among the rows of the page's list; a row is known by its first link. */
function step(by: number) {
  const rows = [...document.querySelectorAll<HTMLElement>('main .rows tbody tr')].map(x => x.querySelector<HTMLElement>('a')).filter(x => x !== null);
  const at = rows.findIndex(x => x.closest('tr')!.contains(document.activeElement));
  rows[at < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.min(rows.length - 1, Math.max(0, at + by))]?.focus();
}
