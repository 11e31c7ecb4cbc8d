import { InferenceSession, Tensor } from 'onnxruntime-node';
import { EngineError } from '../model/engine-error.ts';

/** A loaded model with one input. */
export interface Model {
  run(input: Tensor): Promise<ModelOutputs>;
  close(): Promise<void>;
}

/** The outputs of one run. The models here have outputs of different sizes, so the size names the output. */
export interface ModelOutputs {
  /** @throws EngineError `internal` when no output has that many numbers: the file is another model. */
  ofLength(length: number): Float32Array;
}

export interface LoadOptions {
  /**
   * How far the runtime rewrites the graph. `all` also lays channels out in blocks, which most networks gain by and some
   * lose by: measure before choosing. Default `all`.
   */
  readonly rewrite?: 'basic' | 'all';
  /** Shape of its input, for a network that leaves more than the batch open. Default: what the file says. */
  readonly shape?: readonly number[];
}

/**
 * Loads a model to run on one thread: parallelism comes from the number of workers.
 *
 * @throws EngineError `config_invalid` when the file cannot be loaded.
 */
export async function loadModel(file: string, { rewrite = 'all', shape }: LoadOptions = {}): Promise<Model> {
  const session = await createSession(file, rewrite);
  const [inputName] = session.inputNames;
  if (inputName === undefined) throw brokenModel(file, 'has no input');
  await warmUp(session, inputName, shape);
  return {
    async run(input) {
      const outputs = Object.values(await session.run({ [inputName]: input }));
      return {
        ofLength(length) {
          for (const { data } of outputs) {
            if (data instanceof Float32Array && data.length === length) return data;
          }
          throw brokenModel(file, `gave no output of ${length} numbers`);
        },
      };
    },
    close: () => session.release(),
  };
}

/** The first run of a session plans its memory and is several times slower: nobody should wait for it. */
async function warmUp(
  session: InferenceSession,
  inputName: string,
  given: readonly number[] | undefined,
): Promise<void> {
  const shape = given ?? shapeInFile(session, inputName);
  if (shape === undefined) return;
  const zeros = new Float32Array(shape.reduce((product, side) => product * side, 1));
  await session.run({ [inputName]: new Tensor('float32', zeros, shape) });
}

function shapeInFile(session: InferenceSession, inputName: string): readonly number[] | undefined {
  const input = session.inputMetadata.find(({ name }) => name === inputName);
  // A dimension that is named instead of counted is the batch.
  return input?.isTensor === true
    ? input.shape.map((side) => (typeof side === 'number' && side > 0 ? side : 1))
    : undefined;
}

async function createSession(
  file: string,
  rewrite: NonNullable<LoadOptions['rewrite']>,
): Promise<InferenceSession> {
  try {
    return await InferenceSession.create(file, {
      graphOptimizationLevel: rewrite,
      intraOpNumThreads: 1,
      interOpNumThreads: 1,
      logSeverityLevel: 3,
    });
  } catch (cause) {
    throw new EngineError('config_invalid', `Model ${file} cannot be loaded; run npm run build again.`, {
      cause,
    });
  }
}

function brokenModel(file: string, problem: string): EngineError {
  return new EngineError('internal', `Model ${file} ${problem}; run npm run build again.`);
}
