import { graphlib, layout } from '@dagrejs/dagre';
import type { GraphArrow, GraphState } from '../api/types';

export interface Place { x: number; y: number; width: number; height: number }

const Height = 34;
const PixelsPerCharacter = 7.4;

/**
 * Where each state is drawn. The order of the states is that of the process, so only arrows that lead on decide the ranks: those that lead
 * back (asked again, ruled on) would turn the picture around.
 */
export function placesOf(states: GraphState[], arrows: GraphArrow[]): Map<string, Place> {
  const rank = new Map(states.map((x, i) => [x.name, orderOf(x, i)]));
  const graph = new graphlib.Graph({ multigraph: false });
  graph.setGraph({ rankdir: 'LR', nodesep: 22, ranksep: 60, marginx: 8, marginy: 8 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const x of states) graph.setNode(x.name, { width: Math.max(84, (x.name.length + 5) * PixelsPerCharacter), height: Height });
  for (const x of arrows)
    if ((rank.get(x.from) ?? 0) < (rank.get(x.to) ?? 0)) graph.setEdge(x.from, x.to, { weight: weightOf(x, states) });
  layout(graph);
  return new Map(states.map(({ name }) => {
    const { x, y, width, height } = graph.node(name);
    return [name, { x: x - width / 2, y: y - height / 2, width, height }];
  }));
}

// A person is asked, and all is given back, after the way forward and before the ends.
function orderOf({ kind }: GraphState, i: number): number {
  return kind === 'Initial' ? -1 : kind === 'Attention' ? 10_000 : kind === 'Unwinding' ? 20_000 : kind === 'End' ? 30_000 + i : i;
}

// The way forward is drawn straight.
function weightOf(x: GraphArrow, states: GraphState[]): number {
  const kind = states.find(s => s.name === x.to)?.kind;
  return kind === 'Stage' ? 20 : x.to === 'Completed' ? 10 : 1;
}
