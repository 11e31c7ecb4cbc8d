/**
 * How the likeness of two faces (cosine of their embeddings) becomes the confidence that they are one person. Straight
 * lines between the points; below the first 0, above the last 1.
 * Origin: 0.85 is the API's documented threshold, put at cosine 0.45: strangers reach 0.354 at most and 95 % of pairs of
 * one person 0.65 and more, on 300 pairs of 25 pictures (docs/models.md), far too few for a claim about false matches.
 * Date: 2026-11-22.
 */
export const BIOMETRY = {
  /** From here on two faces count as one person. */
  threshold: 0.85,
  scale: [
    { cosine: 0, confidence: 0 },
    { cosine: 0.45, confidence: 0.85 },
    { cosine: 0.8, confidence: 1 },
  ],
} as const;
