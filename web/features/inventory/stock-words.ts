import type { InferResponseType } from 'hono/client'
import { m } from '#messages'
import type { ApiClient } from '#worker/client.ts'

type StoreApi = ApiClient['api']['v1']['vendor']
export type Stock = InferResponseType<StoreApi['inventory']['$get'], 200>
export type StockItem = Stock['items'][number]
export type Movements = InferResponseType<StoreApi['inventory'][':variantId']['movements']['$get'], 200>
export type Movement = Movements['items'][number]
export type Level = Pick<StockItem, 'onHand' | 'reserved' | 'allocated' | 'safetyStock' | 'available'>

/** A variant by its choice of options, e.g. `Moss · Large`; empty for a product's only one. */
export const choiceText = ({ optionValues }: Pick<StockItem, 'optionValues'>): string => Object.values(optionValues).join(' · ')

/** A variant by product and choice. */
export const variantText = (item: Pick<StockItem, 'title' | 'optionValues'>): string =>
  [item.title, choiceText(item)].filter((text) => text !== '').join(', ')

const KINDS: Record<string, () => string> = {
  reserve: m.goods_move_reserve,
  release: m.goods_move_release,
  expire: m.goods_move_expire,
  confirm: m.goods_move_confirm,
  fulfil: m.goods_move_fulfil,
  restock: m.goods_move_restock,
  adjust: m.goods_move_adjust,
  return_allocation: m.goods_move_return_allocation,
}
export const moveText = (kind: string): string => KINDS[kind]?.() ?? kind
