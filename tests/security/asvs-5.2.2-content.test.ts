import { expect, it } from 'vitest';
import { picture, sha256 } from '../support/container-fixture.ts';
import { useIntake } from '../support/intake-scene.ts';

// OWASP ASVS 5.0, 5.2.2: extension and content (magic bytes) are checked, inside archives too.
const scene = useIntake();
const FRAME = '01_video_selfie_left/0001.jpg';

/** Puts other bytes in a frame's place, with an honest hash and signature. */
async function withFrame(bytes: Buffer) {
  return scene.send({
    draft: ({ manifest, files }) => {
      const frame = manifest.actions[0]?.frames[0];
      if (!frame) throw new Error('the fixture has frames');
      frame.sha256 = sha256(bytes);
      files.set(FRAME, bytes);
    },
  });
}

it('refuses a PNG, a page and a script under the name of a JPEG, however well signed', async () => {
  const disguised = [await picture(1, 'png'), Buffer.from('<svg onload="x()"/>'), Buffer.from('MZ....')];
  for (const bytes of disguised) expect((await withFrame(bytes)).code).toBe('container_file_altered');
});

it('refuses endings that are no image', async () => {
  for (const name of ['a.html', 'a.svg', 'a.php', 'a.jpg.exe', 'a']) {
    const extra = (all: { name: string; bytes: Buffer }[]) => [...all, { name, bytes: Buffer.from('x') }];
    expect((await scene.send({ edit: extra })).code).toBe('container_malformed');
  }
});

it('accepts the honest container', async () => {
  expect((await scene.send()).code).toBe('accepted');
});
