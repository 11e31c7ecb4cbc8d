import type { Log } from '../model/log.ts';
import type { VisionPool } from '../vision/vision-pool.ts';

/** What every kind of analysis works with. */
export interface AnalysisTools {
  readonly pool: VisionPool;
  readonly log?: Log;
}
