import { loadLandmarkerDetector, loadLookout } from './landmarker-detector.ts';
import { runTracking } from './run-tracking.ts';

// Entry of the first choice's worker, a module worker: MediaPipe's loader can only be had by import().
runTracking((start) => (start.role === 'lookout' ? loadLookout(start) : loadLandmarkerDetector(start)));
