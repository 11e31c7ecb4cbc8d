/** Actions the customer page offers, with the words of a bank's clerk. */
export const ACTIONS = [
  { id: 'video_selfie_blank', name: 'Look' },
  { id: 'video_selfie_left', name: 'Turn left' },
  { id: 'video_selfie_right', name: 'Turn right' },
  { id: 'video_selfie_high', name: 'Head up' },
  { id: 'video_selfie_down', name: 'Head down' },
  { id: 'video_selfie_smile', name: 'Smile' },
  { id: 'video_selfie_eyes', name: 'Blink' },
  { id: 'video_selfie_scan', name: 'Scan' },
  { id: 'video_selfie_best', name: 'One shot' },
  { id: 'photo_id_front', name: 'ID front' },
  { id: 'photo_id_back', name: 'ID back' },
  { id: 'photo_selfie', name: 'Portrait' },
] as const;

export const LANGUAGES = [
  { id: 'en', name: 'English' },
  { id: 'es', name: 'Español' },
  { id: 'pt-br', name: 'Português (Brasil)' },
  { id: 'ru', name: 'Русский' },
  { id: 'kk', name: 'Қазақша' },
] as const;

export function actionName(id: string): string {
  return ACTIONS.find((action) => action.id === id)?.name ?? id;
}
