/** What `remix vite:build` writes; it is there only after a build, so its shape is said here. */
declare module '#web/build/server/index.js'
