import { loadOnnxDetector } from './onnx-detector.ts';
import { runTracking } from './run-tracking.ts';

// Entry of the fallback's worker, a classic script in one file: it has to run where there are no module workers.
runTracking(({ assets }) => loadOnnxDetector(assets));
