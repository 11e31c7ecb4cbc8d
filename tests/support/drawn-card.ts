import sharp from 'sharp';

/** The specimen of ICAO 9303 with a state that exists, in two sides of a card. */
export const CARD_FRONT = [
  'IDENTITY CARD UTOPIA',
  'Surname ERIKSSON',
  'Given names ANNA MARIA',
  'Date of birth 12.08.1974',
];
export const CARD_BACK = [
  'I&lt;CHED231458907&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;',
  '7408122F1204159CHE&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;6',
  'ERIKSSON&lt;&lt;ANNA&lt;MARIA&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;',
];

/** Its lines as JPEG bytes, 1280 × 807 pixels. */
export function drawnCard(lines: readonly string[]): Promise<Buffer> {
  const rows = lines.map((line, index) => `<text x="50" y="${140 + 75 * index}">${line}</text>`);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="1280" height="807"><rect width="1280" height="807" fill="#eef3ee"/>
    <g font-family="DejaVu Sans Mono, monospace" font-size="56">${rows.join('')}</g></svg>`;
  return sharp(Buffer.from(svg)).jpeg({ quality: 85 }).toBuffer();
}
