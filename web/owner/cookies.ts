// Names of the portal's cookies; none is shared with the console.
export const OWNER_COOKIE = 'phatnguoi_owner';
export const LANGUAGE_COOKIE = 'phatnguoi_language';
