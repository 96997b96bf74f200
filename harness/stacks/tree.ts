import { type Stacks, samplesOf } from './share.js';

/** One frame in its place: the same callers all the way out. */
export interface StackNode {
  /** From 0, parents before their children; the root, all samples, is 0. */
  id: number;
  /** Of the root null. */
  parent: number | null;
  /** As it stands in the stack. */
  frame: string;
  /** From 0 at the root. */
  depth: number;
  /** Samples of this frame and all that it called. */
  total: number;
  /** Samples that no drawn child has: its own, and those of children left out. */
  rest: number;
  /** Share of all samples here less the share of the same place in `against`; only where there is one. */
  change?: number;
}

interface TreeOptions {
  leastShare?: number;
  leastSamples?: number;
  against?: Stacks;
}

interface Branch {
  frame: string;
  total: number;
  children: Map<string, Branch>;
}

/**
 * Folded stacks as the tree that a flame graph draws: stacks merged from the outermost frame on, children in order of
 * their names. Nodes with less than `leastShare` of all samples, or fewer than `leastSamples`, are left out with what is above them; their samples stay in
 * their parent's. With `against`, shares of both are compared place by place; a place that is only in `against` has no
 * node. Source: B. Gregg, "The Flame Graph", Communications of the ACM 59(6), 2016; the difference as in
 * difffolded.pl -n.
 * @throws RangeError when either has no samples
 */
export function stackTree(stacks: Stacks, { leastShare = 0, leastSamples = 0, against }: TreeOptions = {}) {
  const here = merged(stacks);
  const there = against === undefined ? undefined : merged(against);
  const nodes: StackNode[] = [];
  let leftOut = 0;
  const visit = (
    branch: Branch,
    other: Branch | undefined,
    place: Pick<StackNode, 'parent' | 'depth'>,
  ): void => {
    const { frame, total } = branch;
    const node: StackNode = { id: nodes.length, ...place, frame, total, rest: total };
    if (there !== undefined) node.change = total / here.total - (other?.total ?? 0) / there.total;
    nodes.push(node);
    const inner = [...branch.children.values()].sort((a, b) => (a.frame < b.frame ? -1 : 1));
    for (const child of inner) {
      if (child.total < Math.max(leastSamples, leastShare * here.total)) {
        leftOut += 1;
        continue;
      }
      node.rest -= child.total;
      visit(child, other?.children.get(child.frame), { parent: node.id, depth: place.depth + 1 });
    }
  };
  visit(here, there, { parent: null, depth: 0 });
  return { nodes, leftOut, samples: here.total };
}

function merged(stacks: Stacks): Branch {
  const root: Branch = { frame: 'all', total: samplesOf(stacks), children: new Map() };
  if (root.total === 0) throw new RangeError('no samples to draw');
  for (const [frames, count] of stacks) {
    let branch = root;
    for (const frame of frames.split(';')) {
      let next = branch.children.get(frame);
      if (next === undefined) {
        next = { frame, total: 0, children: new Map() };
        branch.children.set(frame, next);
      }
      next.total += count;
      branch = next;
    }
  }
  return root;
}
