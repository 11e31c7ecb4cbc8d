import { createLanguages } from '../../../packages/web-sdk/src/langs/create-languages.ts';
import { firstWords } from '../../../packages/web-sdk/src/langs/first-words.ts';
import { PACKS } from '../../../packages/web-sdk/src/langs/packs.data.ts';
import type { CaptureView } from '../../../packages/web-sdk/src/model/capture-view.ts';
import type { WindowShell } from '../../../packages/web-sdk/src/model/window-shell.ts';
import { createCaptureView } from '../../../packages/web-sdk/src/ui/create-capture-view.ts';
import { nameShell, openShell } from '../../../packages/web-sdk/src/ui/open-shell.ts';
import type { GalleryState, Subject } from './screens.data.ts';

/** Runs in the gallery's page: opens capture windows and plays them a still picture as their camera. */

interface Gallery {
  view?: CaptureView;
  /** Kinds of what the person did. */
  events: string[];
  openView(more?: Readonly<Record<string, unknown>>): void;
  showState(state: GalleryState): Promise<void>;
  feedCamera(subject: Subject): Promise<void>;
  shell?: WindowShell;
  /** Opens what a person sees of the window before the SDK is there, with a picture in it. */
  openFirst(more?: Readonly<Record<string, unknown>>): Promise<void>;
  /** Makes it the whole window. */
  takeOver(): void;
}

/** Words of a language that is written from right to left, added as a page would add it. */
const RIGHT_TO_LEFT = {
  'ui.dialog_label': 'בדיקת פנים',
  'ui.close': 'סגירה',
  'ui.try_again': 'לנסות שוב',
  'ui.step_of': 'שלב {current} מתוך {total}',
  'hint.move_closer': 'התקרבו מעט',
  'hint.video_selfie_left': 'סובבו את הראש שמאלה',
  'error.camera_not_found.title': 'לא נמצאה מצלמה',
  'error.camera_not_found.help': 'חברו מצלמה או פתחו את הדף בטלפון.',
};

const gallery: Gallery = {
  events: [],
  openView: (more = {}) => {
    const { lang = 'en', ...options } = more;
    const languages = createLanguages();
    languages.add('he', RIGHT_TO_LEFT);
    gallery.view = createCaptureView({
      parent: document.body,
      styleSheetUrl: '/style.css',
      language: languages.choose([String(lang)]),
      style: undefined,
      documentPattern: true,
      version: 'Presence 1.2.3',
      onEvent: (event) => gallery.events.push(event.kind),
      ...options,
    });
    Object.assign(window, { view: gallery.view });
  },
  openFirst: async (more = {}) => {
    const shell = openShell({
      parent: document.body,
      styleSheetUrl: '/style.css',
      style: undefined,
      version: 'Presence 1.2.3',
      onCancel: () => gallery.events.push('early close'),
      ...more,
    });
    gallery.shell = shell;
    nameShell(shell, firstWords(undefined, PACKS, []));
    await shell.play((await drawFace()).captureStream(5));
  },
  takeOver: () => gallery.openView({ shell: gallery.shell }),
  showState: async (state) => {
    if (state.kind !== 'photo_review') return gallery.view?.show(state);
    const portrait = state.action === 'photo_selfie';
    const picture = await createImageBitmap(portrait ? await drawFace() : drawDocument());
    gallery.view?.show({ ...state, picture });
    picture.close();
  },
  feedCamera: async (subject) => {
    const video = gallery.view?.video;
    if (video === undefined) return;
    const canvas = subject === 'face' ? await drawFace() : drawDocument();
    video.srcObject = canvas.captureStream(5);
    await video.play();
  },
};
Object.assign(window, gallery, { gallery });

/** The public-domain portrait the detector tests itself with, its face where the oval is. */
async function drawFace(): Promise<HTMLCanvasElement> {
  const image = new Image();
  image.src = '/face.jpg';
  await image.decode();
  const canvas = newCanvas(480, 640);
  canvas.context.drawImage(image, 70, 3, 168, 224, 0, 0, 480, 640);
  return canvas.element;
}

/** A card on a table. */
function drawDocument(): HTMLCanvasElement {
  const { element, context } = newCanvas(800, 600);
  const fill = (colour: string, ...box: readonly [number, number, number, number]) => {
    context.fillStyle = colour;
    context.fillRect(...box);
  };
  fill('#6d5a48', 0, 0, 800, 600);
  fill('#dfe9f2', 75, 98, 650, 406);
  fill('#33658a', 75, 98, 650, 62);
  fill('#a9bccb', 115, 190, 160, 210);
  for (const [line, width] of [380, 300, 340, 220, 260].entries())
    fill('#5b7083', 320, 200 + line * 42, width, 14);
  fill('#8aa0b2', 115, 440, 570, 12);
  fill('#8aa0b2', 115, 466, 570, 12);
  return element;
}

function newCanvas(
  width: number,
  height: number,
): {
  readonly element: HTMLCanvasElement;
  readonly context: CanvasRenderingContext2D;
} {
  const element = document.createElement('canvas');
  element.width = width;
  element.height = height;
  const context = element.getContext('2d');
  if (context === null) throw new Error('this browser draws nothing');
  return { element, context };
}
