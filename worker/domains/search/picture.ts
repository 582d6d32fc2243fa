import { pictureUrl } from '#worker/pure/picture.ts'

/** A picture as a listing keeps it. */
export type ListingImage = { key: string; alt: string; width: number; height: number }

/** A picture as buyers' browsers need it: `?w=` on its url chooses a width; width and height are the original's, in pixels. */
export const showPicture = ({ key, alt, width, height }: ListingImage) => ({ url: pictureUrl(key), alt, width, height })

/** The first picture; null if there is none. */
export const coverOf = (images: readonly ListingImage[]) => (images[0] ? showPicture(images[0]) : null)
