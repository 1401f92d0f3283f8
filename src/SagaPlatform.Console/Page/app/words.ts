/** A length of time as people say it: 4 s, 3 min, 2 h 5 min, 3 d. */
export function duration(seconds: number): string {
  const x = Math.abs(seconds);
  if (x < 1) return `${Math.round(x * 1000)} ms`;
  if (x < 10) return `${x.toFixed(1)} s`;
  if (x < 120) return `${Math.round(x)} s`;
  if (x < 7200) return `${Math.round(x / 60)} min`;
  if (x < 172_800) {
    const minutes = Math.round(x / 60);
    return `${Math.floor(minutes / 60)} h${minutes % 60 === 0 ? '' : ` ${minutes % 60} min`}`;
  }
  return `${Math.round(x / 86_400)} d`;
}

/** A moment as seen from now: 4 s ago, in 3 min. */
export function fromNow(at: string, now: number): string {
  const seconds = (Date.parse(at) - now) / 1000;
  if (Math.abs(seconds) < 1) return 'now';
  return seconds > 0 ? `in ${duration(seconds)}` : `${duration(seconds)} ago`;
}

/** A moment on the operator's own clock. */
export const local = (at: string) => new Date(at).toLocaleString(undefined, { dateStyle: 'short', timeStyle: 'medium' });

/** The beginning of an id, enough to tell a few apart. */
export const short = (id: string) => id.slice(0, 8);

export const count = (x: number) => x.toLocaleString('en-US');

export const perSecond = (x: number) => (x >= 10 ? x.toFixed(0) : x >= 1 ? x.toFixed(1) : x === 0 ? '0' : x.toFixed(2));

export const capital = (x: string) => x[0]!.toUpperCase() + x.slice(1);

export const plural = (n: number, one: string, many = `${one}s`) => `${count(n)} ${n === 1 ? one : many}`;
