import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { launchGalleryBrowser, openWindow } from './gallery-browser.ts';
import { type GallerySite, startGallerySite } from './gallery-site.ts';
import { GALLERY } from './screens.data.ts';

const FOLDER = fileURLToPath(new URL('../../../docs/screenshots', import.meta.url));

interface Sheet {
  readonly name: string;
  /** CSS pixels of the window. */
  readonly window: { readonly width: number; readonly height: number };
  /** Pixels of one picture's width on the sheet, and how many stand side by side. */
  readonly pictureWidth: number;
  readonly columns: number;
  readonly view?: Readonly<Record<string, unknown>>;
}

const SHEETS: readonly Sheet[] = [
  { name: 'screens-phone', window: { width: 390, height: 844 }, pictureWidth: 200, columns: 8 },
  { name: 'screens-desktop', window: { width: 1280, height: 800 }, pictureWidth: 400, columns: 4 },
];
const GAP = 16;
const LABEL = 22;

/** `npm run screens`: one picture per window size with every screen of the capture window on it. */
export async function writeContactSheets(folder: string = FOLDER): Promise<readonly string[]> {
  await mkdir(folder, { recursive: true });
  const site = await startGallerySite();
  try {
    const written: string[] = [];
    for (const sheet of SHEETS) written.push(await writeSheet(sheet, site, folder));
    return written;
  } finally {
    await site.close();
  }
}

async function writeSheet(sheet: Sheet, site: GallerySite, folder: string): Promise<string> {
  const { window, pictureWidth, columns } = sheet;
  const pictureHeight = Math.round((pictureWidth / window.width) * window.height);
  const cell = { width: pictureWidth + GAP, height: pictureHeight + LABEL + GAP };
  const placed = (await takePictures(sheet, site)).flatMap(({ name, picture }, index) => {
    const left = GAP + (index % columns) * cell.width;
    const top = GAP + Math.floor(index / columns) * cell.height;
    return [
      { input: label(name, pictureWidth), left, top },
      { input: picture, left, top: top + LABEL },
    ];
  });
  const file = `${folder}/${sheet.name}.webp`;
  await sharp({
    create: {
      width: GAP + columns * cell.width,
      height: GAP + Math.ceil(placed.length / 2 / columns) * cell.height,
      channels: 3,
      background: '#8b95a1',
    },
  })
    .composite(placed)
    .webp({ quality: 68, effort: 6 })
    .toFile(file);
  return file;
}

interface Shot {
  readonly name: string;
  readonly picture: Buffer;
}

async function takePictures(
  { window, pictureWidth, view }: Sheet,
  site: GallerySite,
): Promise<readonly Shot[]> {
  const browser = await launchGalleryBrowser();
  try {
    const { page, show, evaluate } = await openWindow(browser, site, {
      viewport: window,
      // Twice what the sheet shows, so that the letters stay clear when it is made smaller.
      deviceScaleFactor: (2 * pictureWidth) / window.width,
      view: { ...view },
    });
    await evaluate(`view.setSession({ eventSessionId: '0d8f6c1e-5a4b', endsInMs: 600_000 });
      view.setCameras(['A', 'B'].map((label) => ({ deviceId: label, label })), 'A')`);
    const shots: Shot[] = [];
    let fed = '';
    for (const { name, state, subject } of GALLERY) {
      await evaluate(
        subject === 'face'
          ? 'view.setVideoLook({ mirrored: true, oval: true, width: 480, height: 640 })'
          : 'view.setVideoLook({ mirrored: false, oval: false, width: 800, height: 600 })',
      );
      if (fed !== subject) await evaluate(`feedCamera('${subject}')`);
      fed = subject;
      await show(state);
      // The window is opened with little motion, so that nothing fades; the picture still has to come.
      await page.waitForTimeout(60);
      const whole = await page.screenshot();
      shots.push({ name, picture: await sharp(whole).resize({ width: pictureWidth }).png().toBuffer() });
    }
    return shots;
  } finally {
    await browser.close();
  }
}

function label(text: string, width: number): Buffer {
  return Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${LABEL}"><text x="2" y="15" font-family="sans-serif" font-size="11" font-weight="bold" fill="#10171f">${text}</text></svg>`,
  );
}
