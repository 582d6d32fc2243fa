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
  address_added: () => m.account_flash_address_added(),
  address_removed: () => m.account_flash_address_removed(),
  address_restored: () => m.account_flash_address_restored(),
  session_ended: () => m.account_flash_session_ended(),
  domain_added: ({ host = '' }) => m.store_settings_flash_domain_added({ host }),
  domain_verified: ({ host = '' }) => m.store_settings_flash_domain_verified({ host }),
  domain_dropped: ({ host = '' }) => m.store_settings_flash_domain_dropped({ host }),
  member_invited: ({ email = '' }) => m.store_settings_flash_invited({ email }),
  member_removed: () => m.store_settings_flash_removed(),
  invitation_withdrawn: () => m.store_settings_flash_withdrawn(),
  first_product_partly: () => m.store_sell_flash_partly(),
  bought_again: () => m.account_flash_bought_again(),
  bought_again_partly: () => m.account_flash_bought_again_partly(),
  own_order_cancelled: ({ vendor = '' }) => m.account_flash_purchase_cancelled({ vendor }),
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
  products_published: ({ count = '' }) => m.goods_flash_published({ count: Number(count) }),
  products_archived: ({ count = '' }) => m.goods_flash_archived({ count: Number(count) }),
  product_created: () => m.goods_flash_created(),
  product_created_published: () => m.goods_flash_created_published(),
  product_saved_unpublished: () => m.goods_flash_saved_unpublished(),
  product_pictures_failed: () => m.goods_flash_pictures_failed(),
  product_stock_failed: () => m.goods_flash_stock_failed(),
  stock_adjusted: ({ onHand = '', available = '' }) => m.goods_flash_adjusted({ onHand, available }),
  stock_received: ({ count = '' }) => m.goods_flash_received({ count: Number(count) }),
  product_deleted: () => m.goods_flash_deleted(),
  product_changed: () => m.goods_flash_changed(),
  failed: () => m.goods_flash_failed(),
  vendor_approved: ({ name = '' }) => m.admin_flash_approved({ name }),
  vendor_declined: ({ name = '' }) => m.admin_flash_declined({ name }),
  vendor_suspended: ({ name = '' }) => m.admin_flash_suspended({ name }),
  vendor_activated: ({ name = '' }) => m.admin_flash_activated({ name }),
  payouts_run: ({ period = '' }) => m.admin_flash_payouts({ period }),
  rate_set: ({ rate = '' }) => m.admin_flash_rate({ rate }),
  letters_replayed: ({ count = '' }) => m.admin_flash_replayed({ count }),
  letters_dropped: ({ count = '' }) => m.admin_flash_dropped({ count }),
  letters_none: () => m.admin_flash_letters_none(),
  letters_unsure: () => m.admin_flash_letters_unsure(),
} satisfies Record<string, (params: Params) => string>

export type FlashKey = keyof typeof TEXTS

export const isFlashKey = (key: unknown): key is FlashKey => typeof key === 'string' && Object.hasOwn(TEXTS, key)

export const flashText = (key: FlashKey, params: Params = {}): string => (TEXTS[key] as (params: Params) => string)(params)
