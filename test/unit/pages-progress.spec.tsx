import { renderFragment } from '../../src/web/pages/document.js';
import { CampaignProgress } from '../../src/web/staff/pages/campaign-progress.js';
import type { ProgressStage } from '../../src/web/staff/pages/campaign-stage.js';
import { shownLines, type DeliveryCounts } from '../../src/web/staff/pages/delivery-words.js';
import { segments } from '../../src/web/staff/pages/progress-bar.js';
import fc from 'fast-check';

const states = ['queued', 'claimed', 'handed', 'accepted', 'skipped', 'bounced', 'unknown', 'dead'] as const;

const anyCounts = fc
  .record(Object.fromEntries(states.map((state) => [state, fc.nat({ max: 1_000_000 })])))
  .map((counts) => {
    const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
    return { ...counts, total } as DeliveryCounts;
  });

describe('the lines of a campaign', () => {
  it('sum to the total, whatever the counts', () => {
    fc.assert(
      fc.property(anyCounts, (counts) => {
        const sum = shownLines(counts).reduce((total, { count }) => total + count, 0);
        expect(sum).toBe(counts.total);
      }),
    );
  });

  it('show claimed and handed as one', () => {
    const none = Object.fromEntries(states.map((state) => [state, 0])) as DeliveryCounts;
    const lines = shownLines({ ...none, claimed: 2, handed: 3, total: 5 });
    expect(lines.filter(({ count }) => count > 0)).toEqual([
      { state: 'under-way', word: 'delivery.under-way', count: 5 },
    ]);
  });
});

describe('the bar', () => {
  it('stays within its frame, keeps its gaps and shows the smallest part', () => {
    fc.assert(
      fc.property(anyCounts, (counts) => {
        const found = segments(shownLines(counts), counts.total);
        for (const [index, { x, width }] of found.entries()) {
          expect(width).toBeGreaterThan(1);
          expect(x + width).toBeLessThanOrEqual(1000.2);
          const before = found[index - 1];
          if (before) expect(x - before.x - before.width).toBeGreaterThan(3);
        }
      }),
    );
  });

  it('is empty before anything is sent', () => {
    const none = Object.fromEntries(states.map((state) => [state, 0])) as DeliveryCounts;
    expect(segments(shownLines({ ...none, total: 0 }), 0)).toEqual([]);
  });
});

describe('progress', () => {
  const frame = {
    locale: 'nb',
    timeZone: 'Europe/Oslo',
    member: { name: 'Kari', grants: [] },
  } as const;
  const campaign = {
    kind: 'regular' as const,
    id: 'c',
    list: { id: 'l', name: 'Program' },
    sender: { name: 'Fjellhallen', address: 'post@fjellhallen.example' },
  };
  const shown = (stage: ProgressStage) =>
    renderFragment(<CampaignProgress frame={frame} registerId="r" campaign={campaign} stage={stage} />);
  const none = Object.fromEntries(states.map((state) => [state, 0])) as DeliveryCounts;

  it('says of a correction to very many how many will get it at most, and of anything else how many', () => {
    const at = new Date('2026-10-02T12:52:00Z');
    const of = (kind: 'regular' | 'correction', recipients: number) =>
      renderFragment(
        <CampaignProgress
          frame={frame}
          registerId="r"
          campaign={{ ...campaign, kind }}
          stage={{ state: 'scheduled', recipients, startsAt: at, chosen: false, undoMinutes: 5, now: at }}
        />,
      );
    expect(of('correction', 600_000)).toContain('Inntil 600\u00a0000');
    expect(of('correction', 5000)).toContain('<strong>5\u00a0000<');
    expect(of('regular', 600_000)).toContain('<strong>600\u00a0000<');
  });

  it('asks again while it moves, and stops when it is sent', () => {
    const counts = { ...none, accepted: 1, total: 1 };
    const show = (state: 'sending' | 'sent') =>
      shown({
        state,
        begun: true,
        counts,
        failures: [],
        since: { cameBack: [], complaints: null },
        why: null,
      });
    expect(show('sending')).toContain(
      'hx-get="/staff/registers/r/campaigns/c/progress?seen=sending" hx-trigger="every 2s"',
    );
    expect(show('sent')).not.toContain('hx-');
  });

  it('counts down to the start in the words of a clock', () => {
    const startsAt = new Date('2026-10-02T12:52:00Z');
    const now = new Date('2026-10-02T12:47:30Z');
    const waiting = { state: 'scheduled', recipients: 12640, startsAt, undoMinutes: 5, now } as const;
    const stage = { ...waiting, chosen: false };
    const html = shown(stage);
    expect(html).toContain('12\u00a0640');
    expect(html).toContain('Sendes kl. 14.52.');
    expect(html).toContain('inntil 5 minutter til');
    const chosen = shown({ ...waiting, chosen: true });
    expect(chosen).toContain('Sendes 2. oktober 2026 kl. 14.52.');
    expect(chosen).not.toContain('minutter til');
  });
});
