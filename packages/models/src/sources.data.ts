import type { SourcePackage } from './model/source-package.ts';

// Hashes taken on 2026-11-22 from the packages as npm delivers them.

/** MediaPipe Face Mesh: detector, attention mesh and face geometry data in one packed file. */
export const FACE_MESH_SOURCE = {
  name: '@mediapipe/face_mesh',
  version: '0.4.1657299874',
  licence: 'Apache-2.0',
  integrity:
    'sha512-Jdza+77HjDH4SQ6/DAYmnKUYdh2fU1GbhuGqXZbkK5rnJKpZLZe5KQeJmwUq9dmkYkCPSq4oe9vmcuveRPpwag==',
  members: [
    {
      path: 'face_mesh_solution_packed_assets.data',
      sha256: 'dbe5905c582c0462cdaea17e7e6ecea92edaa8cccc515c5e2e7291f2cbb5fb99',
    },
    {
      path: 'face_mesh_solution_packed_assets_loader.js',
      sha256: '95147c15fdf12ba8b9ffc3c3964dbdfa1ffa4251182749babca19e75962bf128',
    },
  ],
} as const satisfies SourcePackage;

/** Says which of the 478 points the lips, eye and iris outputs of the attention mesh replace. */
export const LANDMARK_TABLES_SOURCE = {
  name: '@tensorflow-models/face-landmarks-detection',
  version: '1.0.6',
  licence: 'Apache-2.0',
  integrity:
    'sha512-CwcKcTwk/7PZ5f+9POi6dJV1osa6FvpxPduW9zw/6q0AmMhbdexTZ17qzG9SXdPONuakV1fPaiZNkXXXUDajdw==',
  members: [
    {
      path: 'dist/tfjs/constants.js',
      sha256: 'f7c6f03b19ea1d0e692a5d41f14ad088f40cbae68589d302485173db53989dd9',
    },
  ],
} as const satisfies SourcePackage;

/** Presentation attack, eye state and face matching. The MIT label is weakly founded: docs/models.md. */
export const FACEPLUGIN_SOURCE = {
  name: 'faceplugin-face-recognition-js',
  version: '0.0.1',
  licence: 'MIT',
  integrity:
    'sha512-shriXjd4zJHEwhK1jHK+bWo8Vv6Vu9B/w6RRsd4AFtNM/jaI2vhuOamOSMl9qQmLd8WlQ7dgqN+3C2iOi5pXWw==',
  members: [
    {
      path: 'model/fr_liveness.onnx',
      sha256: 'afa783b7e902fdfcf323a7240cac2a1c580c25314ea4161129dc1b0d100dc32d',
    },
    {
      path: 'model/fr_eye.onnx',
      sha256: '1afcea006abc1ccac3c517022abde0aa092bed74ff3c9fe6878483ef9e6e38de',
    },
    {
      path: 'model/fr_feature.onnx',
      sha256: '87aacdfe57510db2af90c0251df680e8eec88f122ee94712121d09bcaaaf3581',
    },
  ],
} as const satisfies SourcePackage;
