import type { ReactNode } from 'react'

/** Fill classes of one picture: the ground it stands on and three pigments to paint with. */
export type Palette = { ground: string; a: string; b: string; c: string }
/** Draws into a 160 x 200 field; the middle 120 x 150 stays visible whatever the crop. */
export type Motif = (palette: Palette, random: () => number) => ReactNode

/** A whole number from low to high, both included at the edges of chance. */
export const between = (random: () => number, low: number, high: number): number => Math.round(low + random() * (high - low))
