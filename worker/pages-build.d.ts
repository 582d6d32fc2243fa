/** The page build is made by `npm run build`; its shape is Remix's `ServerBuild`, asserted where it is used. */
declare module '#web/build/server/index.js'
