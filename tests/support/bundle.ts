import { build } from '#tests/stage/bundle.ts'

/** Runs once before the tests that drive the production bundle; the build is skipped if its sources have not changed. */
export default async function setup(): Promise<void> {
  await build()
}
