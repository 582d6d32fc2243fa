import { createHash } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Raised when the same drawing is to give other bytes. */
const RENDERING = 1
const QUALITY = 84

export type Rendered = { bytes: Uint8Array; width: number; height: number }
export type Renderer = { render(svg: string, width: number): Promise<Rendered> }

/** What a drawing is, in hex: the same drawing has the same name on every day and machine. */
export const fingerprint = (svg: string, width: number): string => createHash('sha256').update(`${RENDERING}/${width}/${svg}`).digest('hex')

/**
 * Renders drawings to WebP, as the marketplace would store an upload. Keeps what it rendered in a folder, by fingerprint,
 * so that a second fresh start draws nothing again. Rendering the same drawing twice gives the same bytes.
 */
export async function openRenderer(folder = '.stoa/pictures'): Promise<Renderer> {
  // Only the seed renders, and it never runs in a Worker: the library stays out of every other import.
  const { default: sharp } = await import('sharp')
  // One thread a picture: several pictures at once use the processors better than one picture with several threads.
  sharp.concurrency(1)
  mkdirSync(folder, { recursive: true })
  return {
    async render(svg, width) {
      const [drawnWidth, drawnHeight] = sizeOf(svg)
      const size = { width, height: Math.round((drawnHeight * width) / drawnWidth) }
      const file = join(folder, `${fingerprint(svg, width)}.webp`)
      const kept = await readFile(file).catch(() => null)
      if (kept) return { bytes: kept, ...size }
      const bytes = await sharp(Buffer.from(svg), { density: (72 * width) / drawnWidth })
        .resize(size.width, size.height)
        .webp({ quality: QUALITY, effort: 2 })
        .toBuffer()
      // Written aside first, so that a run that is stopped leaves no half of a picture behind.
      await writeFile(`${file}.${process.pid}`, bytes)
      await rename(`${file}.${process.pid}`, file)
      return { bytes, ...size }
    },
  }
}

function sizeOf(svg: string): [width: number, height: number] {
  const [, width, height] = /width="(\d+)" height="(\d+)"/.exec(svg) ?? []
  if (!width || !height) throw new Error('A drawing says how large it is')
  return [Number(width), Number(height)]
}
