import { m } from '#messages'

type Params = Record<string, string>

/** What can be told after a change, by key; a page that changes something adds its line here. */
const TEXTS = {
  saved: () => m.ui_flash_saved(),
  logged_out: () => m.ui_flash_logged_out(),
} satisfies Record<string, (params: Params) => string>

export type FlashKey = keyof typeof TEXTS

export const isFlashKey = (key: unknown): key is FlashKey => typeof key === 'string' && Object.hasOwn(TEXTS, key)

export const flashText = (key: FlashKey, params: Params = {}): string => (TEXTS[key] as (params: Params) => string)(params)
