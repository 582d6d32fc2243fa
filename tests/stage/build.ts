import { build } from './bundle.ts'

/** `npm run build`: pages into `web/build`, the Worker into `dist`. */
const { scriptPath, assets } = await build()
console.info(`Worker ${scriptPath}, assets ${assets}`)
