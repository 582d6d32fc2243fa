import type { Id } from '#worker/pure/ids.ts'
import { Problem } from '#worker/pure/problem.ts'

/** 409: the product has as many pictures as it may have. */
export class TooManyImages extends Problem {
  constructor(max: number) {
    super('too_many_images', 409, `A product has at most ${max} pictures.`)
  }
}

/** Where a picture is kept: made of ids only, so nothing of the upload's name is in it. */
export const imageKey = (vendorId: Id<'vendor'>, productId: Id<'product'>, imageId: Id<'image'>): string =>
  `${vendorId}/${productId}/${imageId}`
