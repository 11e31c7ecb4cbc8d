import type { FieldName } from 'mrz';

/** Fields in the API's names, in the order they are reported, with the place in a machine-readable zone. */
export const MRZ_FIELDS: readonly { readonly name: string; readonly mrz: FieldName }[] = [
  { name: 'document_type', mrz: 'documentCode' },
  { name: 'issuing_state', mrz: 'issuingState' },
  { name: 'document_number', mrz: 'documentNumber' },
  { name: 'surname', mrz: 'lastName' },
  { name: 'given_names', mrz: 'firstName' },
  { name: 'nationality', mrz: 'nationality' },
  { name: 'birth_date', mrz: 'birthDate' },
  { name: 'sex', mrz: 'sex' },
  { name: 'expiration_date', mrz: 'expirationDate' },
  { name: 'personal_number', mrz: 'personalNumber' },
];

/** What a printed field is called, as regular expressions; English, as ICAO 9303 wants it beside the state's own language. */
export const VISUAL_LABELS: Readonly<Record<string, readonly string[]>> = {
  document_number: ['document no', 'document number', 'card no', 'passport no', 'id no'],
  surname: ['surname', 'last name', 'family name'],
  given_names: ['given names?', 'first names?', 'forenames?'],
  nationality: ['nationality'],
  birth_date: ['date of birth', 'birth date'],
  sex: ['sex', 'gender'],
  expiration_date: ['date of expiry', 'expiry date', 'expires', 'valid until'],
  personal_number: ['personal no', 'personal number'],
};
