import { EngineError } from '../model/engine-error.ts';
import type { FrameAnalyst } from './frame-analyst.ts';

/** A frontal portrait, the same place from the sources and from the compiled engine. */
export const WARM_UP_PICTURE = new URL('../../assets/astronaut.png', import.meta.url);

/**
 * Lets every model look at a face once. The first frame of a worker takes several times as long as the next, so nobody should
 * have to wait for it; and models that find no face in a portrait do not work on this machine, whatever their hashes say.
 *
 * @throws EngineError `config_invalid` when what they say cannot be.
 */
export async function warmUp(analyst: FrameAnalyst, picture: Uint8Array): Promise<void> {
  const { faces, look } = await analyst.locate(picture);
  const [face] = faces;
  if (face === undefined || look === undefined) throw unfit('the detector finds no face in the test picture');
  const found = await analyst.inspect(picture, face.points, { live: true, embedding: true });
  const said = { liveness: found.live, added: found.pads ?? [], identity: found.embedding };
  for (const [name, numbers] of Object.entries(said))
    if (numbers === undefined || !numbers.every(Number.isFinite))
      throw unfit(`the ${name} model does not answer with numbers`);
}

function unfit(problem: string): EngineError {
  return new EngineError(
    'config_invalid',
    `The models do not work on this machine: ${problem}. Run npm run build again; if that changes nothing, its processor or its build of onnxruntime is at fault: try another machine.`,
  );
}
