import type { CameraHelpId } from '../model/camera-help.ts';

/**
 * Small drawings of where each browser keeps its camera permission, on a grid of 160 x 96. Own drawings, after the makers'
 * help pages as of 2026-11-22: support.google.com/chrome/answer/2693767, support.microsoft.com (Edge site permissions),
 * support.mozilla.org/kb/how-manage-your-camera-and-microphone-permissions, support.apple.com/guide/safari/ibrwe2159f50
 * and support.apple.com/guide/iphone (website settings), Samsung Internet help.
 */
export interface Stroke {
  /** `ground`: a filled surface. `line`: an outline. `mark`: what to press. `on`: a switch that is on. */
  readonly look: 'ground' | 'line' | 'mark' | 'on' | 'knob';
  readonly d: string;
}

const box = (x: number, y: number, width: number, height: number, r: number): string =>
  `M${x + r} ${y}h${width - 2 * r}a${r} ${r} 0 0 1 ${r} ${r}v${height - 2 * r}a${r} ${r} 0 0 1 -${r} ${r}h-${width - 2 * r}a${r} ${r} 0 0 1 -${r} -${r}v-${height - 2 * r}a${r} ${r} 0 0 1 ${r} -${r}Z`;
const ring = (x: number, y: number, r: number): string =>
  `M${x - r} ${y}a${r} ${r} 0 1 1 ${2 * r} 0a${r} ${r} 0 1 1 -${2 * r} 0Z`;
const ground = (d: string): Stroke => ({ look: 'ground', d });
const line = (d: string): Stroke => ({ look: 'line', d });
const mark = (d: string): Stroke => ({ look: 'mark', d });
const switchOn = (x: number, y: number): readonly Stroke[] => [
  { look: 'on', d: box(x, y, 18, 10, 5) },
  { look: 'knob', d: ring(x + 13, y + 5, 3.4) },
];
const camera = (x: number, y: number): string =>
  `${box(x, y + 2, 12, 9, 2)}M${x + 12} ${y + 5}l4 -2.5v8l-4 -2.5`;
const lock = (x: number, y: number): string =>
  `${box(x - 4, y - 1, 8, 6.5, 1.5)}M${x - 2.4} ${y - 1}v-2a2.4 2.4 0 0 1 4.8 0v2`;
const sliders = (x: number, y: number): string =>
  `M${x - 4.5} ${y - 2.5}h4${ring(x + 2, y - 2.5, 1.5)}M${x + 4.5} ${y + 2.5}h-4${ring(x - 2, y + 2.5, 1.5)}`;

/** A window with its address line; `left` is drawn at the line's beginning and marked. */
const desktop = (left: string): readonly Stroke[] => [
  ground(box(4, 5, 152, 86, 8)),
  line(box(4, 5, 152, 86, 8)),
  line('M4 28h152'),
  line('M12 16.5h.1M18 16.5h.1M24 16.5h.1'),
  line(box(34, 10, 112, 13, 6.5)),
  line('M62 16.5h44'),
  line(left),
  mark(ring(45, 16.5, 9.5)),
];
/** A row with a camera, a word and what stands at its end. */
const row = (x: number, y: number, ...end: readonly Stroke[]): readonly Stroke[] => [
  line(camera(x, y)),
  line(`M${x + 23} ${y + 6.5}h22`),
  ...end,
];
const phone = (addressY: number, left: string): readonly Stroke[] => [
  ground(box(47, 3, 66, 90, 9)),
  line(box(47, 3, 66, 90, 9)),
  line(box(52, addressY, 56, 13, 6.5)),
  line(`M72 ${addressY + 6.5}h24`),
  line(left),
  mark(ring(60.5, addressY + 6.5, 8.5)),
];
const sheet = (x: number, y: number, width: number, height: number): readonly Stroke[] => [
  ground(box(x, y, width, height, 6)),
  line(box(x, y, width, height, 6)),
];

/** An address bar with a lock at the foot of the phone, and its sheet above. */
const LOCK_AT_THE_FOOT: readonly Stroke[] = [
  ...phone(76, lock(60.5, 82.5)),
  ...sheet(52, 26, 56, 42),
  line('M60 36h30'),
  ...small(58, 46),
];

export const CAMERA_HELP_PICTURES: Readonly<Record<CameraHelpId, readonly Stroke[]>> = {
  chrome_desktop: [
    ...desktop(sliders(45, 16.5)),
    ...sheet(38, 34, 88, 44),
    ...row(46, 49, ...switchOn(100, 51)),
  ],
  edge_desktop: [
    ...desktop(lock(45, 16.5)),
    ...sheet(38, 34, 88, 44),
    ...row(46, 49, line(box(94, 50, 26, 12, 3)), line('M111 54.5l2.5 2.5 2.5 -2.5M98 56h8')),
  ],
  firefox_desktop: [
    ...desktop(`${camera(38, 10)}M38 23.5l14 -14`),
    ...sheet(38, 34, 88, 44),
    ...row(46, 49, line(box(94, 50, 26, 12, 3)), line('M104.5 53.5l5 5M109.5 53.5l-5 5')),
  ],
  safari_desktop: [
    ground(box(4, 5, 152, 86, 8)),
    line(box(4, 5, 152, 86, 8)),
    line('M4 24h152'),
    line('M16 14.5h.1M62 14.5h16M88 14.5h16M114 14.5h16'),
    line('M30 14.5h18'),
    mark(box(24, 8, 30, 13, 6.5)),
    ...sheet(24, 30, 100, 52),
    line('M33 41h46'),
    ...row(33, 50, line(box(90, 51, 28, 12, 3)), line('M108 55.5l2.5 2.5 2.5 -2.5M94 57h9')),
    line('M33 74h38'),
  ],
  chrome_android: [
    ...phone(9, sliders(60.5, 15.5)),
    ...sheet(52, 42, 56, 46),
    line('M60 52h30'),
    ...small(58, 64),
  ],
  firefox_android: LOCK_AT_THE_FOOT,
  samsung_android: LOCK_AT_THE_FOOT,
  safari_ios: [
    ...phone(76, 'M56.5 80h8M56.5 83h8M56.5 86h5'),
    ...sheet(52, 20, 56, 48),
    line('M60 30h34M60 39h26'),
    ...small(58, 50),
  ],
  other_ios: [
    ground(box(47, 3, 66, 90, 9)),
    line(box(47, 3, 66, 90, 9)),
    line('M66 14h28'),
    ...sheet(52, 24, 56, 60),
    line('M60 35h30M52 45h56M52 65h56M60 75h24'),
    ...small(58, 48),
    mark(box(82, 48, 24, 15, 7.5)),
  ],
  in_app: [
    ground(box(47, 3, 66, 90, 9)),
    line(box(47, 3, 66, 90, 9)),
    line('M47 22h66M56 12.5h24'),
    line('M97 12.5h.1M101.5 12.5h.1M106 12.5h.1'),
    mark(ring(101.5, 12.5, 8.5)),
    ...sheet(56, 28, 52, 40),
    line('M63 38h26M63 58h20'),
    line('M63 48h22'),
    line('M94 44.500h-2.500v8h8v-2.500M97 43.500h4.500v4.500M101 44l-5 5'),
    mark(box(59, 42.5, 46, 11, 5)),
  ],
};

/** A row as above, narrow enough for a phone. */
function small(x: number, y: number): readonly Stroke[] {
  return [line(camera(x, y)), ...switchOn(x + 27, y + 2)];
}
