import { TextInput } from '@mantine/core';
import { type FormEvent, forwardRef, useState } from 'react';
import { useNavigate } from 'react-router-dom';

const Id = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Finds a saga by its id or its business key, from every page. */
export const Search = forwardRef<HTMLInputElement>(function Search(_, ref) {
  const navigate = useNavigate();
  const [text, setText] = useState('');

  function find(e: FormEvent) {
    e.preventDefault();
    const wanted = text.trim();
    if (wanted === '') return;
    navigate(Id.test(wanted) ? `/sagas/${wanted.toLowerCase()}` : `/sagas?key=${encodeURIComponent(wanted)}`);
    setText('');
  }

  return (
    <form role="search" onSubmit={find}>
      <TextInput ref={ref} aria-label="Find a saga by its id or business key" placeholder="Saga id or business key" size="xs" w={{ base: 150, sm: 300 }}
        rightSection={<kbd>/</kbd>} value={text} onChange={e => setText(e.currentTarget.value)}
        onKeyDown={e => { if (e.key === 'Escape') e.currentTarget.blur(); }} />
    </form>
  );
});
