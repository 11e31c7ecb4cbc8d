import { expect, it } from 'vitest';
import { picture, sha256 } from '../support/container-fixture.ts';
import { useIntake } from '../support/intake-scene.ts';

// OWASP ASVS 5.0, 5.2.6: images with more pixels than the maximum are refused before anything decodes them.
const scene = useIntake();

/** A small JPEG whose header claims another size. */
async function claiming(width: number, height: number): Promise<Buffer> {
  const jpeg = Buffer.from(await picture(3));
  const at = [0xc0, 0xc2].map((marker) => jpeg.indexOf(Buffer.from([0xff, marker]))).find((one) => one > 0);
  if (at === undefined) throw new Error('the fixture has a frame header');
  jpeg.writeUInt16BE(height, at + 5);
  jpeg.writeUInt16BE(width, at + 7);
  return jpeg;
}

it('refuses 30000 × 30000 pixels in a frame and in the best shot', async () => {
  const flood = await claiming(30_000, 30_000);
  const inFrame = await scene.send({
    draft: ({ manifest, files }) => {
      const frame = manifest.actions[0]?.frames[0];
      if (!frame) throw new Error('the fixture has frames');
      frame.sha256 = sha256(flood);
      files.set(frame.file, flood);
    },
  });
  expect(inFrame.code).toBe('container_file_altered');
  const inBest = await scene.send({
    draft: ({ manifest, files }) => {
      if (!manifest.best) throw new Error('the fixture has a best shot');
      manifest.best.sha256 = sha256(flood);
      files.set('best.jpg', flood);
    },
  });
  expect(inBest.code).toBe('container_file_altered');
});

it('refuses a manifest that admits to it', async () => {
  const reply = await scene.send({
    draft: ({ manifest }) => {
      const frame = manifest.actions[0]?.frames[0];
      if (frame) frame.width = 30_000;
    },
  });
  expect(reply.code).toBe('container_manifest_invalid');
});

it('refuses an image without any size', async () => {
  const none = await claiming(0, 0);
  const reply = await scene.send({
    draft: ({ manifest, files }) => {
      if (!manifest.best) throw new Error('the fixture has a best shot');
      manifest.best.sha256 = sha256(none);
      files.set('best.jpg', none);
    },
  });
  expect(reply.code).toBe('container_file_altered');
});
