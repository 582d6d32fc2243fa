import { m } from '#messages'

type Params = Record<string, string>

/** What can be told after a change, by key; a page that changes something adds its line here. */
const TEXTS = {
  saved: () => m.ui_flash_saved(),
  logged_out: () => m.ui_flash_logged_out(),
  email_confirmed: () => m.account_flash_email_confirmed(),
  email_changed: () => m.account_flash_email_changed(),
  password_set: () => m.account_flash_password_set(),
  team_joined: () => m.account_flash_team_joined(),
  cart_added: ({ title = '' }) => m.checkout_flash_added({ title }),
  cart_removed: ({ title = '' }) => m.checkout_flash_removed({ title }),
  cart_cleared: () => m.checkout_flash_cleared(),
  cart_gone: () => m.checkout_flash_gone(),
  cart_full: () => m.checkout_flash_full(),
  cart_other_currency: () => m.checkout_flash_other_currency(),
  cart_unchanged: () => m.checkout_flash_unchanged(),
  purchase_cancelled: ({ shop = '' }) => m.checkout_flash_cancelled({ shop }),
  purchase_left: () => m.checkout_flash_cancel_late(),
  purchase_unchanged: () => m.ui_try_again_soon(),
  order_packed: ({ number = '' }) => m.goods_flash_packed({ number }),
  order_shipped: ({ number = '' }) => m.goods_flash_shipped({ number }),
  order_delivered: ({ number = '' }) => m.goods_flash_delivered({ number }),
  order_cancelled: ({ number = '' }) => m.goods_flash_cancelled({ number }),
} satisfies Record<string, (params: Params) => string>

export type FlashKey = keyof typeof TEXTS

export const isFlashKey = (key: unknown): key is FlashKey => typeof key === 'string' && Object.hasOwn(TEXTS, key)

export const flashText = (key: FlashKey, params: Params = {}): string => (TEXTS[key] as (params: Params) => string)(params)
