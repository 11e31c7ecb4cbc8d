import sharp, { type Sharp } from 'sharp';
import { noiseAdder } from '../../tests/support/face-video/seeded-random.ts';
import { ANY_CAMERA, type Camera } from './cameras.data.ts';

const JPEG_QUALITY = 92;

/** The pictures of a clip as another camera would have taken them, as JPEG. */
export async function throughCamera(
  pictures: readonly Uint8Array[],
  camera: Camera,
  random: () => number,
): Promise<Uint8Array[]> {
  const addNoise = camera.noise === undefined ? () => undefined : noiseAdder(camera.noise, random);
  const kept = pictures.filter((_, index) => index % (camera.every ?? 1) === 0);
  const taken: Uint8Array[] = [];
  for (const picture of kept) taken.push(await throughLens(picture, camera, addNoise));
  return taken;
}

/** Some camera in some light. */
export function anyCamera(random: () => number): Camera {
  const draw = (name: keyof typeof ANY_CAMERA): number => {
    const [least, most] = ANY_CAMERA[name];
    return least + random() * (most - least);
  };
  const light = draw('light');
  return {
    view: draw('view'),
    sensor: draw('sensor'),
    mirrored: random() < 0.5,
    blur: draw('blur'),
    gain: [light * draw('tint'), light, light * draw('tint')],
    offset: draw('offset'),
    noise: draw('noise'),
    quality: Math.round(draw('quality')),
  };
}

async function throughLens(
  picture: Uint8Array,
  { view, size, sensor = 1, mirrored, blur, gain, offset = 0, sharpening, quality }: Camera,
  addNoise: (data: Uint8Array) => void,
): Promise<Uint8Array> {
  // One step at a time: sharp has an order of its own for the steps of one pipeline.
  const upright = await raw(sharp(picture).autoOrient().removeAlpha().toColourspace('srgb'));
  const seen = view === undefined ? upright : await raw(middleOf(upright, view));
  const [width, height] = size ?? [seen.info.width, seen.info.height];
  const framed = opened(seen)
    .resize(Math.round(width * sensor), Math.round(height * sensor), { fit: 'cover' })
    .flop(mirrored === true);
  if (blur !== undefined) framed.blur(blur);
  if (gain !== undefined) framed.linear([...gain], [offset, offset, offset]);
  const sensed = await raw(framed);
  addNoise(sensed.data);
  const delivered = opened(sensed).resize(width, height);
  if (sharpening !== undefined) delivered.sharpen({ sigma: sharpening });
  return delivered.jpeg({ quality: quality ?? JPEG_QUALITY }).toBuffer();
}

type Pixels = Awaited<ReturnType<typeof raw>>;

function raw(image: Sharp) {
  return image.raw().toBuffer({ resolveWithObject: true });
}

function opened({ data, info: { width, height } }: Pixels): Sharp {
  return sharp(data, { raw: { width, height, channels: 3 } });
}

function middleOf(pixels: Pixels, share: number): Sharp {
  const [width, height] = [pixels.info.width, pixels.info.height].map((side) => Math.round(side * share)) as [
    number,
    number,
  ];
  const left = Math.floor((pixels.info.width - width) / 2);
  const top = Math.floor((pixels.info.height - height) / 2);
  return opened(pixels).extract({ left, top, width, height });
}
