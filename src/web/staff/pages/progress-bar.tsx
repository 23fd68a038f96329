import type { ShownLine, ShownState } from './delivery-words.js';

const WIDTH = 1000;
const HEIGHT = 12;
/** Between two segments, so that they are told apart without colour. */
const GAP = 4;
/** A single message must still be seen. */
const NARROWEST = 5;

/** The order along the bar; what is queued is the empty rest. */
const ALONG: readonly ShownState[] = ['accepted', 'under-way', 'skipped', 'bounced', 'unknown', 'dead'];

export interface ProgressBarProps {
  /** What the bar says, for those who do not see it. */
  label: string;
  lines: readonly ShownLine[];
  total: number;
}

interface Segment {
  state: ShownState;
  x: number;
  width: number;
}

export function segments(lines: readonly ShownLine[], total: number): Segment[] {
  const shown = ALONG.flatMap((state) => lines.filter((line) => line.state === state && line.count > 0));
  const wanted = shown.map(({ count }) => Math.max(NARROWEST, (count / total) * WIDTH));
  const queued = (lines.find(({ state }) => state === 'queued')?.count ?? 0) > 0;
  const room = WIDTH - GAP * Math.max(0, shown.length - 1) - (queued ? NARROWEST : 0);
  const scale = Math.min(1, room / wanted.reduce((sum, width) => sum + width, 0));
  let x = 0;
  return shown.map(({ state }, index) => {
    const width = (wanted[index] ?? 0) * scale;
    const segment = { state, x: Math.round(x * 10) / 10, width: Math.round(width * 10) / 10 };
    x += width + GAP;
    return segment;
  });
}

export function ProgressBar({ label, lines, total }: ProgressBarProps) {
  return (
    <svg
      class="bar"
      role="img"
      aria-label={label}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      width="100%"
      height={HEIGHT}
      preserveAspectRatio="none"
    >
      {segments(lines, total).map(({ state, x, width }) => (
        <rect key={state} class={`segment ${state}`} x={x} y="0" width={width} height={HEIGHT} />
      ))}
    </svg>
  );
}

/** The legend's square: the segment's colour with an edge, and a cross for what was given up. */
export function Swatch({ state }: { state: ShownState }) {
  return (
    <svg class="swatch" aria-hidden="true" width="12" height="12" viewBox="0 0 12 12">
      <rect class={`segment ${state}`} x="0.5" y="0.5" width="11" height="11" rx="2" />
      {state === 'dead' && <path class="cross" d="M3 3l6 6M9 3l-6 6" />}
    </svg>
  );
}
