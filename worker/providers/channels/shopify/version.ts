/**
 * The version of the Admin API that we speak, here and nowhere else. Shopify makes one a quarter and keeps it for a year: to go to
 * the next one, put its schema beside the others, run the contract tests, change this line.
 */
export const API_VERSION = '2026-10'
