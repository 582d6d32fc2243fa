import { Problem } from '#worker/pure/problem.ts'

/** 409: the product has as many pictures as it may have. */
export class TooManyImages extends Problem {
  constructor(max: number) {
    super('too_many_images', 409, `A product has at most ${max} pictures.`)
  }
}
