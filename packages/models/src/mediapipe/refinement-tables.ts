import { ModelBuildError } from '../model/model-build-error.ts';
import type { RefinedRegion, RefinementTables } from '../model/refinement-tables.ts';

/**
 * Reads the landmark refinement tables out of the compiled `constants.js` of
 * `@tensorflow-models/face-landmarks-detection`. The script is read as text and never run.
 *
 * @throws ModelBuildError `malformed_data` when a table is missing or has another length than the model's output.
 */
export function readRefinementTables(script: string): RefinementTables {
  return {
    lips: readRegion(script, 'LIPS', 80),
    leftEye: readRegion(script, 'LEFT_EYE', 71),
    rightEye: readRegion(script, 'RIGHT_EYE', 71),
    leftIris: readRegion(script, 'LEFT_IRIS', 5),
    rightIris: readRegion(script, 'RIGHT_IRIS', 5),
  };
}

function readRegion(script: string, region: string, size: number): RefinedRegion {
  const name = `LANDMARKS_REFINEMENT_${region}_CONFIG`;
  const body = new RegExp(`exports\\.${name} = \\{(.*?)\\};`, 's').exec(script)?.[1];
  const points = body === undefined ? undefined : readList(body, 'indexesMapping');
  if (body === undefined || points === undefined || points.length !== size) {
    throw new ModelBuildError(
      'malformed_data',
      `constants.js: ${name} should map ${size} points, found ${points?.length ?? 'none'}.`,
    );
  }
  const depthFrom = readList(body, 'zRefinement');
  return depthFrom === undefined ? { points } : { points, depthFrom };
}

/** The numbers of `key: [ … ]`, comments passed over; undefined when the value is not a list. */
function readList(body: string, key: string): number[] | undefined {
  const list = new RegExp(`${key}: \\[([^\\]]*)\\]`).exec(body)?.[1];
  return list
    ?.replace(/\/\/.*$/gm, '')
    .split(',')
    .map((item) => Number(item.trim()));
}
