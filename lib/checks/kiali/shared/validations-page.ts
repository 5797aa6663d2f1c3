/** Where Kiali describes its validations. */
export const VALIDATIONS = 'https://kiali.io/docs/features/validations/';
