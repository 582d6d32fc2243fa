/** A picture as a listing keeps it. */
export type ListingImage = { key: string; alt: string; width: number; height: number }

/** Where a stored picture is read; `?w=` chooses one of the stored widths. */
export const imageUrl = (key: string): string => `/images/${key}`

/** The first picture, at the width of a card. */
export const coverOf = (images: readonly ListingImage[]): string | null => (images[0] ? `${imageUrl(images[0].key)}?w=640` : null)
