/** The plots are drawn as wide as there is room, so one unit across is not one unit up: no text is drawn in them. */
export const PLOT = { slot: 24, bar: 16, height: 160 } as const;

const STEPS = [1, 1.5, 2, 3, 4, 5, 6, 8, 10];

/** The next round number, where an axis ends: 5, 8, 10, 15, 20, 30, 40, 50, 60, 80, 100, 150, … */
export function roundedUp(value: number): number {
  const wanted = Math.max(value, 5);
  const unit = 10 ** Math.floor(Math.log10(wanted));
  return unit * STEPS.find((step) => step * unit >= wanted)!;
}

/** To a tenth: what is sent stays short. */
export const tenth = (value: number): number => Math.round(value * 10) / 10;
