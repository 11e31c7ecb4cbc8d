// The floor of tracking: FaceLandmarker in a module worker with nothing around it.
let landmarker;
addEventListener('message', async ({ data }) => {
  if (data.kind === 'load') {
    const { FaceLandmarker } = await import(data.library);
    landmarker = await FaceLandmarker.createFromOptions(
      { wasmLoaderPath: data.loader, wasmBinaryPath: data.binary },
      {
        baseOptions: { modelAssetPath: data.model, delegate: 'CPU' },
        runningMode: 'VIDEO',
        numFaces: 1,
        outputFacialTransformationMatrixes: true,
      },
    );
    postMessage({ kind: 'ready' });
    return;
  }
  const result = landmarker.detectForVideo(data.bitmap, data.timeMs);
  data.bitmap.close();
  postMessage({ kind: 'faces', count: result.faceLandmarks.length });
});
