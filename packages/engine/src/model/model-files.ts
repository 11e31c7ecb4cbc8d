/** Absolute path of each model file the vision workers load. */
export interface ModelFiles {
  readonly faceDetector: string;
  readonly faceLandmarks: string;
  readonly liveness: string;
  readonly eye: string;
  readonly identity: string;
}
