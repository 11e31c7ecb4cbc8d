import { EngineError } from './engine-error.ts';
import type { FaceTemplate } from './face-template.ts';

/*
 * A face template as a file, for those who keep templates themselves. Ours, 2026-11-22: "PRFT", the format's number (1), the
 * length of the model's name in bytes, the name in UTF-8, then the embedding as little-endian float32 numbers.
 */

const MAGIC = Buffer.from('PRFT\x01', 'latin1');
const NUMBER_BYTES = 4;
const MAX_NUMBERS = 4_096;
/** How far from 1 the length may be: float32 numbers, squared and summed. */
const LENGTH_SLACK = 1e-3;

export function templateBytes({ model, embedding }: FaceTemplate): Buffer {
  const name = Buffer.from(model, 'utf8').subarray(0, 255);
  const numbers = Buffer.alloc(embedding.length * NUMBER_BYTES);
  for (const [index, value] of embedding.entries()) numbers.writeFloatLE(value, index * NUMBER_BYTES);
  return Buffer.concat([MAGIC, Buffer.from([name.length]), name, numbers]);
}

/**
 * @param where names the file in the message
 * @throws EngineError `invalid_value` if it is no such file
 */
export function parseTemplate(bytes: Buffer, where: string): FaceTemplate {
  const nameLength = bytes[MAGIC.length] ?? 0;
  const start = MAGIC.length + 1 + nameLength;
  const count = (bytes.length - start) / NUMBER_BYTES;
  if (!bytes.subarray(0, MAGIC.length).equals(MAGIC) || !Number.isInteger(count) || count < 1)
    throw noTemplate(where);
  if (count > MAX_NUMBERS) throw noTemplate(where);
  const embedding = Float32Array.from({ length: count }, (_, index) =>
    bytes.readFloatLE(start + index * NUMBER_BYTES),
  );
  const square = embedding.reduce((sum, value) => sum + value * value, 0);
  if (!(Math.abs(square - 1) <= LENGTH_SLACK)) throw noTemplate(where);
  return { model: bytes.toString('utf8', MAGIC.length + 1, start), embedding };
}

function noTemplate(where: string): EngineError {
  return new EngineError('invalid_value', `${where} is no face template; send what extract answered.`);
}
