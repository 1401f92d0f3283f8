import { graphlib, layout } from '@dagrejs/dagre';
import type { GraphArrow, GraphState } from '../api/types';
import { count } from '../words';

export interface Place { x: number; y: number; width: number; height: number }
export interface Drawing { places: Map<string, Place>; width: number; height: number; downwards: boolean }

const Height = 34;
const WidthMin = 84;
const PixelsPerCharacter = 8.3;
const PixelsAround = 42;

/** A longer process would be too small to read from left to right: it is drawn downwards. */
const StatesAcrossMax = 11;

/**
 * Where each state is drawn. The order of the states is that of the process, so only arrows that lead on decide the ranks: those that lead
 * back (asked again, ruled on) would turn the picture around. Nearly every state leads to a person, to giving back and to its end: of
 * those arrows only the last decides, else they would pull the picture apart.
 */
export function placesOf(states: GraphState[], arrows: GraphArrow[]): Drawing {
  const downwards = states.length > StatesAcrossMax;
  const rank = new Map(states.map((x, i) => [x.name, orderOf(x, i)]));
  const graph = new graphlib.Graph({ multigraph: false });
  graph.setGraph({ rankdir: downwards ? 'TB' : 'LR', nodesep: downwards ? 40 : 22, ranksep: downwards ? 30 : 60, marginx: 8, marginy: 8 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const x of states) graph.setNode(x.name, { width: widthOf(x), height: Height });
  const rankOf = (name: string) => rank.get(name) ?? 0;
  for (const target of states) {
    const leading = arrows.filter(x => x.to === target.name && rankOf(x.from) < rankOf(x.to)).sort((x, y) => rankOf(y.from) - rankOf(x.from));
    // The way forward is drawn straight, along the nearest arrows.
    for (const [i, x] of (isOnTheWay(target) ? leading : leading.slice(0, 1)).entries()) graph.setEdge(x.from, x.to, { weight: i === 0 && isOnTheWay(target) ? 20 : 1 });
  }
  layout(graph);
  const places = new Map(states.map(({ name }) => {
    const { x, y, width, height } = graph.node(name);
    return [name, { x: x - width / 2, y: y - height / 2, width, height }];
  }));
  const { width = 0, height = 0 } = graph.graph();
  return { places, width, height, downwards };
}

/** Stages, and the good end. */
export const isOnTheWay = (x: GraphState) => x.kind === 'Stage' || x.name === 'Completed';

const widthOf = (x: GraphState) => Math.max(WidthMin, (x.name.length + (x.kind === 'Initial' ? 0 : count(x.count).length)) * PixelsPerCharacter + PixelsAround);

// A person is asked, and all is given back, after the way forward and before the ends.
function orderOf({ kind }: GraphState, i: number): number {
  return kind === 'Initial' ? -1 : kind === 'Attention' ? 10_000 : kind === 'Unwinding' ? 20_000 : kind === 'End' ? 30_000 + i : i;
}
