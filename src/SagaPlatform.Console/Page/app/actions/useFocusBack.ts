import { useEffect, useState } from 'react';

/** Gives the focus back to what had it, when a dialog that is made to be shown goes away. */
export function useFocusBack() {
  const [before] = useState(() => document.activeElement as HTMLElement | null);
  useEffect(() => () => before?.focus(), [before]);
}
