import { readdirSync, readFileSync } from 'node:fs';
import { launchGalleryBrowser, openWindow } from '../tests/support/window-gallery/gallery-browser.ts';
import { startGallerySite } from '../tests/support/window-gallery/gallery-site.ts';
import { screenNamed } from '../tests/support/window-gallery/screens.data.ts';

/** Seconds each screen is watched. */
const WATCH_S = 6;
/** Linux counts processor time in ticks of 1/100 s. */
const TICK_MS = 10;

const SCREENS = [
  'loading',
  'checking',
  'uploading',
  'hint look_at_camera',
  'hint move_closer',
  'hint video_selfie_left',
  'hint video_selfie_eyes',
  'hint video_selfie_scan',
] as const;

/** What the window's own animations cost: processor time of all of Chromium's processes while a screen stands. */
export async function run(): Promise<void> {
  const site = await startGallerySite();
  const browser = await launchGalleryBrowser();
  const self = process.pid;
  try {
    const rows: Record<string, Record<string, string>> = {};
    for (const reducedMotion of ['no-preference', 'reduce'] as const) {
      const { page, show } = await openWindow(browser, site, { reducedMotion });
      for (const name of SCREENS) {
        await show(screenNamed(name));
        await page.waitForTimeout(1000);
        const before = chromiumMs(self);
        await page.waitForTimeout(WATCH_S * 1000);
        const used = (chromiumMs(self) - before) / WATCH_S / 10;
        rows[name] = { ...rows[name], [`${reducedMotion}, % of a core`]: used.toFixed(1) };
      }
      await page.close();
    }
    console.table(rows);
  } finally {
    await browser.close();
    await site.close();
  }
}

/** Milliseconds of processor time used so far by every Chromium process below this one. */
function chromiumMs(ancestor: number): number {
  const processes = readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .flatMap((pid) => statOf(Number(pid)));
  const family = new Set([ancestor]);
  // Children are started after their parents but pids wrap around: go over the list until nobody is added.
  for (let size = 0; size !== family.size; ) {
    size = family.size;
    for (const each of processes) if (family.has(each.parent)) family.add(each.pid);
  }
  return processes
    .filter(({ pid, name }) => pid !== ancestor && family.has(pid) && /chrom/.test(name))
    .reduce((sum, { ticks }) => sum + ticks * TICK_MS, 0);
}

interface ProcessStat {
  readonly pid: number;
  readonly parent: number;
  readonly name: string;
  readonly ticks: number;
}

/** proc(5): the name stands in brackets; then state, parent, …, user time and system time as fields 14 and 15. */
function statOf(pid: number): readonly ProcessStat[] {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const name = text.slice(text.indexOf('(') + 1, text.lastIndexOf(')'));
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return [{ pid, name, parent: Number(fields[1]), ticks: Number(fields[11]) + Number(fields[12]) }];
  } catch {
    // It has ended meanwhile.
    return [];
  }
}
