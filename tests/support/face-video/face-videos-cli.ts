import { CLIP_NAMES } from './clips.ts';
import { faceVideo } from './face-videos.ts';

// Makes every clip that is not there yet.
for (const name of CLIP_NAMES) console.log(await faceVideo(name));
