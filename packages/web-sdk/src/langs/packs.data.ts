import { en } from './en.data.ts';
import { es } from './es.data.ts';
import { kk } from './kk.data.ts';
import { operatorEn } from './operator/en.data.ts';
import { operatorEs } from './operator/es.data.ts';
import { operatorKk } from './operator/kk.data.ts';
import { operatorPtBr } from './operator/pt-br.data.ts';
import { operatorRu } from './operator/ru.data.ts';
import { ptBr } from './pt-br.data.ts';
import { ru } from './ru.data.ts';
import type { OperatorStrings, Strings } from './strings.ts';

/** Built-in packs by the id a page passes as `lang`. `kz`, the country, is what older pages pass for Kazakh. */
export const PACKS: Readonly<Record<string, Strings>> = { en, es, 'pt-br': ptBr, ru, kk, kz: kk };

/** What differs when an operator reads the window, by the same ids. */
export const OPERATOR_PACKS: Readonly<Record<string, OperatorStrings>> = {
  en: operatorEn,
  es: operatorEs,
  'pt-br': operatorPtBr,
  ru: operatorRu,
  kk: operatorKk,
  kz: operatorKk,
};
